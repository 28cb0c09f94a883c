//! One HTTP request through axum. The client allocates nothing, and the connection is kept.

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::setup::{self, Adapter};

const REQUEST: &[u8] = b"GET /orders/7?page=1 HTTP/1.1\r\n\
    host: shop.example:8080\r\n\
    user-agent: bench/1\r\n\
    traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n";

/// A connection to a server of this thread.
pub struct Connection(TcpStream);

impl Connection {
    pub async fn open(adapter: Adapter) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = router(adapter);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let socket = TcpStream::connect(address).await.expect("a connection");
        socket.set_nodelay(true).expect("a socket");
        Self(socket)
    }

    pub async fn exchange(&mut self) {
        let mut answer = [0; 4096];
        self.0.write_all(REQUEST).await.expect("written");
        let mut got = 0;
        while !answer[..got].ends_with(b"an order") {
            let n = self.0.read(&mut answer[got..]).await.expect("readable");
            assert!(n > 0, "the server hung up");
            got += n;
        }
    }
}

fn router(adapter: Adapter) -> Router {
    let router = Router::new().route("/orders/{id}", get(|| async { "an order" }));
    match adapter {
        Adapter::None => router,
        Adapter::Traced | Adapter::TracedOwn => {
            setup::traced(adapter);
            router.layer(traced_tower::ServerLayer::new())
        }
        Adapter::InstrumentationTower | Adapter::InstrumentationTowerBatch => {
            setup::global(adapter);
            let layer = opentelemetry_instrumentation_tower::http::server::LayerBuilder::builder()
                .with_metrics(false)
                .build()
                .expect("a layer");
            router.layer(layer)
        }
        Adapter::TracingOpentelemetry | Adapter::TracingOpentelemetryBatch => {
            setup::tracing(adapter);
            router.layer(axum_tracing_opentelemetry::middleware::OtelAxumLayer::default())
        }
    }
}
