//! One unary gRPC call through tonic, with both sides' layers: what a client and a server add together.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::uri::PathAndQuery;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::body::Body;
use tonic::client::GrpcService;
use tonic::server::NamedService;
use tonic::transport::{Channel, Server};
use tonic::{GrpcMethod, Request, Response, Status};
use tonic_prost::ProstCodec;
use tower::{BoxError, ServiceBuilder};

use crate::setup::{self, Adapter};

/// What generated code is, for a service `shop.Stock` with one method.
#[derive(Clone)]
struct Stock;

impl NamedService for Stock {
    const NAME: &'static str = "shop.Stock";
}

impl tower::Service<http::Request<Body>> for Stock {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        Box::pin(async move {
            let mut grpc = tonic::server::Grpc::new(ProstCodec::<(), ()>::default());
            Ok(grpc.unary(Reserve, request).await)
        })
    }
}

struct Reserve;

impl tonic::server::UnaryService<()> for Reserve {
    type Response = ();
    type Future = std::future::Ready<Result<Response<()>, Status>>;

    fn call(&mut self, _: Request<()>) -> Self::Future {
        std::future::ready(Ok(Response::new(())))
    }
}

/// The generated client's one method.
pub async fn exchange<S>(client: &mut tonic::client::Grpc<S>)
where
    S: GrpcService<Body>,
    S::Error: Into<BoxError>,
    S::ResponseBody: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    <S::ResponseBody as http_body::Body>::Error: Into<BoxError> + Send,
{
    let ready = client.ready().await.map_err(Into::into);
    ready.unwrap_or_else(|error| panic!("the channel is not ready: {error}"));
    let mut request = Request::new(());
    request
        .extensions_mut()
        .insert(GrpcMethod::new("shop.Stock", "Reserve"));
    let path = PathAndQuery::from_static("/shop.Stock/Reserve");
    let codec = ProstCodec::<(), ()>::default();
    client.unary(request, path, codec).await.expect("an answer");
}

/// Starts a server of this thread, and runs `with!(client)` with a client of it.
macro_rules! with_client {
    ($adapter:expr, |$client:ident| $body:expr) => {{
        let adapter = $adapter;
        let (target, listener) = $crate::grpc::listen().await;
        let channel = $crate::grpc::channel(&target);
        match adapter {
            Adapter::None | Adapter::InstrumentationTower | Adapter::InstrumentationTowerBatch => {
                $crate::grpc::serve_plain(listener);
                let mut $client = tonic::client::Grpc::new(channel);
                $body
            }
            Adapter::Traced | Adapter::TracedOwn => {
                let channel = $crate::grpc::traced(adapter, &target, listener, channel);
                let mut $client = tonic::client::Grpc::new(channel);
                $body
            }
            Adapter::TracingOpentelemetry | Adapter::TracingOpentelemetryBatch => {
                let channel = $crate::grpc::tracing(adapter, listener, channel);
                let mut $client = tonic::client::Grpc::new(channel);
                $body
            }
        }
    }};
}
pub(crate) use with_client;

pub async fn listen() -> (String, TcpListenerStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let target = format!("http://{}", listener.local_addr().expect("an address"));
    (target, TcpListenerStream::new(listener))
}

pub fn channel(target: &str) -> Channel {
    let endpoint = Channel::from_shared(target.to_owned()).expect("a URL");
    endpoint.connect_lazy()
}

pub fn serve_plain(listener: TcpListenerStream) {
    let server = Server::builder().add_service(Stock);
    tokio::spawn(server.serve_with_incoming(listener));
}

pub fn traced(
    adapter: Adapter,
    target: &str,
    listener: TcpListenerStream,
    channel: Channel,
) -> traced_tonic::ClientService<Channel> {
    setup::traced(adapter);
    let server = Server::builder()
        .layer(traced_tonic::ServerLayer::new())
        .add_service(Stock);
    tokio::spawn(server.serve_with_incoming(listener));
    let layer = traced_tonic::ClientLayer::new(target);
    ServiceBuilder::new().layer(layer).service(channel)
}

pub fn tracing(
    adapter: Adapter,
    listener: TcpListenerStream,
    channel: Channel,
) -> tonic_tracing_opentelemetry::middleware::client::OtelGrpcService<Channel> {
    use tonic_tracing_opentelemetry::middleware::{client, server};
    setup::tracing(adapter);
    let server = Server::builder()
        .layer(server::OtelGrpcLayer::default())
        .add_service(Stock);
    tokio::spawn(server.serve_with_incoming(listener));
    ServiceBuilder::new()
        .layer(client::OtelGrpcLayer)
        .service(channel)
}
