//! An HTTP backend that misbehaves as it is told: real sockets, no framework.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use flate2::read::GzDecoder;
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use prost::Message as _;
use rustls::{ServerConnection, StreamOwned};

use crate::tls;

/// A request, as it arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// The path of the request line.
    pub path: String,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// The names of the spans in the body, in order.
    pub spans: Vec<String>,
}

impl Request {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What the backend does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A status line with reason, headers, and a body.
    Answer(&'static str, Vec<(&'static str, &'static str)>, Vec<u8>),
    /// Nothing, until the client goes away.
    Hang,
    /// The connection is closed after half a response.
    Break,
    /// The connection is closed without a word.
    Close,
}

impl Reply {
    /// 200 with an empty OTLP response.
    pub fn ok() -> Self {
        Self::protobuf(&ExportTraceServiceResponse::default())
    }

    /// 200 with a text in JSON.
    pub fn ok_json(body: &str) -> Self {
        let headers = vec![("content-type", "application/json")];
        Self::Answer("200 OK", headers, body.into())
    }

    /// 200, with some spans rejected.
    pub fn partial(rejected_spans: i64, message: &str) -> Self {
        Self::protobuf(&ExportTraceServiceResponse {
            partial_success: Some(ExportTracePartialSuccess {
                rejected_spans,
                error_message: message.to_owned(),
            }),
        })
    }

    /// A status with a text.
    pub fn text(status: &'static str, body: &str) -> Self {
        Self::Answer(status, vec![("content-type", "text/plain")], body.into())
    }

    fn protobuf(response: &ExportTraceServiceResponse) -> Self {
        let headers = vec![("content-type", "application/x-protobuf")];
        Self::Answer("200 OK", headers, response.encode_to_vec())
    }
}

/// A running backend; dropping it closes its port.
#[derive(Debug)]
pub struct Backend {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    stopped: Arc<AtomicBool>,
}

impl Backend {
    /// Answers the nth request (from 0) as `reply` says.
    pub fn start(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("http://127.0.0.1:0", reply)
    }

    /// As [`start`](Self::start), with TLS; clients must show a certificate.
    pub fn start_tls(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        let config = Arc::new(tls::server_config());
        Self::serve("127.0.0.1:0", reply, move |stream| {
            let session = ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
            Ok(Box::new(StreamOwned::new(session, stream)))
        })
    }

    /// As [`start`](Self::start), at a URL without a path.
    pub fn start_at(url: &str, reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        let address = url.trim_start_matches("http://");
        Self::serve(address, reply, |stream| Ok(Box::new(stream)))
    }

    fn serve(
        address: &str,
        reply: impl Fn(usize) -> Reply + Send + Sync + 'static,
        wrap: impl Fn(TcpStream) -> io::Result<Box<dyn Stream>> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).expect("a free port");
        let backend = Self {
            address: listener.local_addr().expect("a bound socket"),
            requests: Arc::default(),
            stopped: Arc::default(),
        };
        let requests = Arc::clone(&backend.requests);
        let stopped = Arc::clone(&backend.stopped);
        let serve = Arc::new(move |stream: TcpStream| {
            // A client that never goes away must not keep a thread for ever.
            stream.set_read_timeout(Some(Duration::from_mins(1)))?;
            answer(&mut *wrap(stream)?, &requests, &reply)
        });
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), serve) = (stream, Arc::clone(&serve)) else {
                    continue;
                };
                // A client that goes away in the middle is what some tests are about.
                thread::spawn(move || drop(serve(stream)));
            }
        });
        backend
    }

    /// `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What arrived so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no panic under lock").clone()
    }

    /// How many spans arrived so far, retries included.
    pub fn spans(&self) -> usize {
        self.requests()
            .iter()
            .map(|request| request.spans.len())
            .sum()
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the accepting thread, which then drops the listener.
        drop(TcpStream::connect(self.address));
    }
}

/// An address on which nothing listens.
pub fn unused_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("http://{}", listener.local_addr().expect("a bound socket"))
}

trait Stream: Read + Write {}

impl<S: Read + Write> Stream for S {}

fn answer(
    stream: &mut dyn Stream,
    requests: &Mutex<Vec<Request>>,
    reply: &dyn Fn(usize) -> Reply,
) -> io::Result<()> {
    let request = receive(stream)?;
    let index = {
        let mut requests = requests.lock().expect("no panic under lock");
        requests.push(request);
        requests.len() - 1
    };
    match reply(index) {
        Reply::Answer(status, headers, body) => {
            write!(stream, "HTTP/1.1 {status}\r\nconnection: close\r\n")?;
            for (name, value) in headers {
                write!(stream, "{name}: {value}\r\n")?;
            }
            write!(stream, "content-length: {}\r\n\r\n", body.len())?;
            stream.write_all(&body)
        }
        Reply::Hang => stream.read(&mut [0]).map(drop),
        Reply::Break => stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"),
        Reply::Close => Ok(()),
    }
}

fn receive(stream: &mut dyn Stream) -> io::Result<Request> {
    let mut reader = BufReader::new(&mut *stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() || !line.starts_with("POST ") {
        // What an HTTP server says to a client that begins with something else.
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")?;
        return Err(io::Error::other("not a POST request"));
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut request = Request {
        path,
        headers,
        body,
        spans: Vec::new(),
    };
    if request.header("content-encoding") == Some("gzip") {
        let mut plain = Vec::new();
        GzDecoder::new(&*request.body).read_to_end(&mut plain)?;
        request.body = plain;
    }
    request.spans = match request.header("content-type") {
        Some("application/json") => names_in_json(&request.body)?,
        _ => names(&ExportTraceServiceRequest::decode(&*request.body).map_err(io::Error::other)?),
    };
    Ok(request)
}

/// The names in a request of OTLP in JSON, or of Zipkin.
fn names_in_json(body: &[u8]) -> io::Result<Vec<String>> {
    let body: serde_json::Value = serde_json::from_slice(body)?;
    if let Some(spans) = body.as_array() {
        let names = spans.iter().filter_map(|span| span["name"].as_str());
        return Ok(names.map(str::to_owned).collect());
    }
    let request: ExportTraceServiceRequest = serde_json::from_value(body)?;
    Ok(names(&request))
}

/// The names of all spans of a request, in order.
pub fn names(request: &ExportTraceServiceRequest) -> Vec<String> {
    let scopes = request.resource_spans.iter().flat_map(|r| &r.scope_spans);
    let spans = scopes.flat_map(|scope| &scope.spans);
    spans.map(|span| span.name.clone()).collect()
}
