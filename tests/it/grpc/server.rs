//! A server on a free port, and a client for it, whose spans go to one test's record.

use std::sync::Arc;

use opentelemetry_sdk::trace::SpanData;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Channel, Server};
use tower::ServiceBuilder;
use traced::opentelemetry::trace::SpanKind;
use traced_tests::memory::RecordLayer;
use traced_tonic::{ClientLayer, ClientService, ServerLayer};

use super::proto::shapes_client::ShapesClient;
use super::proto::shapes_server::ShapesServer;
use super::service::Scenarios;

pub(super) type Client = ShapesClient<ClientService<Channel>>;

/// A running server; it stops when this is dropped. To be started inside of a recording.
pub(super) struct Running {
    pub(super) target: String,
    /// Told when the server has a call that it does not answer.
    pub(super) hanging: Arc<Notify>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Running {
    pub(super) async fn start() -> Self {
        Self::start_with(ServerLayer::new()).await
    }

    pub(super) async fn start_with(layer: ServerLayer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = format!("http://{}", listener.local_addr().unwrap());
        let scenarios = Scenarios::default();
        let hanging = Arc::clone(&scenarios.hanging);
        let server = Server::builder()
            .layer(RecordLayer::here())
            .layer(layer)
            .add_service(ShapesServer::new(scenarios))
            .serve_with_incoming(TcpListenerStream::new(listener));
        let task = tokio::spawn(async move { server.await.unwrap() });
        Self {
            target,
            hanging,
            task,
        }
    }

    pub(super) async fn channel(&self) -> Channel {
        Channel::from_shared(self.target.clone())
            .unwrap()
            .connect()
            .await
            .unwrap()
    }

    pub(super) async fn client(&self) -> Client {
        self.client_with(ClientLayer::new(&self.target)).await
    }

    pub(super) async fn client_with(&self, layer: ClientLayer) -> Client {
        let channel = self.channel().await;
        ShapesClient::new(ServiceBuilder::new().layer(layer).service(channel))
    }
}

/// The client's span and the server's.
pub(super) fn pair<T>(recorded: &traced::testing::Recorded<T>) -> (&SpanData, &SpanData) {
    let one = |kind: SpanKind| {
        let mut found = recorded
            .spans()
            .iter()
            .filter(|span| span.span_kind == kind);
        match (found.next(), found.next()) {
            (Some(span), None) => span,
            _ => panic!("not one span of kind {kind:?}:\n{}", recorded.tree()),
        }
    };
    (one(SpanKind::Client), one(SpanKind::Server))
}
