//! The two listeners, on a thread and a runtime of their own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
    routing::post,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
    trace_service_server::{TraceService, TraceServiceServer},
};
use tokio::sync::oneshot;
use tonic::transport::server::TcpIncoming;

use super::{
    decode,
    reply::{Reply, failure},
    store::Store,
};

/// The largest request of either transport.
const MAX_REQUEST: usize = 16 * 1024 * 1024;

#[derive(Debug)]
pub(super) struct Server {
    pub(super) http: SocketAddr,
    pub(super) grpc: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(store: &Arc<Store>) -> io::Result<Self> {
        let http = listen()?;
        let grpc = listen()?;
        let addresses = (http.local_addr()?, grpc.local_addr()?);
        let (stop, stopped) = oneshot::channel();
        let (ready, started) = mpsc::sync_channel(1);
        let store = Arc::clone(store);
        let thread = thread::Builder::new()
            .name("traced-collector".to_owned())
            .spawn(move || run(http, grpc, &store, &ready, stopped))?;
        started
            .recv()
            .unwrap_or_else(|_| Err(io::Error::other("the collector's thread ended at once")))?;
        Ok(Self {
            http: addresses.0,
            grpc: addresses.1,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    pub(super) fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // The thread never waits for a client: its runtime drops what is in flight.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn listen() -> io::Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn run(
    http: TcpListener,
    grpc: TcpListener,
    store: &Arc<Store>,
    ready: &mpsc::SyncSender<io::Result<()>>,
    stopped: oneshot::Receiver<()>,
) {
    // What the servers themselves emit must not show up in the traces under test.
    let _quiet = tracing::subscriber::set_default(tracing::subscriber::NoSubscriber::default());
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = ready.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        match serve(http, grpc, store) {
            Ok(()) => {
                let _ = ready.send(Ok(()));
                // Resolves when the sender is dropped.
                let _ = stopped.await;
            }
            Err(error) => {
                let _ = ready.send(Err(error));
            }
        }
    });
}

fn serve(http: TcpListener, grpc: TcpListener, store: &Arc<Store>) -> io::Result<()> {
    let http = tokio::net::TcpListener::from_std(http)?;
    let grpc = TcpIncoming::from(tokio::net::TcpListener::from_std(grpc)?).with_nodelay(Some(true));

    let routes = Router::new()
        .route("/v1/traces", post(export))
        .layer(DefaultBodyLimit::max(MAX_REQUEST))
        .with_state(Arc::clone(store));
    tokio::spawn(async move { axum::serve(http, routes).await });

    let service =
        TraceServiceServer::new(Receiver(Arc::clone(store))).max_decoding_message_size(MAX_REQUEST);
    tokio::spawn(
        tonic::transport::Server::builder()
            .add_service(service)
            .serve_with_incoming(grpc),
    );
    Ok(())
}

async fn export(State(store): State<Arc<Store>>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(why) = unsupported(&headers) {
        let _ = store.refuse(&why);
        return failure(StatusCode::UNSUPPORTED_MEDIA_TYPE, &why);
    }
    let reply = match decode::body(&body) {
        Ok(request) => store.receive(request),
        Err(why) => store.refuse(&why),
    };
    reply.over_http().await
}

fn unsupported(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let content_type = text(header::CONTENT_TYPE).unwrap_or("none");
    if !content_type.starts_with("application/x-protobuf") {
        return Some(format!(
            "content type {content_type}: the test collector takes application/x-protobuf"
        ));
    }
    match text(header::CONTENT_ENCODING) {
        None | Some("identity") => None,
        Some(other) => Some(format!(
            "content encoding {other}: the test collector takes uncompressed bodies"
        )),
    }
}

struct Receiver(Arc<Store>);

#[tonic::async_trait]
impl TraceService for Receiver {
    async fn export(
        &self,
        request: tonic::Request<ExportTraceServiceRequest>,
    ) -> Result<tonic::Response<ExportTraceServiceResponse>, tonic::Status> {
        let reply: Reply = self.0.receive(request.into_inner());
        reply.over_grpc().await.map(tonic::Response::new)
    }
}
