//! A traced gRPC server and its client, in one process: `cargo run --example grpc`.
//!
//! The console shows two calls in one trace across both sides; the second stream fails in its trailers.

#![forbid(unsafe_code)]

use std::error::Error;

use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Channel, Server};
use tonic::{Request, Response, Status};
use traced::semconv::rpc::is_health_check;

#[allow(clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications)]
mod api {
    tonic::include_proto!("inventory.v1");
}
use api::inventory_client::InventoryClient;
use api::inventory_server::{Inventory, InventoryServer};
use api::{EstimateReply, EstimateRequest, Reservation, ReserveRequest};

struct Shelves;

#[tonic::async_trait]
impl Inventory for Shelves {
    async fn estimate(
        &self,
        _: Request<EstimateRequest>,
    ) -> Result<Response<EstimateReply>, Status> {
        Ok(Response::new(EstimateReply { days: 3 }))
    }

    type ReserveStream = tokio_stream::Iter<std::vec::IntoIter<Result<Reservation, Status>>>;

    async fn reserve(
        &self,
        _: Request<ReserveRequest>,
    ) -> Result<Response<Self::ReserveStream>, Status> {
        let burned = Status::data_loss("the second warehouse burned down");
        let answers = vec![Ok(Reservation::default()), Err(burned)];
        Ok(Response::new(tokio_stream::iter(answers)))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let telemetry = traced::builder("grpc-example")
        .default_exporter(traced::setup::Exporter::Console)
        .install()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let target = format!("http://{}", listener.local_addr()?);
    let layer = traced_tonic::ServerLayer::new().filter(|method| !is_health_check(method));
    let server = Server::builder()
        .layer(layer)
        .add_service(InventoryServer::new(Shelves))
        .serve_with_incoming(TcpListenerStream::new(listener));
    tokio::spawn(server);

    // The failure is on the spans; there is no more to this example than to have made it.
    let _ = order(target).await;
    Ok(telemetry.shutdown()?)
}

#[traced::traced("shop.order", root)]
async fn order(target: String) -> Result<(), Box<dyn Error>> {
    let channel = Channel::from_shared(target.clone())?.connect().await?;
    let channel = tower::ServiceBuilder::new()
        .layer(traced_tonic::ClientLayer::new(&target))
        .service(channel);
    let mut inventory = InventoryClient::new(channel);
    inventory.estimate(EstimateRequest::default()).await?;
    let reserving = inventory.reserve(ReserveRequest::default()).await?;
    let mut answers = reserving.into_inner();
    while answers.message().await?.is_some() {}
    Ok(())
}
