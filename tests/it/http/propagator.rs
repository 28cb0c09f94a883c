//! Layers with a propagator of their own, and the trace in the response.

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tower::{Layer as _, Service as _, ServiceExt as _};
use traced::context::{Context, InContext};
use traced::opentelemetry::propagation::text_map_propagator::FieldIter;
use traced::opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use traced::opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use traced::propagation::{HeaderInjector, TraceContextPropagator};
use traced::provider::{Local, Provider};
use traced_tests::memory::{Facts, Memory};
use traced_tower::{ClientLayer, ServerLayer};

use super::app::{App, client_with};
use super::hyper_app::{full, get_request, hyper_client, text};

/// `x-trace: {trace}-{span}`, always sampled.
#[derive(Debug, Clone, Copy)]
struct House;

impl TextMapPropagator for House {
    fn inject_context(&self, cx: &Context, injector: &mut dyn Injector) {
        let span = cx.span().span_context().clone();
        injector.set("x-trace", format!("{}-{}", span.trace_id(), span.span_id()));
    }

    fn extract_with_context(&self, cx: &Context, extractor: &dyn Extractor) -> Context {
        let remote = extractor.get("x-trace").and_then(|text| {
            let (trace, span) = text.split_once('-')?;
            Some(SpanContext::new(
                TraceId::from_hex(trace).ok()?,
                SpanId::from_hex(span).ok()?,
                TraceFlags::SAMPLED,
                true,
                TraceState::NONE,
            ))
        });
        remote.map_or_else(|| cx.clone(), |remote| cx.with_remote_span_context(remote))
    }

    fn fields(&self) -> FieldIter<'_> {
        FieldIter::new(&[])
    }
}

const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/// Answers with the names of the fields that came.
async fn fields(headers: HeaderMap) -> String {
    ["traceparent", "x-trace"]
        .into_iter()
        .filter(|name| headers.contains_key(*name))
        .collect()
}

#[tokio::test]
async fn pr_1_each_layer_may_have_its_own_propagator() {
    let memory = Memory::new();
    let router = Router::new().route("/", get(fields));
    let app = App::start(&memory, router, ServerLayer::new().propagator(House)).await;

    let middleware = traced_reqwest::Middleware::new().propagator(House);
    let request = client_with(middleware).get(app.url("/"));
    let request = request.header("traceparent", TRACEPARENT);
    let exchange = async { request.send().await.expect("an answer").text().await };
    let sent = InContext::new(memory.context().clone(), exchange).await;
    assert_eq!(sent.expect("a body"), "traceparentx-trace");

    let layer = ClientLayer::new().propagator(House);
    let client = layer.layer(hyper_client(false));
    let exchange = async {
        text(
            client
                .oneshot(get_request(app.url("/")))
                .await
                .expect("an answer"),
        )
        .await
    };
    let sent = InContext::new(memory.context().clone(), exchange).await;
    assert_eq!(sent, "x-trace");

    let spans = memory.ended(4).await;
    let servers = spans.iter().filter(|span| span.parent_span_is_remote);
    for server in servers {
        assert!(
            spans.iter().any(|client| server.is_child_of(client)),
            "the house's header counts, not the `traceparent` beside it"
        );
    }
    assert_eq!(
        spans
            .iter()
            .filter(|span| span.parent_span_is_remote)
            .count(),
        2
    );
}

async fn answered(memory: &Context, layer: ServerLayer) -> Option<String> {
    let router = Router::new().route("/", get(|| async { "ok" }));
    let mut request = get_request("/");
    request
        .headers_mut()
        .insert("baggage", "user=7".parse().expect("a value"));
    let answer = InContext::new(memory.clone(), router.layer(layer).oneshot(request)).await;
    let headers = answer.expect("infallible").headers().clone();
    assert!(!headers.contains_key("baggage") && !headers.contains_key("tracestate"));
    let value = headers.get("traceparent")?;
    Some(value.to_str().expect("text").to_owned())
}

#[tokio::test]
async fn the_trace_is_in_the_response_only_if_asked_for() {
    let memory = Memory::new();
    let layer = ServerLayer::new();
    assert_eq!(answered(memory.context(), layer.clone()).await, None);
    let told = answered(memory.context(), layer.traceparent_in_response(true)).await;
    let span = memory.ended(2).await[1].span_context.clone();
    let expected = format!("00-{}-{}-01", span.trace_id(), span.span_id());
    assert_eq!(told, Some(expected));
}

#[tokio::test]
async fn an_unsampled_trace_is_in_the_response_as_such() {
    let provider = SdkTracerProvider::builder().with_sampler(Sampler::AlwaysOff);
    let cx = Context::new().with_value(Local(Provider::new(provider.build())));
    let told = answered(&cx, ServerLayer::new().traceparent_in_response(true)).await;
    assert!(told.expect("a header").ends_with("-00"));
    let told = answered(
        &Context::new(),
        ServerLayer::new().traceparent_in_response(true),
    )
    .await;
    assert_eq!(told, None, "nobody traces");
}

#[tokio::test]
async fn hc_6_a_request_that_is_sent_again_is_not_marked_by_its_first_attempt() {
    let memory = Memory::new();
    let app = App::serve(Router::new().route("/", get(fields))).await;
    let mut client = ClientLayer::new().layer(hyper_client(false));
    let original = get_request(app.url("/")).map(|_| full(""));
    let mut copy = http::Request::new(full(""));
    *copy.uri_mut() = original.uri().clone();
    let exchange = async { text(client.call(copy).await.expect("an answer")).await };
    let sent = InContext::new(memory.context().clone(), exchange).await;
    assert_eq!(sent, "traceparent");
    assert!(original.headers().is_empty());
}

/// What a handler sends on of the trace that it was reached by.
async fn relayed(fields: &[(&str, &str)]) -> HeaderMap {
    let memory = Memory::new();
    let (tell, told) = std::sync::mpsc::channel();
    let handler = move || async move {
        let mut headers = HeaderMap::new();
        let cx = traced::context::current();
        TraceContextPropagator::new().inject_context(&cx, &mut HeaderInjector(&mut headers));
        tell.send(headers).expect("the test waits");
    };
    let layer = ServerLayer::new().propagator(TraceContextPropagator::new());
    let router = Router::new().route("/", get(handler)).layer(layer);
    let mut request = http::Request::get("/");
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    let request = request.body(full("")).expect("a valid request");
    let answer = InContext::new(memory.context().clone(), router.oneshot(request)).await;
    answer.expect("infallible");
    told.recv().expect("the handler ran")
}

#[tokio::test]
async fn pr_3_what_the_sdk_s_propagator_gets_wrong() {
    let trace = &TRACEPARENT[3..35];
    let sent = relayed(&[
        ("traceparent", TRACEPARENT),
        ("tracestate", "a=1"),
        ("tracestate", "b=2"),
    ])
    .await;
    let parent = sent["traceparent"].to_str().expect("text");
    assert_eq!(&parent[3..35], trace);
    assert_eq!(sent["tracestate"], "a=1,b=2", "every line of it");

    let sent = relayed(&[("traceparent", TRACEPARENT)]).await;
    assert!(!sent.contains_key("tracestate"), "nothing is not written");

    let shortened = ["00-1-1-01".to_owned(), TRACEPARENT.replace("-0a", "-+a")];
    for invalid in shortened {
        let sent = relayed(&[("traceparent", &invalid)]).await;
        let parent = sent["traceparent"].to_str().expect("text");
        assert!(
            !parent.ends_with("1-1-01") && &parent[3..35] != trace,
            "{parent}"
        );
    }
}
