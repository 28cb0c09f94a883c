//! A server and clients on hyper alone, without a framework.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower::{Layer as _, Service};
use traced_tests::memory::Memory;
use traced_tower::ServerLayer;

/// A server that lives as long as its test's runtime.
#[derive(Debug)]
pub(super) struct HyperApp {
    pub(super) address: SocketAddr,
    task: JoinHandle<()>,
}

impl HyperApp {
    /// Serves HTTP/1 and HTTP/2 with `layer` around the whole router.
    pub(super) async fn start(memory: &Memory, router: Router, layer: ServerLayer) -> Self {
        let service = memory.layer().layer(layer.layer(router));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let task = tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.expect("a connection");
                tokio::spawn(serve(socket, service.clone()));
            }
        });
        Self { address, task }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

async fn serve<S, B>(socket: tokio::net::TcpStream, service: S)
where
    S: Service<http::Request<Incoming>, Response = http::Response<B>, Error = Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send,
    B: http_body::Body<Data: Send, Error: std::error::Error + Send + Sync> + Send + 'static,
{
    let builder = auto::Builder::new(TokioExecutor::new());
    let service = TowerToHyperService::new(service);
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(socket), service);
    // What a connection ends with is the client's matter; a test sees it there.
    let _ = connection.await;
}

impl Drop for HyperApp {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(super) type HyperClient = Client<HttpConnector, Body>;

pub(super) fn hyper_client(http2: bool) -> HyperClient {
    Client::builder(TokioExecutor::new())
        .http2_only(http2)
        .build_http()
}

/// A GET request.
pub(super) fn get_request(url: impl AsRef<str>) -> http::Request<Body> {
    let request = http::Request::get(url.as_ref());
    request.body(Body::empty()).expect("a valid request")
}

/// A body of known length.
pub(super) fn full(text: &'static str) -> Body {
    Body::new(Full::new(Bytes::from_static(text.as_bytes())))
}

/// The text of a body that is read to its end.
pub(super) async fn text<B>(response: http::Response<B>) -> String
where
    B: http_body::Body<Error: std::fmt::Debug>,
{
    let body = response.into_body().collect().await.expect("a body");
    String::from_utf8(body.to_bytes().to_vec()).expect("text")
}
