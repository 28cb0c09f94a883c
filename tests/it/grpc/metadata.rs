//! What the layers can be told about metadata, and whose span a call is.

use std::convert::Infallible;

use http::HeaderName;
use tonic::Request;
use tower::{Layer as _, ServiceExt as _};
use traced::context::Context;
use traced::opentelemetry::propagation::text_map_propagator::FieldIter;
use traced::opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use traced::opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;
use traced_tonic::{ClientLayer, ServerLayer};

use super::proto::Ask;
use super::server::{Running, pair};

/// A format of one's own: trace and span in one field.
#[derive(Debug)]
struct House;

impl TextMapPropagator for House {
    fn inject_context(&self, cx: &Context, injector: &mut dyn Injector) {
        let span = cx.span().span_context().clone();
        injector.set("x-house", format!("{}/{}", span.trace_id(), span.span_id()));
    }

    fn extract_with_context(&self, cx: &Context, extractor: &dyn Extractor) -> Context {
        let Some((trace, span)) = extractor
            .get("x-house")
            .and_then(|text| text.split_once('/'))
        else {
            return cx.clone();
        };
        let remote = SpanContext::new(
            TraceId::from_hex(trace).unwrap(),
            SpanId::from_hex(span).unwrap(),
            TraceFlags::SAMPLED,
            true,
            TraceState::default(),
        );
        cx.with_remote_span_context(remote)
    }

    fn fields(&self) -> FieldIter<'_> {
        FieldIter::new(&[])
    }
}

fn keys<const N: usize>(keys: [&'static str; N]) -> [HeaderName; N] {
    keys.map(HeaderName::from_static)
}

#[tokio::test]
async fn a_layer_may_have_a_propagator_of_its_own() {
    for both in [true, false] {
        let recorded = record(async {
            let server = ServerLayer::new();
            let server = if both {
                server.propagator(House)
            } else {
                server
            };
            let running = Running::start_with(server).await;
            let layer = ClientLayer::new(&running.target).propagator(House);
            let mut client = running.client_with(layer).await;
            client.unary(Ask::default()).await.unwrap();
        })
        .await;
        let (client, server) = pair(&recorded);
        let connected = server.parent_span_id == client.span_context.span_id();
        assert_eq!(connected, both, "{}", recorded.tree());
    }
}

#[tokio::test]
async fn c_7_metadata_is_recorded_on_demand() {
    let request = || {
        let mut request = Request::new(Ask::default());
        let metadata = request.metadata_mut();
        metadata.append("x-tenant", "a".parse().unwrap());
        metadata.append("x-tenant", "b".parse().unwrap());
        metadata.insert("authorization", "Bearer secret".parse().unwrap());
        request
    };
    let recorded = record(async {
        let asked = || keys(["x-tenant", "authorization", "x-absent"]);
        let running = Running::start_with(ServerLayer::new().request_metadata(asked())).await;
        let layer = ClientLayer::new(&running.target).request_metadata(asked());
        let mut client = running.client_with(layer).await;
        client.unary(request()).await.unwrap();
    })
    .await;
    let (client, server) = pair(&recorded);
    for span in [client, server] {
        let text = |key: &str| Some(span.attribute(key)?.to_string());
        let tenant = text("rpc.request.metadata.x-tenant");
        assert_eq!(tenant.as_deref(), Some("[\"a\",\"b\"]"));
        let authorization = text("rpc.request.metadata.authorization");
        assert_eq!(authorization.as_deref(), Some("[\"REDACTED\"]"));
        assert_eq!(text("rpc.request.metadata.x-absent"), None);
    }

    let recorded = record(async {
        let running = Running::start().await;
        running.client().await.unary(request()).await.unwrap();
    })
    .await;
    assert!(!format!("{:?}", recorded.spans()).contains("metadata"));
}

#[tokio::test]
async fn rs_9_no_attribute_is_set_twice() {
    let recorded = record(async {
        let running = Running::start().await;
        running.client().await.unary(Ask::default()).await.unwrap();
    })
    .await;
    for span in recorded.spans() {
        let mut keys: Vec<_> = span.attributes.iter().map(|set| set.key.as_str()).collect();
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all, "{keys:?}");
    }
}

#[tokio::test]
async fn rs_10_a_grpc_call_is_not_an_http_request_too() {
    let inner = tower::service_fn(async |_: http::Request<tonic::body::Body>| {
        Ok::<_, Infallible>(tonic::Status::ok("").into_http::<tonic::body::Body>())
    });
    let service = traced_tower::ServerLayer::new().layer(ServerLayer::new().layer(inner));
    for (content_type, names) in [
        ("application/grpc", &["a.B/C"][..]),
        ("application/grpc+proto", &["a.B/C"]),
        ("application/grpc-web", &["POST"]),
        ("text/plain", &["POST"]),
    ] {
        let request = http::Request::post("http://h/a.B/C")
            .header("content-type", content_type)
            .body(tonic::body::Body::empty())
            .unwrap();
        let recorded = record(async {
            drop(service.clone().oneshot(request).await.unwrap());
        })
        .await;
        let found: Vec<_> = recorded.spans().iter().map(|span| &*span.name).collect();
        assert_eq!(found, names, "{content_type}");
    }
}
