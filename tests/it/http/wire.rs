//! What only shows on the wire: upgrades, informational responses, event streams.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::routing::{get, post};
use futures_util::stream;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use traced_tests::http::client;
use traced_tests::memory::{Facts, Memory};
use traced_tower::ServerLayer;

use super::app::App;

/// Takes the connection over and sends back what comes, as a websocket would.
async fn upgrade(request: Request) -> Response<Body> {
    tokio::spawn(async move {
        let upgraded = hyper::upgrade::on(request).await.expect("an upgrade");
        let mut socket = TokioIo::new(upgraded);
        let mut line = [0; 4];
        socket.read_exact(&mut line).await.expect("a line");
        socket.write_all(&line).await.expect("written");
    });
    let response = Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::CONNECTION, "upgrade")
        .header(header::UPGRADE, "websocket");
    response.body(Body::empty()).expect("a valid response")
}

/// Sends text and reads until `end` has come.
async fn talk(socket: &mut TcpStream, text: &str, end: &str) -> String {
    socket.write_all(text.as_bytes()).await.expect("written");
    let mut got = Vec::new();
    while !got.ends_with(end.as_bytes()) {
        let mut chunk = [0; 256];
        let n = socket.read(&mut chunk).await.expect("readable");
        assert!(n > 0, "closed after {:?}", String::from_utf8_lossy(&got));
        got.extend_from_slice(&chunk[..n]);
    }
    String::from_utf8(got).expect("text")
}

#[tokio::test]
async fn ht_1_a_websocket_goes_on_after_its_span() {
    let memory = Memory::new();
    let router = Router::new().route("/ws", get(upgrade));
    let app = App::start(&memory, router, ServerLayer::new()).await;
    let mut socket = TcpStream::connect(app.address).await.expect("a connection");
    let request =
        "GET /ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n";
    let head = talk(&mut socket, request, "\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    let span = memory.only().await;
    assert_eq!(span.name, "GET /ws");
    assert_eq!(
        span.text("http.response.status_code").as_deref(),
        Some("101")
    );
    assert_eq!(span.outcome(), "unset");

    assert_eq!(talk(&mut socket, "ping", "ping").await, "ping");
    memory.only().await;
}

#[tokio::test]
async fn ht_1_an_informational_response_is_not_the_response() {
    let memory = Memory::new();
    let echo = |body: String| async move { (StatusCode::CREATED, body) };
    let router = Router::new().route("/", post(echo));
    let app = App::start(&memory, router, ServerLayer::new()).await;
    let mut socket = TcpStream::connect(app.address).await.expect("a connection");
    let head = "POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n";
    let answer = talk(&mut socket, head, "\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 100 "), "{answer}");
    assert!(memory.spans().is_empty(), "the exchange goes on");

    let answer = talk(&mut socket, "body", "body").await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let span = memory.only().await;
    assert_eq!(
        span.text("http.response.status_code").as_deref(),
        Some("201")
    );
    assert_eq!(span.outcome(), "unset");
}

#[tokio::test]
async fn hs_7_head_is_answered_without_a_body_and_with_its_own_name() {
    let memory = Memory::new();
    let router = Router::new().route("/", get(|| async { "hello" }));
    let app = App::start(&memory, router, ServerLayer::new()).await;
    let answer = client().head(app.url("/")).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-length"], "5");
    let span = memory.only().await;
    assert_eq!(span.name, "HEAD /");
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled"), None);
}

#[tokio::test]
async fn hs_7_server_sent_events_that_end_are_complete() {
    let memory = Memory::new();
    let events = || async {
        let events = ["one", "two"].map(|text| Ok::<_, Infallible>(Event::default().data(text)));
        Sse::new(stream::iter(events))
    };
    let app = App::start(
        &memory,
        Router::new().route("/", get(events)),
        ServerLayer::new(),
    )
    .await;
    assert_eq!(app.get("/").await.1, "data: one\n\ndata: two\n\n");
    let span = memory.only().await;
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled"), None);
}
