//! `gateway`: what the world talks to; axum, and reqwest towards `orders`.

use super::house::House;
use crate::args::Fault;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::post;
use axum::{Json, Router};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use std::error::Error;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use traced::traced;

#[derive(Clone)]
struct Gateway {
    orders: ClientWithMiddleware,
    url: String,
}

pub(super) async fn serve(
    listener: TcpListener,
    house: &House,
    orders: SocketAddr,
) -> Result<(), Box<dyn Error>> {
    let client = ClientBuilder::new(reqwest::Client::new())
        .with(traced_reqwest::Middleware::new())
        .build();
    let gateway = Gateway {
        orders: client,
        url: format!("http://{orders}/orders"),
    };
    let routes = Router::new()
        .route("/checkout", post(checkout))
        .with_state(gateway);
    let server_layer = traced_tower::ServerLayer::new();
    let routes = if house.fault == Some(Fault::Order) {
        // Layers wrap from the inside out: here a traced layer runs before the server
        // layer has read the incoming trace.
        routes
            .layer(server_layer)
            .layer(middleware::from_fn(authenticate))
    } else {
        routes
            .layer(middleware::from_fn(authenticate))
            .layer(server_layer)
    };
    axum::serve(listener, routes)
        .with_graceful_shutdown(house.closing.clone().cancelled_owned())
        .await?;
    Ok(())
}

#[traced("customer.authenticate", ret(http.response.status_code = |r| r.status().as_u16()))]
async fn authenticate(request: Request, next: Next) -> Response {
    next.run(request).await
}

async fn checkout(
    State(gateway): State<Gateway>,
    Json(order): Json<serde_json::Value>,
) -> (StatusCode, String) {
    match gateway.place(&order).await {
        Ok(answer) => answer,
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()),
    }
}

impl Gateway {
    #[traced("checkout.place", attrs(checkout.customer = order["customer"].as_str()))]
    async fn place(
        &self,
        order: &serde_json::Value,
    ) -> Result<(StatusCode, String), reqwest_middleware::Error> {
        let answer = self.orders.post(&self.url).json(order).send().await?;
        let status = answer.status();
        Ok((status, answer.text().await?))
    }
}
