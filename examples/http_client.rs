//! Traced HTTP clients: reqwest, and hyper-util.
//!
//! ```text
//! OTEL_TRACES_EXPORTER=console cargo run --example http_client
//! ```
//!
//! With the example `http_server` in another terminal, both processes are in one trace;
//! without it, the trace says that nothing listens.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tower::{ServiceBuilder, ServiceExt as _};
use traced::traced;
use traced_reqwest::{Middleware, UrlTemplate};
use traced_tower::ClientLayer;

type Error = Box<dyn std::error::Error>;

#[traced("order.show", root)]
async fn show(client: &reqwest_middleware::ClientWithMiddleware) -> Result<(), Error> {
    let response = client
        .get("http://localhost:3000/orders/7")
        .with_extension(UrlTemplate("/orders/{id}".into()))
        .send()
        .await?;
    println!("reqwest: {}", response.text().await?.trim());
    Ok(())
}

#[traced("health.show", root)]
async fn health() -> Result<(), Error> {
    let client = ServiceBuilder::new()
        // Nobody outside of this machine learns the trace.
        .layer(ClientLayer::new().propagate_to(|uri| uri.host() == Some("localhost")))
        .service(Client::builder(TokioExecutor::new()).build_http::<Empty<bytes::Bytes>>());
    let request = axum::http::Request::get("http://localhost:3000/healthz").body(Empty::new())?;
    let body = client.oneshot(request).await?.into_body().collect().await?;
    println!(
        "hyper: {}",
        String::from_utf8_lossy(&body.to_bytes()).trim()
    );
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let telemetry = traced::init("http-client")?;
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(Middleware::new())
        .build();
    for result in [show(&client).await, health().await] {
        if let Err(error) = result {
            println!("failed: {error}");
        }
    }
    telemetry.shutdown()?;
    Ok(())
}
