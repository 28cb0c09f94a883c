//! When a client span ends, and how: with the body, its error or its drop.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use bytes::Bytes;
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use traced::context::InContext;
use traced_tests::memory::{Facts, Memory};

use super::app::{App, traced_client};

/// An untraced server whose one response is fed by the test.
async fn feeding() -> (mpsc::UnboundedSender<&'static str>, App) {
    let (feed, chunks) = mpsc::unbounded_channel::<&'static str>();
    let chunks = std::sync::Arc::new(tokio::sync::Mutex::new(chunks));
    let handler = move || async move {
        Body::from_stream(stream::unfold(chunks, |chunks| async {
            let chunk = chunks.lock().await.recv().await?;
            Some((Ok::<_, std::io::Error>(Bytes::from(chunk)), chunks))
        }))
    };
    (
        feed,
        App::serve(Router::new().route("/", get(handler))).await,
    )
}

async fn response(memory: &Memory, app: &App) -> reqwest::Response {
    let request = traced_client().get(app.url("/")).send();
    InContext::new(memory.context().clone(), request)
        .await
        .expect("an answer")
}

#[tokio::test]
async fn hc_5_the_span_lasts_as_long_as_the_body() {
    let memory = Memory::new();
    let (feed, app) = feeding().await;
    let mut response = response(&memory, &app).await;
    feed.send("one").expect("somebody reads");
    assert_eq!(response.chunk().await.expect("a chunk"), Some("one".into()));
    assert!(memory.spans().is_empty(), "the response is not over");
    drop(feed);
    assert_eq!(response.chunk().await.expect("the end"), None);
    let span = memory.only().await;
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled"), None);
}

#[tokio::test]
async fn hc_5_an_unread_response_ends_the_span_when_it_is_dropped() {
    let memory = Memory::new();
    let (_feed, app) = feeding().await;
    let response = response(&memory, &app).await;
    assert!(memory.spans().is_empty());
    drop(response);
    let span = memory.only().await;
    assert_eq!(span.outcome(), "unset");
    assert_eq!(
        span.text("traced.cancelled"),
        None,
        "its head was all that was wanted"
    );
}

#[tokio::test]
async fn ht_7_a_body_that_is_given_up_is_cancelled_and_no_error() {
    let memory = Memory::new();
    let (feed, app) = feeding().await;
    let mut response = response(&memory, &app).await;
    feed.send("one").expect("somebody reads");
    response.chunk().await.expect("a chunk");
    drop(response);
    let span = memory.only().await;
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled").as_deref(), Some("true"));
}

#[tokio::test]
async fn ht_7_a_request_that_is_given_up_is_cancelled_and_no_error() {
    let memory = Memory::new();
    let (reached, mut handler_runs) = mpsc::unbounded_channel();
    let handler = move || async move {
        reached.send(()).expect("the test waits");
        std::future::pending::<()>().await;
    };
    let app = App::serve(Router::new().route("/", get(handler))).await;
    let request = traced_client().get(app.url("/")).send();
    let request = tokio::spawn(InContext::new(memory.context().clone(), request));
    handler_runs.recv().await.expect("the handler runs");
    request.abort();
    let span = memory.only().await;
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled").as_deref(), Some("true"));
    assert_eq!(span.text("http.response.status_code"), None);
}

#[tokio::test]
async fn ht_5_a_body_that_breaks_off_is_an_error_though_the_status_was_fine() {
    let memory = Memory::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a client");
        let mut request = [0; 1024];
        let _ = socket.read(&mut request).await.expect("a request");
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf";
        socket.write_all(half).await.expect("written");
    });
    let exchange = async {
        let response = traced_client().get(url).send().await.expect("an answer");
        response.bytes().await.expect_err("the body breaks off");
    };
    InContext::new(memory.context().clone(), exchange).await;
    server.await.expect("no panic");
    let span = memory.only().await;
    assert!(
        span.outcome().starts_with("error body: "),
        "{}",
        span.outcome()
    );
    assert_eq!(
        span.text("http.response.status_code").as_deref(),
        Some("200")
    );
}

#[tokio::test]
async fn ht_5_a_timeout_during_the_body_is_an_error() {
    let memory = Memory::new();
    let (_feed, app) = feeding().await;
    let exchange = async {
        let request = traced_client()
            .get(app.url("/"))
            .timeout(Duration::from_millis(200));
        match request.send().await {
            Ok(response) => response
                .bytes()
                .await
                .err()
                .is_some_and(|error| error.is_timeout()),
            Err(error) => error.is_timeout(),
        }
    };
    assert!(
        InContext::new(memory.context().clone(), exchange).await,
        "a timeout stays a timeout"
    );
    let outcome = memory.only().await.outcome();
    assert!(outcome.starts_with("error timeout: "), "{outcome}");
}

#[tokio::test]
async fn hc_5_responses_without_a_body_end_with_their_head() {
    let memory = Memory::new();
    let app = App::serve(Router::new().route("/", get(|| async { "hello" }))).await;
    let head = traced_client().head(app.url("/")).send();
    let response = InContext::new(memory.context().clone(), head)
        .await
        .expect("an answer");
    memory.only().await;
    assert_eq!(
        response.url().as_str(),
        app.url("/"),
        "the response is what it was"
    );
    assert_eq!(response.content_length(), Some(0));
    assert!(response.remote_addr().is_some());
}
