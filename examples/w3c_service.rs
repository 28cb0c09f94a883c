//! The service that W3C's validation suite for trace context talks to.
//!
//! The suite posts a list of calls to `/test`; the service makes each of them, and the
//! suite looks at the headers that arrive. Nothing in here knows of headers: that is the
//! adapters' work.
//!
//! ```text
//! cargo run --example w3c_service
//! git clone https://github.com/w3c/trace-context && cd trace-context/test
//! pip install aiohttp
//! STRICT_LEVEL=2 SPEC_LEVEL=2 python test.py http://127.0.0.1:5000/test
//! ```
#![forbid(unsafe_code)]

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use serde::Deserialize;
use serde_json::Value;
use traced::setup::Exporter;

const ADDRESS: &str = "127.0.0.1:5000";

/// What the suite asks for: post `arguments` to `url`.
#[derive(Deserialize)]
struct Call {
    url: String,
    arguments: Value,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let telemetry = traced::builder("w3c_service")
        .default_exporter(Exporter::Console)
        .install()?;
    telemetry.shutdown_on_signal()?;
    let client = ClientBuilder::new(reqwest::Client::new())
        .with(traced_reqwest::Middleware::new())
        .build();
    let app = Router::new()
        .route("/test", post(test))
        .with_state(client)
        .layer(traced_tower::ServerLayer::new());
    let listener = tokio::net::TcpListener::bind(ADDRESS).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

async fn test(
    State(client): State<ClientWithMiddleware>,
    Json(calls): Json<Vec<Call>>,
) -> Result<(), (StatusCode, String)> {
    for Call { url, arguments } in calls {
        client
            .post(url)
            .json(&arguments)
            .send()
            .await
            .map_err(|error| (StatusCode::BAD_GATEWAY, error.to_string()))?;
    }
    Ok(())
}
