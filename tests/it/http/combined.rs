//! Many requests, and what stands around or below a server's layer: each exchange has one span, which ends once.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use futures_util::FutureExt as _;
use futures_util::future::join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tower::{Service as _, ServiceBuilder, service_fn};
use traced::context::run_in;
use traced_tests::memory::{Facts as _, Memory};
use traced_tower::ServerLayer;

use super::app::App;
use super::hyper_app::{HyperApp, get_request, hyper_client, text};

async fn ok() -> &'static str {
    "ok"
}

#[tokio::test]
async fn hs_7_pipelined_requests_of_one_connection_end_one_by_one() {
    let memory = Memory::new();
    let router = Router::new().route("/{n}", get(ok));
    let app = App::start(&memory, router, ServerLayer::new()).await;
    let mut socket = TcpStream::connect(app.address).await.expect("a connection");
    let requests = "GET /n HTTP/1.1\r\nhost: x\r\n\r\n".repeat(20);
    let last = "GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let requests = requests + last;
    socket
        .write_all(requests.as_bytes())
        .await
        .expect("written");
    let mut answers = String::new();
    socket.read_to_string(&mut answers).await.expect("answers");
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 21);
    let spans = memory.ended(21).await;
    let traces: HashSet<_> = spans
        .iter()
        .map(|span| span.span_context.trace_id())
        .collect();
    assert_eq!(traces.len(), 21, "none is the parent of the next");
    assert!(spans.iter().all(|span| span.outcome() == "unset"));
    assert!(
        spans
            .iter()
            .all(|span| span.text("traced.cancelled").is_none())
    );
}

#[tokio::test]
async fn hs_7_concurrent_streams_of_one_connection_do_not_meet() {
    let memory = Memory::new();
    let router = Router::new().route("/{n}", get(ok));
    let app = HyperApp::start(&memory, router, ServerLayer::new()).await;
    let client = hyper_client(true);
    let requests = (0..20).map(|n| client.request(get_request(app.url(&format!("/{n}")))));
    for response in join_all(requests).await {
        assert_eq!(text(response.expect("an answer")).await, "ok");
    }
    let spans = memory.ended(20).await;
    let paths: HashSet<_> = spans.iter().map(|span| span.text("url.path")).collect();
    assert_eq!(paths.len(), 20);
    for span in spans {
        assert_eq!(span.outcome(), "unset");
        assert_eq!(span.text("network.protocol.version").as_deref(), Some("2"));
    }
}

async fn catch(request: Request, next: Next) -> Response<Body> {
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn fail() {
    panic!("no such luck");
}

#[tokio::test]
async fn ht_10_a_panic_that_a_layer_further_in_answers_has_its_status_code() {
    let memory = Memory::new();
    let router = Router::new()
        .route("/", get(fail))
        .layer(middleware::from_fn(catch));
    let app = App::start(&memory, router, ServerLayer::new()).await;
    assert_eq!(app.get("/").await.0, 500);
    let span = memory.only().await;
    assert_eq!(span.outcome(), "error 500");
    assert_eq!(
        span.text("http.response.status_code").as_deref(),
        Some("500")
    );
}

#[tokio::test]
async fn ht_10_a_service_that_panics_before_there_is_a_future_is_an_error() {
    let memory = Memory::new();
    let service = service_fn(
        |_: Request| -> std::future::Ready<Result<Response<Body>, std::io::Error>> {
            panic!("no such luck")
        },
    );
    let mut traced = ServiceBuilder::new()
        .layer(ServerLayer::new())
        .service(service);
    let call = || run_in(memory.context(), || drop(traced.call(Request::default())));
    std::panic::catch_unwind(AssertUnwindSafe(call)).expect_err("it panics");
    let outcome = memory.only().await.outcome();
    assert!(outcome.starts_with("error panic"), "{outcome}");
}

#[tokio::test]
async fn ht_6_a_request_whose_body_breaks_off_has_one_span() {
    let memory = Memory::new();
    let echo = |body: String| async move { body };
    let router = Router::new().route("/", post(echo));
    let app = App::start(&memory, router, ServerLayer::new()).await;
    let mut socket = TcpStream::connect(app.address).await.expect("a connection");
    let half = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf";
    socket.write_all(half.as_bytes()).await.expect("written");
    drop(socket);
    let span = memory.only().await;
    assert_eq!(span.name, "POST /");
    // The server either notices that nobody waits for an answer, or answers that the request was bad.
    let outcome = span.outcome();
    let status = span.text("http.response.status_code");
    assert!(
        (outcome == "error cancelled") || (outcome == "unset" && status.as_deref() == Some("400")),
        "{outcome} {status:?}"
    );
}

#[tokio::test]
async fn hs_4_a_route_layer_traces_routes_only() {
    let memory = Memory::new();
    let router = Router::new()
        .route("/orders/{id}", get(ok))
        .route_layer(ServerLayer::new())
        .fallback(ok);
    let app = App::serve(router.layer(memory.layer())).await;
    assert_eq!(app.get("/nowhere").await.0, 200);
    assert_eq!(app.get("/orders/7").await.0, 200);
    assert_eq!(memory.only().await.name, "GET /orders/{id}");
}
