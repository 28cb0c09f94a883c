//! `inventory`: gRPC, with one unary and one server-streaming call.

use super::house::House;
use std::error::Error;
use std::pin::Pin;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_stream::{Stream, StreamExt as _};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};
use traced::traced;

/// The generated client and server.
#[allow(
    clippy::pedantic,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    reason = "generated"
)]
pub(super) mod api {
    tonic::include_proto!("inventory.v1");
}

use api::inventory_server::{Inventory, InventoryServer};
use api::{EstimateReply, EstimateRequest, Reservation, ReserveRequest};

struct Shelves;

pub(super) async fn serve(listener: TcpListener, house: &House) -> Result<(), Box<dyn Error>> {
    let closing = house.closing.clone();
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    Server::builder()
        .layer(traced_tonic::ServerLayer::new())
        .add_service(InventoryServer::new(Shelves))
        .serve_with_incoming_shutdown(incoming, closing.cancelled_owned())
        .await?;
    Ok(())
}

#[tonic::async_trait]
impl Inventory for Shelves {
    async fn estimate(
        &self,
        request: Request<EstimateRequest>,
    ) -> Result<Response<EstimateReply>, Status> {
        let days = delivery_days(&request.get_ref().sku).await;
        Ok(Response::new(EstimateReply { days }))
    }

    type ReserveStream = Pin<Box<dyn Stream<Item = Result<Reservation, Status>> + Send>>;

    async fn reserve(
        &self,
        request: Request<ReserveRequest>,
    ) -> Result<Response<Self::ReserveStream>, Status> {
        let ReserveRequest { sku, quantity } = request.into_inner();
        // The answers arrive one by one; an empty shelf is only found at the last one, so
        // its error travels in the trailers of a response that began with 200 OK.
        let answers = tokio_stream::iter(["north", "south"]).then(move |warehouse| {
            let sku = sku.clone();
            async move { search_shelf(warehouse, &sku, quantity).await }
        });
        Ok(Response::new(Box::pin(answers)))
    }
}

#[traced("stock.estimate", attrs(stock.sku = sku))]
async fn delivery_days(sku: &str) -> u32 {
    let pause = if sku == "unicorn" {
        Duration::from_secs(5)
    } else {
        Duration::from_millis(4)
    };
    tokio::time::sleep(pause).await;
    2
}

#[traced("stock.search", attrs(stock.warehouse = warehouse, stock.sku = sku))]
async fn search_shelf(warehouse: &str, sku: &str, quantity: u32) -> Result<Reservation, Status> {
    tokio::time::sleep(Duration::from_millis(6)).await;
    if sku == "unicorn" && warehouse == "south" {
        return Err(Status::failed_precondition("out of stock: unicorn"));
    }
    Ok(Reservation {
        warehouse: warehouse.to_owned(),
        reserved: quantity / 2,
    })
}
