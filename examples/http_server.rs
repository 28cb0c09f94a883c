//! A traced HTTP server.
//!
//! ```text
//! OTEL_TRACES_EXPORTER=console cargo run --example http_server
//! curl -i localhost:3000/orders/7
//! ```
//!
//! The response names its trace. Ask for an order above 100 and see an error; leave
//! `/events` with Ctrl-C and see that this is none.

#![forbid(unsafe_code)]

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::{Router, routing::get};
use tokio::net::TcpListener;
use tokio_stream::{Stream, StreamExt as _};
use traced::traced;
use traced_tower::filters::{not, path};

#[traced("order.load")]
async fn load(#[attr("order.id")] id: u32) -> Result<String, OutOfStock> {
    if id > 100 {
        return Err(OutOfStock);
    }
    Ok(format!("order {id}\n"))
}

#[derive(Debug)]
struct OutOfStock;

impl std::fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the shop sells a hundred things")
    }
}

impl std::error::Error for OutOfStock {}

async fn order(Path(id): Path<u32>) -> Result<String, StatusCode> {
    load(id).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

async fn events() -> Sse<impl Stream<Item = Result<Event, std::convert::Infallible>>> {
    let ticks = tokio_stream::iter(1..).throttle(Duration::from_secs(1));
    Sse::new(ticks.map(|n: u32| Ok(Event::default().data(n.to_string()))))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let telemetry = traced::init("http-server")?;
    let app = Router::new()
        .route("/orders/{id}", get(order))
        .route("/events", get(events))
        .route("/healthz", get(|| async { "fine\n" }))
        // Added last, the layer is the outermost one.
        .layer(
            traced_tower::ServerLayer::new()
                .filter(not(path("/healthz")))
                .traceparent_in_response(true),
        );
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async { drop(tokio::signal::ctrl_c().await) })
        .await?;
    telemetry.shutdown()?;
    Ok(())
}
