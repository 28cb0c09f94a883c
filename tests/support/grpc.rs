//! A gRPC backend that misbehaves as it is told: HTTP/2 over real sockets, frame by frame.

use std::convert::Infallible;
use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use bytes::{Buf as _, Bytes};
use flate2::read::GzDecoder;
use futures_util::stream;
use http::{HeaderMap, Response, header};
use http_body_util::{BodyExt as _, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use prost::Message as _;
use tokio::sync::oneshot;

use crate::backend::names;

/// What the backend does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A message, and the status OK.
    Message(Vec<u8>),
    /// No message, and a status: code, message, details.
    Status(u8, &'static str, Vec<u8>),
    /// An HTTP response that is not gRPC: status, content type, body.
    Http(u16, &'static str, &'static str),
    /// Nothing, ever.
    Hang,
    /// A message begins, and the stream breaks off.
    Break,
}

impl Reply {
    /// Everything was taken.
    pub fn ok() -> Self {
        Self::Message(Vec::new())
    }

    /// Some spans were rejected.
    pub fn partial(rejected_spans: i64, message: &str) -> Self {
        let response = ExportTraceServiceResponse {
            partial_success: Some(ExportTracePartialSuccess {
                rejected_spans,
                error_message: message.to_owned(),
            }),
        };
        Self::Message(response.encode_to_vec())
    }
}

/// A running backend; dropping it closes its port and its connections.
#[derive(Debug)]
pub struct Backend {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// A request, as it arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its metadata.
    pub headers: HeaderMap,
    /// The names of its spans, in order.
    pub spans: Vec<String>,
}

type Body = UnsyncBoxBody<Bytes, io::Error>;
type Script = dyn Fn(usize) -> Reply + Send + Sync;

impl Backend {
    /// Answers the nth request (from 0) as `reply` says.
    pub fn start(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("http://127.0.0.1:0", reply)
    }

    /// As [`start`](Self::start), at a URL without a path.
    ///
    /// # Panics
    ///
    /// If the system gives no port or no thread.
    pub fn start_at(url: &str, reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(url.trim_start_matches("http://")).expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("a bound socket");
        let seen = Arc::<Mutex<Vec<Request>>>::default();
        let (stop, stopped) = oneshot::channel::<()>();
        let script: Arc<Script> = Arc::new(reply);
        let of_thread = Arc::clone(&seen);
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                tokio::select! {
                    () = serve(listener, of_thread, script) => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            address,
            seen,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What arrived so far.
    ///
    /// # Panics
    ///
    /// If a reply panicked.
    pub fn requests(&self) -> Vec<Request> {
        self.seen.lock().expect("no panic under lock").clone()
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn serve(listener: TcpListener, seen: Arc<Mutex<Vec<Request>>>, script: Arc<Script>) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
    let index = Arc::new(AtomicUsize::new(0));
    while let Ok((stream, _)) = listener.accept().await {
        let (seen, script, index) = (Arc::clone(&seen), Arc::clone(&script), Arc::clone(&index));
        let service = service_fn(move |request: http::Request<Incoming>| {
            let (seen, script, index) =
                (Arc::clone(&seen), Arc::clone(&script), Arc::clone(&index));
            async move {
                let (head, body) = request.into_parts();
                let body = body
                    .collect()
                    .await
                    .map(http_body_util::Collected::to_bytes);
                let spans = body.map(spans_of).unwrap_or_default();
                let request = Request {
                    headers: head.headers,
                    spans,
                };
                seen.lock().expect("no panic under lock").push(request);
                let reply = script(index.fetch_add(1, Ordering::SeqCst));
                Ok::<_, Infallible>(response(reply).await)
            }
        });
        let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
            .serve_connection(TokioIo::new(stream), service);
        // A connection that breaks is what some tests are about.
        tokio::spawn(async move { drop(connection.await) });
    }
}

/// The names in a message with its five bytes of gRPC before it.
fn spans_of(mut framed: Bytes) -> Vec<String> {
    if framed.len() < 5 {
        return Vec::new();
    }
    let compressed = framed.get_u8() == 1;
    framed.advance(4);
    let message = if compressed {
        let mut plain = Vec::new();
        let read = GzDecoder::new(framed.reader()).read_to_end(&mut plain);
        read.map(|_| plain).unwrap_or_default()
    } else {
        framed.to_vec()
    };
    let request = ExportTraceServiceRequest::decode(&*message);
    request.map(|request| names(&request)).unwrap_or_default()
}

async fn response(reply: Reply) -> Response<Body> {
    let grpc = Response::builder().header(header::CONTENT_TYPE, "application/grpc");
    let built = match reply {
        Reply::Message(message) => {
            let frames = vec![
                Ok(Frame::data(framed(&message))),
                Ok(Frame::trailers(trailers(0, "", &[]))),
            ];
            grpc.body(body(frames))
        }
        Reply::Status(code, message, details) => {
            let frames = vec![Ok(Frame::trailers(trailers(code, message, &details)))];
            grpc.body(body(frames))
        }
        Reply::Http(status, content_type, text) => Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, content_type)
            .body(body(vec![Ok(Frame::data(Bytes::from_static(
                text.as_bytes(),
            )))])),
        Reply::Hang => std::future::pending().await,
        Reply::Break => {
            let half = framed(&[0; 100]).slice(..50);
            let frames = vec![Ok(Frame::data(half)), Err(io::Error::other("broken"))];
            grpc.body(body(frames))
        }
    };
    built.expect("a response")
}

fn body(frames: Vec<io::Result<Frame<Bytes>>>) -> Body {
    StreamBody::new(stream::iter(frames)).boxed_unsync()
}

fn framed(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).expect("a message of a test");
    [&[0], &length.to_be_bytes()[..], message].concat().into()
}

fn trailers(code: u8, message: &str, details: &[u8]) -> HeaderMap {
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", u32::from(code).into());
    trailers.insert("grpc-message", message.parse().expect("plain text"));
    if !details.is_empty() {
        let details = tonic::metadata::BinaryMetadataValue::from_bytes(details);
        let details = details.as_encoded_bytes();
        trailers.insert(
            "grpc-status-details-bin",
            details.try_into().expect("base64"),
        );
    }
    trailers
}
