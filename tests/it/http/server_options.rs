//! What a server's layer can be told about the request: where it arrived, when, and by which name.

use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use tower::ServiceExt as _;
use traced::context::{Context, InContext};
use traced::opentelemetry::trace::TraceContextExt as _;
use traced_tests::memory::{Facts as _, Memory};
use traced_tower::{ServerLayer, StartTime};

use super::app::App;

async fn ok() -> &'static str {
    "ok"
}

fn router(layer: ServerLayer) -> Router {
    Router::new().route("/", get(ok)).layer(layer)
}

async fn send(memory: &Memory, router: Router, request: Request<Body>) {
    let future = router.oneshot(request);
    let response = InContext::new(memory.context().clone(), future).await;
    let body = response.expect("infallible").into_body();
    axum::body::to_bytes(body, 100).await.expect("a body");
}

#[tokio::test]
async fn hs_6_a_layer_on_a_nested_router_knows_the_whole_path() {
    let memory = Memory::new();
    let items = Router::new()
        .route("/items/{item}", get(ok))
        .layer(ServerLayer::new());
    let shop = Router::new().nest("/shops/{shop}", items);
    let app = App::serve(shop.layer(memory.layer())).await;
    app.get("/shops/1/items/2?page=3").await;
    let span = memory.only().await;
    assert_eq!(span.name, "GET /shops/{shop}/items/{item}");
    assert_eq!(span.text("url.path").as_deref(), Some("/shops/1/items/2"));
    assert_eq!(span.text("url.query").as_deref(), Some("page=3"));
}

#[tokio::test]
async fn hs_6_the_server_may_have_a_name_of_its_own() {
    for (name, address, port) in [
        ("shop.example:8443", "shop.example", Some("8443")),
        ("shop.example", "shop.example", None),
    ] {
        let memory = Memory::new();
        let request = Request::get("/").header("host", "other:80");
        let request = request.body(Body::empty()).expect("a request");
        let layer = ServerLayer::new().server_name(name).trust_forwarded(true);
        send(&memory, router(layer), request).await;
        let span = memory.only().await;
        assert_eq!(span.text("server.address").as_deref(), Some(address));
        assert_eq!(span.text("server.port").as_deref(), port);
    }
}

#[tokio::test]
async fn a_span_begins_when_the_request_arrived() {
    let memory = Memory::new();
    let arrived = SystemTime::now() - Duration::from_mins(1);
    let mut request = Request::new(Body::empty());
    request.extensions_mut().insert(StartTime(arrived));
    send(&memory, router(ServerLayer::new()), request).await;
    assert_eq!(memory.only().await.start_time, arrived);
}

#[tokio::test]
async fn pr_5_nothing_of_a_stranger_is_taken_over_where_the_request_is_filtered_out() {
    let memory = Memory::new();
    let handler = || async { trace_of(&traced::context::current()) };
    for (public, trace) in [
        (false, "0af7651916cd43dd8448eb211c80319c"),
        (true, "00000000000000000000000000000000"),
    ] {
        let layer = ServerLayer::new()
            .filter(|_| false)
            .public_endpoint(move |_| public);
        let router = Router::new().route("/", get(handler)).layer(layer);
        let request = Request::get("/").header(
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        );
        let request = request.body(Body::empty()).expect("a request");
        let future = router.oneshot(request);
        let response = InContext::new(memory.context().clone(), future).await;
        let body = response.expect("infallible").into_body();
        let seen = axum::body::to_bytes(body, 100).await.expect("a body");
        assert_eq!(seen, trace);
    }
    assert!(memory.spans().is_empty());
}

fn trace_of(cx: &Context) -> String {
    cx.span().span_context().trace_id().to_string()
}
