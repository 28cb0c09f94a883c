//! `orders`: axum, gRPC towards `inventory`, a database, a task and a timer.

use super::database::Database;
use super::house::House;
use super::inventory::api::inventory_client::InventoryClient;
use super::inventory::api::{EstimateRequest, ReserveRequest};
use crate::args::Fault;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use std::error::Error;
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tonic::transport::Endpoint;
use traced::time::Elapsed;
use traced::traced;

/// A channel to `inventory` that carries the trace along.
type Channel = traced_tonic::ClientService<tonic::transport::Channel>;

#[derive(Clone)]
struct Orders {
    inventory: InventoryClient<Channel>,
    database: Database,
    house: House,
}

#[derive(Clone, Deserialize)]
struct Order {
    sku: String,
    quantity: u32,
    customer: String,
}

pub(super) async fn serve(
    listener: TcpListener,
    house: &House,
    inventory: SocketAddr,
) -> Result<(), Box<dyn Error>> {
    let target = format!("http://{inventory}");
    let channel = Endpoint::from_shared(target.clone())?.connect_lazy();
    let channel = tower::ServiceBuilder::new()
        .layer(traced_tonic::ClientLayer::new(&target))
        .service(channel);
    let orders = Orders {
        inventory: InventoryClient::new(channel),
        database: Database::open().await?,
        house: house.clone(),
    };
    let routes = Router::new()
        .route("/orders", post(accept))
        .with_state(orders)
        .layer(traced_tower::ServerLayer::new());
    axum::serve(listener, routes)
        .with_graceful_shutdown(house.closing.clone().cancelled_owned())
        .await?;
    Ok(())
}

async fn accept(State(orders): State<Orders>, Json(order): Json<Order>) -> Response {
    match orders.place(&order).await {
        Ok(number) => (StatusCode::CREATED, format!("order {number}")).into_response(),
        Err(error @ PlaceError::Reserve(_)) => {
            (StatusCode::CONFLICT, error.to_string()).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

impl Orders {
    #[traced("order.place",
             attrs(order.quantity = order.quantity, order.sku = order.sku),
             ret(order.number = |number| number))]
    async fn place(&self, order: &Order) -> Result<i64, PlaceError> {
        assert_ne!(order.sku, "paradox", "an order that cannot exist");
        // A delivery date is nice to have, not worth waiting for.
        let _date = self.estimate(&order.sku).await;
        self.reserve(order).await?;
        let number = self.save(order).await?;
        self.follow_up(number);
        Ok(number)
    }

    #[traced("order.estimate", ok_if = |_| true)]
    async fn estimate(&self, sku: &str) -> Result<u32, Elapsed> {
        let request = EstimateRequest {
            sku: sku.to_owned(),
        };
        let mut inventory = self.inventory.clone();
        let reply =
            traced::time::timeout(Duration::from_millis(60), inventory.estimate(request)).await?;
        Ok(reply.map_or(7, |reply| reply.into_inner().days))
    }

    #[traced("order.reserve", attrs(order.sku = order.sku))]
    async fn reserve(&self, order: &Order) -> Result<u32, tonic::Status> {
        let request = ReserveRequest {
            sku: order.sku.clone(),
            quantity: order.quantity,
        };
        let mut answers = self.inventory.clone().reserve(request).await?.into_inner();
        let mut reserved = 0;
        while let Some(answer) = answers.message().await? {
            reserved += answer.reserved;
        }
        Ok(reserved)
    }

    #[traced("order.save")]
    async fn save(&self, order: &Order) -> Result<i64, sqlx::Error> {
        self.database
            .save(&order.customer, &order.sku, order.quantity)
            .await
    }

    /// What the customer need not wait for.
    fn follow_up(&self, number: i64) {
        let background = &self.house.background;
        if self.house.fault == Some(Fault::Spawn) {
            // A raw spawn of an `async` block: nothing is called before the task runs, so
            // nothing could have captured the trace.
            background.spawn(async move { send_confirmation(number).await });
        } else {
            let confirmation = traced::task::spawn(send_confirmation(number));
            background.spawn(confirmation);
        }
        let release = traced::time::after(Duration::from_millis(150), release_reservation(number));
        background.spawn(release);
    }
}

#[traced("confirmation.send", attrs(order.number = order))]
async fn send_confirmation(order: i64) {
    tokio::time::sleep(Duration::from_millis(25)).await;
}

#[traced("reservation.release", attrs(order.number = order))]
async fn release_reservation(order: i64) {
    tokio::time::sleep(Duration::from_millis(10)).await;
}

/// Why an order was not placed.
#[derive(Debug)]
enum PlaceError {
    Reserve(tonic::Status),
    Save(sqlx::Error),
}

impl fmt::Display for PlaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reserve(status) => f.write_str(status.message()),
            Self::Save(_) => f.write_str("the order could not be saved"),
        }
    }
}

impl Error for PlaceError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Reserve(status) => Some(status),
            Self::Save(error) => Some(error),
        }
    }
}

impl From<tonic::Status> for PlaceError {
    fn from(status: tonic::Status) -> Self {
        Self::Reserve(status)
    }
}

impl From<sqlx::Error> for PlaceError {
    fn from(error: sqlx::Error) -> Self {
        Self::Save(error)
    }
}
