//! A collector: decodes every request over gRPC and HTTP, and counts its spans.

use std::convert::Infallible;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full, combinators::BoxBody};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message as _;

static SPANS: AtomicU64 = AtomicU64::new(0);

/// The process of the receiver, as its parent sees it.
pub struct Receiver {
    process: Child,
    pub address: SocketAddr,
}

impl Receiver {
    pub fn start() -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut process = Command::new(program)
            .arg("--receive")
            .stdout(Stdio::piped())
            .spawn()
            .expect("a receiver");
        let mut line = String::new();
        let stdout = process.stdout.take().expect("it is piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("an address");
        Self {
            process,
            address: line.trim().parse().expect("an address"),
        }
    }

    /// Spans so far.
    pub fn received(&self) -> u64 {
        let mut stream = TcpStream::connect(self.address).expect("the receiver");
        let request = "GET /count HTTP/1.1\r\nhost: soak\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).expect("a request");
        let last = BufReader::new(stream).lines().last();
        let last = last.expect("an answer").expect("an answer");
        last.parse().expect("a number")
    }

    /// Spans since `before`, once no more come.
    pub fn settled(&self, before: u64) -> u64 {
        let mut last = (self.received(), Instant::now());
        while last.1.elapsed() < Duration::from_millis(500) {
            thread::sleep(Duration::from_millis(50));
            let now = self.received();
            if now != last.0 {
                last = (now, Instant::now());
            }
        }
        last.0 - before
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The receiver's own life; its first line is its address.
pub fn serve() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        println!("{}", listener.local_addr().expect("an address"));
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                continue;
            };
            let _ = stream.set_nodelay(true);
            tokio::spawn(async move {
                let server = Builder::new(TokioExecutor::new());
                let served = server.serve_connection(TokioIo::new(stream), service_fn(answer));
                // A sender that ends closes its connection as it likes.
                let _ = served.await;
            });
        }
    });
}

type Body = BoxBody<Bytes, Infallible>;

async fn answer(request: Request<Incoming>) -> Result<Response<Body>, hyper::Error> {
    let is_grpc = request.uri().path().ends_with("/Export");
    let is_export = is_grpc || request.uri().path() == "/v1/traces";
    let body = request.into_body().collect().await?.to_bytes();
    if !is_export {
        let count = SPANS.load(Ordering::SeqCst).to_string();
        return Ok(Response::new(Full::new(count.into()).boxed()));
    }
    // gRPC puts five bytes before its message.
    let message = if is_grpc { body.slice(5..) } else { body };
    let request = ExportTraceServiceRequest::decode(message).expect("OTLP");
    let scopes = request.resource_spans.iter().flat_map(|r| &r.scope_spans);
    let spans: usize = scopes.map(|scope| scope.spans.len()).sum();
    SPANS.fetch_add(spans as u64, Ordering::SeqCst);
    let mut response = Response::new(if is_grpc {
        taken()
    } else {
        Full::default().boxed()
    });
    let content_type = if is_grpc {
        "application/grpc"
    } else {
        "application/x-protobuf"
    };
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    Ok(response)
}

/// An empty message, and the status OK.
fn taken() -> Body {
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", HeaderValue::from_static("0"));
    let message = Full::new(Bytes::from_static(&[0; 5]));
    message
        .with_trailers(std::future::ready(Some(Ok(trailers))))
        .boxed()
}
