//! Servers on free ports, clients, and responses that the tests feed.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::Response;
use axum::routing::get;
use bytes::Bytes;
use futures_util::stream;
use reqwest_middleware::ClientWithMiddleware;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use traced::span::{Scope, SpanStart};
use traced_tests::http::client;
use traced_tests::memory::Memory;
use traced_tower::ServerLayer;

/// A server that lives as long as its test's runtime.
#[derive(Debug)]
pub(super) struct App {
    pub(super) address: SocketAddr,
    pub(super) task: JoinHandle<()>,
}

impl App {
    /// Serves the router, traced by `layer`.
    pub(super) async fn start(memory: &Memory, router: Router, layer: ServerLayer) -> Self {
        Self::serve(router.layer(layer).layer(memory.layer())).await
    }

    /// Serves the router as it is.
    pub(super) async fn serve(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move {
            axum::serve(listener, service)
                .await
                .expect("the server runs");
        });
        Self { address, task }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A request by an untraced client; the answer is read to its end.
    pub(super) async fn get(&self, path: &str) -> (u16, String) {
        let response = client()
            .get(self.url(path))
            .send()
            .await
            .expect("an answer");
        let status = response.status().as_u16();
        (status, response.text().await.expect("a body"))
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A traced client.
pub(super) fn traced_client() -> ClientWithMiddleware {
    client_with(traced_reqwest::Middleware::new())
}

pub(super) fn client_with(middleware: traced_reqwest::Middleware) -> ClientWithMiddleware {
    reqwest_middleware::ClientBuilder::new(client())
        .with(middleware)
        .build()
}

static SCOPE: Scope = Scope::new("test", "");

/// A body fed by the test, with a span of its own when it is dropped.
pub(super) fn fed() -> (mpsc::UnboundedSender<Result<Bytes, std::io::Error>>, Body) {
    let (feed, chunks) = mpsc::unbounded_channel();
    let state = (chunks, SpanOnDrop("body dropped"));
    let chunks = stream::unfold(state, |mut state| async {
        let chunk = state.0.recv().await?;
        Some((chunk, state))
    });
    (feed, Body::from_stream(chunks))
}

/// Starts and ends a span when it is dropped: its parent tells in which context.
#[derive(Debug)]
pub(super) struct SpanOnDrop(pub(super) &'static str);

impl Drop for SpanOnDrop {
    fn drop(&mut self) {
        SpanStart::new(&SCOPE, self.0).start().end();
    }
}

/// A router whose handler gives out one prepared response.
pub(super) fn once(response: Response<Body>) -> Router {
    let response = Arc::new(Mutex::new(Some(response)));
    Router::new().route(
        "/",
        get(move || async move {
            response
                .lock()
                .expect("no panic")
                .take()
                .expect("one request")
        }),
    )
}
