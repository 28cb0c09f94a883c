//! Exchanges that fail on the server's side: bodies that break off, clients that leave,
//! panics, failing services.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use tokio::sync::mpsc;
use tower::{ServiceBuilder, ServiceExt as _, service_fn};
use traced::context::InContext;
use traced_tests::http::client;
use traced_tests::memory::{Facts, Memory};
use traced_tower::ServerLayer;

use super::app::{App, SpanOnDrop, fed, once};

async fn start(memory: &Memory, router: Router) -> App {
    App::start(memory, router, ServerLayer::new()).await
}

#[tokio::test]
async fn ht_5_a_failing_body_is_an_error_though_the_status_was_fine() {
    let memory = Memory::new();
    let (feed, body) = fed();
    let app = start(&memory, once(Response::new(body))).await;
    let response = client().get(app.url("/")).send().await.expect("an answer");
    feed.send(Err(std::io::Error::other("disk gone")))
        .expect("somebody reads");
    response.bytes().await.expect_err("the body breaks off");
    let spans = memory.ended(2).await;
    assert_eq!(
        spans[1].outcome(),
        "error axum_core::error::Error: disk gone"
    );
    assert_eq!(
        spans[1].text("http.response.status_code").as_deref(),
        Some("200")
    );
}

#[tokio::test]
async fn ht_5_a_client_that_leaves_during_the_body_is_an_error_and_a_cancellation() {
    let memory = Memory::new();
    let (feed, body) = fed();
    let app = start(&memory, once(Response::new(body))).await;
    let mut response = client().get(app.url("/")).send().await.expect("an answer");
    feed.send(Ok("one".into())).expect("somebody reads");
    response.chunk().await.expect("a chunk");
    drop(response);
    let spans = memory.ended(2).await;
    assert!(
        spans[0].is_child_of(&spans[1]),
        "the body is dropped in its context"
    );
    assert_eq!(spans[1].outcome(), "error cancelled");
    assert_eq!(spans[1].text("traced.cancelled").as_deref(), Some("true"));
    assert_eq!(
        spans[1].text("http.response.status_code").as_deref(),
        Some("200")
    );
}

#[tokio::test]
async fn ht_3_an_error_status_stands_when_the_rest_of_the_body_is_dropped() {
    let memory = Memory::new();
    let (_feed, body) = fed();
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let app = start(&memory, once(response)).await;
    drop(client().get(app.url("/")).send().await.expect("an answer"));
    let spans = memory.ended(2).await;
    assert_eq!(spans[1].outcome(), "error 503");
    assert_eq!(spans[1].text("traced.cancelled").as_deref(), Some("true"));
}

#[tokio::test]
async fn ht_6_a_client_that_leaves_before_the_response_is_an_error_and_a_cancellation() {
    let memory = Memory::new();
    let (reached, mut handler_runs) = mpsc::unbounded_channel();
    let router = Router::new().route(
        "/",
        get(move || async move {
            let _guard = SpanOnDrop("handler dropped");
            reached.send(()).expect("the test waits");
            std::future::pending::<()>().await;
        }),
    );
    let app = start(&memory, router).await;
    let request = tokio::spawn(client().get(app.url("/")).send());
    handler_runs.recv().await.expect("the handler runs");
    request.abort();
    let spans = memory.ended(2).await;
    assert!(
        spans[0].is_child_of(&spans[1]),
        "the handler is dropped in its context"
    );
    assert_eq!(spans[1].outcome(), "error cancelled");
    assert_eq!(spans[1].text("traced.cancelled").as_deref(), Some("true"));
    assert_eq!(spans[1].text("http.response.status_code"), None);
}

async fn fail() {
    panic!("no such luck");
}

#[tokio::test]
async fn ht_10_a_panicking_handler_is_an_error_without_a_status_code() {
    let memory = Memory::new();
    let app = start(&memory, Router::new().route("/", get(fail))).await;
    client()
        .get(app.url("/"))
        .send()
        .await
        .expect_err("the connection breaks");
    let span = memory.only().await;
    assert!(
        span.outcome().starts_with("error panic"),
        "{}",
        span.outcome()
    );
    assert_eq!(span.text("http.response.status_code"), None);
    assert_eq!(span.text("traced.cancelled"), None);
}

#[tokio::test]
async fn ht_10_a_panic_that_is_caught_outside_is_still_a_panic() {
    let memory = Memory::new();
    let router = Router::new()
        .route("/", get(fail))
        .layer(ServerLayer::new());
    let future = router.oneshot(Request::new(Body::empty()));
    let future = InContext::new(
        memory.context().clone(),
        AssertUnwindSafe(future).catch_unwind(),
    );
    assert!(future.await.is_err());
    let span = memory.only().await;
    assert!(
        span.outcome().starts_with("error panic"),
        "{}",
        span.outcome()
    );
}

#[tokio::test]
async fn ht_10_a_panicking_body_is_an_error() {
    let memory = Memory::new();
    let chunks = stream::once(async { panic!("no such luck") });
    let body = Body::from_stream(chunks.map(|(): ()| Ok::<_, Infallible>(Bytes::new())));
    let app = start(&memory, once(Response::new(body))).await;
    let response = client().get(app.url("/")).send().await;
    assert!(response.is_err() || response.is_ok_and(|r| r.status() == 200));
    let span = memory.only().await;
    assert!(
        span.outcome().starts_with("error panic"),
        "{}",
        span.outcome()
    );
}

#[derive(Debug)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("too busy")
    }
}

impl std::error::Error for Refused {}

#[tokio::test]
async fn ht_6_a_failing_service_is_an_error_of_its_type() {
    let memory = Memory::new();
    let typed = service_fn(|_: Request<()>| async { Err::<Response<Body>, _>(Refused) });
    let boxed = service_fn(|_: Request<()>| async {
        Err::<Response<Body>, _>(tower::BoxError::from("no"))
    });
    let traced = ServiceBuilder::new()
        .layer(ServerLayer::new())
        .service(typed);
    let future = traced.oneshot(Request::new(()));
    InContext::new(memory.context().clone(), future)
        .await
        .expect_err("refused");
    let traced = ServiceBuilder::new()
        .layer(ServerLayer::new())
        .service(boxed);
    let future = InContext::new(memory.context().clone(), traced.oneshot(Request::new(())));
    future.await.expect_err("refused");
    let spans = memory.ended(2).await;
    let name = std::any::type_name::<Refused>();
    assert_eq!(spans[0].outcome(), format!("error {name}: too busy"));
    assert_eq!(spans[1].outcome(), "error _OTHER: no");
    assert_eq!(spans[0].text("http.response.status_code"), None);
}
