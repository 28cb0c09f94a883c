//! What samplers see, and what is left alone.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::any;
use http::Request;
use http_body::Frame;
use opentelemetry_sdk::trace::{SamplingDecision, SamplingResult, SdkTracerProvider, ShouldSample};
use tower::ServiceExt as _;
use traced::context::{Context, InContext};
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::trace::{Link, SpanKind, TraceId, TraceState};
use traced::provider::{Local, Provider};
use traced_tower::{ClientLayer, ServerLayer};

use super::app::App;
use super::hyper_app::{get_request, hyper_client};

/// Writes down the keys it is shown, and samples nothing.
#[derive(Debug, Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl ShouldSample for Notes {
    fn should_sample(
        &self,
        _: Option<&Context>,
        _: TraceId,
        _: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        _: &[Link],
    ) -> SamplingResult {
        let mut keys: Vec<_> = attributes.iter().map(|kv| kv.key.to_string()).collect();
        keys.sort();
        let note = format!("{kind:?} {}", keys.join(" "));
        self.0.lock().expect("no panic").push(note);
        SamplingResult {
            decision: SamplingDecision::Drop,
            attributes: Vec::new(),
            trace_state: TraceState::NONE,
        }
    }
}

fn context(notes: &Notes) -> Context {
    let provider = SdkTracerProvider::builder().with_sampler(notes.clone());
    Context::new().with_value(Local(Provider::new(provider.build())))
}

fn router() -> Router {
    Router::new().route("/orders/{id}", any(|| async { "an order" }))
}

#[tokio::test]
async fn c_6_samplers_see_what_is_known_at_the_start() {
    let notes = Notes::default();
    let mut request = get_request("http://shop:80/orders/7?a=b");
    let agent = "test/1".parse().expect("a value");
    request.headers_mut().insert("user-agent", agent);
    let traced = router().layer(ServerLayer::new().peer(|_| Some(([192, 0, 2, 1], 9).into())));
    let answer = InContext::new(context(&notes), traced.oneshot(request)).await;
    answer.expect("infallible");

    let app = App::serve(router()).await;
    let client = tower::Layer::layer(&ClientLayer::new(), hyper_client(false));
    let request = get_request(app.url("/orders/7"));
    let answer = InContext::new(context(&notes), client.oneshot(request)).await;
    answer.expect("an answer");

    let expected = [
        "Server client.address http.request.method http.route network.peer.address \
         network.peer.port network.protocol.version server.address server.port url.path \
         url.query url.scheme user_agent.original",
        "Client http.request.method server.address server.port url.full",
    ];
    assert_eq!(*notes.0.lock().expect("no panic"), expected);
}

/// A body that must not be asked for anything.
struct Untouched;

impl http_body::Body for Untouched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        panic!("nobody asked for the body");
    }
}

#[tokio::test]
async fn c_8_no_body_is_read_and_nothing_looked_up() {
    let notes = Notes::default();
    let request = Request::post("/orders/7").body(Body::new(Untouched));
    let request = request.expect("a valid request");
    let traced = router().layer(ServerLayer::new());
    let answer = InContext::new(context(&notes), traced.oneshot(request)).await;
    assert_eq!(answer.expect("infallible").status(), 200);
}

#[tokio::test]
async fn nothing_is_asked_about_a_request_that_is_not_to_be_traced() {
    let notes = Notes::default();
    let layer = ServerLayer::new()
        .attributes(|_| panic!("nobody would see them"))
        .span_name(|_| panic!("nobody would see it"));
    let suppressed = context(&notes).with_telemetry_suppressed();
    let answer = router().layer(layer).oneshot(get_request("/orders/7"));
    let answer = InContext::new(suppressed, answer).await;
    assert_eq!(answer.expect("infallible").status(), 200);
    assert!(notes.0.lock().expect("no panic").is_empty());
}
