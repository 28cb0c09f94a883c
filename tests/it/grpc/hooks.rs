//! What the application adds to the spans of calls, and calls that are none.

use std::convert::Infallible;
use std::net::SocketAddr;

use http::{HeaderMap, Request};
use tonic::body::Body;
use tower::{Layer as _, ServiceExt as _};
use traced::context;
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::opentelemetry::trace::{SpanKind, TraceContextExt as _};
use traced::testing::Recorded;
use traced_tests::conforming::record;
use traced_tests::memory::{Facts as _, RecordLayer};
use traced_tonic::{ClientLayer, ServerLayer};

use super::proto::Ask;
use super::server::{Running, pair};

fn tenant(method: &str, metadata: &HeaderMap) -> Vec<KeyValue> {
    let tenant = metadata
        .get("x-tenant")
        .and_then(|value| value.to_str().ok());
    let tenant = tenant.unwrap_or("nobody").to_owned();
    vec![
        KeyValue::new("shop.tenant", tenant),
        KeyValue::new("shop.method", method.to_owned()),
    ]
}

#[tokio::test]
async fn c_6_attributes_can_be_added_at_the_start_on_both_sides() {
    let recorded = record(async {
        let running = Running::start_with(ServerLayer::new().attributes(tenant)).await;
        let layer = ClientLayer::new(&running.target).attributes(tenant);
        let mut client = running.client_with(layer).await;
        let mut request = tonic::Request::new(Ask::default());
        request
            .metadata_mut()
            .insert("x-tenant", "acme".parse().unwrap());
        client.unary(request).await.unwrap();
    })
    .await;
    let (client, server) = pair(&recorded);
    for span in [client, server] {
        assert_eq!(span.text("shop.tenant").as_deref(), Some("acme"));
        assert_eq!(
            span.text("shop.method").as_deref(),
            Some("shapes.Shapes/Unary")
        );
    }
}

/// Sends one request through `layer`; what the service inside saw of trace and baggage.
async fn ask(layer: ServerLayer, request: http::request::Builder) -> Recorded<String> {
    let service = tower::service_fn(async |_: Request<Body>| {
        let cx = context::current();
        let seen = format!(
            "{} {}",
            cx.span().span_context().trace_id(),
            cx.baggage()
                .get("user")
                .map(ToString::to_string)
                .unwrap_or_default()
        );
        let mut response = tonic::Status::ok("").into_http::<Body>();
        response.headers_mut().insert("seen", seen.parse().unwrap());
        Ok::<_, Infallible>(response)
    });
    record(async {
        let service = RecordLayer::here().layer(layer.layer(service));
        let request = request
            .uri("http://h/a.B/C")
            .header(
                "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            )
            .header("baggage", "user=7")
            .extension(PEER)
            .body(Body::empty());
        let response = service.oneshot(request.unwrap()).await.unwrap();
        response.headers()["seen"].to_str().unwrap().to_owned()
    })
    .await
}

const PEER: SocketAddr = SocketAddr::new(
    std::net::IpAddr::V6(std::net::Ipv4Addr::LOCALHOST.to_ipv6_mapped()),
    7,
);

fn call() -> http::request::Builder {
    Request::post("/").header("content-type", "application/grpc")
}

#[tokio::test]
async fn c_12_the_peer_may_be_found_elsewhere_and_is_written_as_ipv4() {
    let layer = ServerLayer::new().peer(|extensions| extensions.get().copied());
    let recorded = ask(layer, call()).await;
    let span = recorded.span("a.B/C");
    assert_eq!(
        span.text("network.peer.address").as_deref(),
        Some("127.0.0.1")
    );
    assert_eq!(span.attribute("network.peer.port"), Some(7.into()));
}

#[tokio::test]
async fn rs_10_what_is_no_grpc_is_left_alone() {
    for request in [
        Request::get("/"),
        Request::post("/").header("content-type", "application/json"),
        Request::post("/").header("content-type", "application/grpc-web"),
        Request::post("/").header("content-type", "application/grpcx"),
    ] {
        let recorded = ask(ServerLayer::new(), request).await;
        assert!(recorded.spans().is_empty(), "{}", recorded.tree());
        assert!(
            recorded.output.starts_with("00000000"),
            "its trace is another layer's business"
        );
    }
    for content_type in [
        "application/grpc",
        "application/grpc+proto",
        "application/grpc;x",
    ] {
        let request = Request::post("/").header("content-type", content_type);
        let recorded = ask(ServerLayer::new(), request).await;
        assert_eq!(recorded.span("a.B/C").span_kind, SpanKind::Server);
        assert_eq!(recorded.output, "0af7651916cd43dd8448eb211c80319c 7");
    }
}

#[tokio::test]
async fn pr_5_a_stranger_s_baggage_and_filtered_trace_are_left_behind() {
    let public = || {
        ServerLayer::new().public_endpoint(|method, metadata| {
            method == "a.B/C" && metadata.contains_key("baggage")
        })
    };
    let recorded = ask(public(), call()).await;
    let span = recorded.span("a.B/C");
    assert_eq!(
        recorded.output,
        format!("{} ", span.span_context.trace_id())
    );
    assert_eq!(span.links.links.len(), 1);

    let recorded = ask(public().filter(|_| false), call()).await;
    assert_eq!(recorded.output, "00000000000000000000000000000000 ");
    let recorded = ask(ServerLayer::new().filter(|_| false), call()).await;
    assert_eq!(recorded.output, "0af7651916cd43dd8448eb211c80319c 7");
}
