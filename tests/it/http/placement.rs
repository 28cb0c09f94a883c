//! Whose child a server span is: the remote parent's, nobody's, or a local span's by
//! mistake.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use axum::routing::get;
use opentelemetry_sdk::trace::SpanData;
use tower::ServiceExt as _;
use traced::context::{self, InContext};
use traced::diagnostics::{self, Kind, Level};
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::opentelemetry::trace::SpanKind;
use traced::propagation::{self, HeaderInjector};
use traced::span::{Scope, SpanStart};
use traced_tests::memory::{Facts, Memory};
use traced_tower::ServerLayer;

static SCOPE: Scope = Scope::new("test", "");

const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/// A handler with a span of its own, that answers with the baggage it sees.
fn router() -> Router {
    async fn handler() -> String {
        SpanStart::new(&SCOPE, "work").start().end();
        context::current()
            .baggage()
            .get("user")
            .map(ToString::to_string)
            .unwrap_or_default()
    }
    Router::new().route("/", get(handler))
}

fn request() -> Request<Body> {
    let request = Request::get("/")
        .header("traceparent", TRACEPARENT)
        .header("baggage", "user=7");
    request.body(Body::empty()).expect("a valid request")
}

async fn send(cx: &context::Context, router: Router, request: Request<Body>) -> String {
    let response = InContext::new(cx.clone(), router.oneshot(request))
        .await
        .expect("infallible");
    let body = axum::body::to_bytes(response.into_body(), 100)
        .await
        .expect("a body");
    String::from_utf8(body.to_vec()).expect("text")
}

fn ids(span: &SpanData) -> (String, String) {
    (
        span.span_context.trace_id().to_string(),
        span.parent_span_id.to_string(),
    )
}

fn remote() -> (String, String) {
    (
        "0af7651916cd43dd8448eb211c80319c".to_owned(),
        "b7ad6b7169203331".to_owned(),
    )
}

#[tokio::test]
async fn pr_1_the_remote_span_is_the_parent() {
    let memory = Memory::new();
    let baggage = send(
        memory.context(),
        router().layer(ServerLayer::new()),
        request(),
    )
    .await;
    assert_eq!(baggage, "7");
    let [work, server] = &memory.ended(2).await[..] else {
        unreachable!("two spans")
    };
    assert_eq!(ids(server), remote());
    assert!(server.parent_span_is_remote);
    assert!(work.is_child_of(server));
}

#[tokio::test]
async fn pr_2_an_invalid_traceparent_starts_a_new_trace() {
    let memory = Memory::new();
    let mut request = request();
    let all_zero = "00-00000000000000000000000000000000-b7ad6b7169203331-01";
    request
        .headers_mut()
        .insert("traceparent", all_zero.parse().expect("a value"));
    send(
        memory.context(),
        router().layer(ServerLayer::new()),
        request,
    )
    .await;
    let server = &memory.ended(2).await[1];
    assert_eq!(server.parent_span_id.to_string(), "0000000000000000");
}

#[tokio::test]
async fn pr_5_a_public_endpoint_starts_a_new_trace_with_a_link() {
    let memory = Memory::new();
    let layer = ServerLayer::new().public_endpoint(|head| head.uri.path() == "/");
    let baggage = send(memory.context(), router().layer(layer), request()).await;
    assert_eq!(baggage, "", "nobody vouches for a stranger's baggage");
    let [work, server] = &memory.ended(2).await[..] else {
        unreachable!("two spans")
    };
    assert_ne!(ids(server).0, remote().0);
    assert_eq!(server.parent_span_id.to_string(), "0000000000000000");
    let link = &server.links.links[0].span_context;
    assert_eq!(
        (link.trace_id().to_string(), link.span_id().to_string()),
        remote()
    );
    assert!(work.is_child_of(server));
}

#[tokio::test]
async fn pr_6_a_filtered_request_still_belongs_to_the_callers_trace() {
    let memory = Memory::new();
    let layer = ServerLayer::new().filter(|head| head.uri.path() != "/");
    let baggage = send(memory.context(), router().layer(layer), request()).await;
    assert_eq!(baggage, "7");
    let work = memory.only().await;
    assert_eq!(work.name, "work");
    assert_eq!(ids(&work), remote());
}

#[tokio::test]
async fn pr_6_an_unsampled_parent_is_carried_on() {
    async fn outgoing() -> String {
        let mut headers = HeaderMap::new();
        propagation::inject(&context::current(), &mut HeaderInjector(&mut headers));
        headers["traceparent"].to_str().expect("text").to_owned()
    }
    let memory = Memory::new();
    let mut request = request();
    let unsampled = TRACEPARENT.replace("-01", "-00").parse().expect("a value");
    request.headers_mut().insert("traceparent", unsampled);
    let router = Router::new()
        .route("/", get(outgoing))
        .layer(ServerLayer::new());
    let sent = send(memory.context(), router, request).await;
    assert!(
        sent.starts_with(&TRACEPARENT[..36]),
        "the same trace: {sent}"
    );
    assert!(sent.ends_with("-00"), "and still not sampled: {sent}");
    assert_eq!(memory.spans().len(), 0);
}

#[tokio::test]
async fn a_layer_inside_a_local_span_is_reported_with_its_place() {
    diagnostics::enable(Level::Warn);
    let said = diagnostics::capture();
    let memory = Memory::new();
    let line = line!() + 1;
    let traced = router().layer(ServerLayer::new());
    let outer = context::run_in(memory.context(), || {
        SpanStart::new(&SCOPE, "outer")
            .kind(SpanKind::Server)
            .start()
    });
    send(outer.context(), traced, request()).await;
    outer.end();

    let here = format!("{}:{line}", file!());
    let found = said
        .of(Kind::LayerOrder)
        .into_iter()
        .find(|text| text.contains(&here));
    let text = found.expect("the place of ServerLayer::new");
    assert!(text.contains("outermost layer"), "{text}");
    assert!(text.ends_with("[layer-order]"), "{text}");

    let [_, server, outer] = &memory.ended(3).await[..] else {
        unreachable!("three spans")
    };
    assert_eq!(ids(server), remote(), "the caller's trace stays whole");
    assert_eq!(
        server.links.links[0].span_context, outer.span_context,
        "and the intruder is found"
    );
}

#[tokio::test]
async fn two_layers_nest_in_one_trace_and_are_reported() {
    diagnostics::enable(Level::Warn);
    let said = diagnostics::capture();
    let memory = Memory::new();
    let line = line!() + 1;
    let twice = router().layer(ServerLayer::new()).layer(ServerLayer::new());
    send(memory.context(), twice, request()).await;
    let [work, inner, outer] = &memory.ended(3).await[..] else {
        unreachable!("three spans")
    };
    assert_eq!(ids(outer), remote());
    assert!(inner.is_child_of(outer));
    assert!(work.is_child_of(inner));
    let here = format!("{}:{line}", file!());
    assert!(
        said.of(Kind::LayerOrder)
            .iter()
            .any(|text| text.contains(&here))
    );
}
