//! The trace on its way through metadata, streams and handlers.

use std::convert::Infallible;

use futures_util::stream;
use tokio_stream::StreamExt as _;
use tonic::Request;
use tower::{Layer as _, ServiceExt as _};
use traced::FutureExt as _;
use traced::diagnostics::{self, Kind};
use traced::opentelemetry::trace::SpanId;
use traced_tests::conforming::record;
use traced_tonic::ServerLayer;

use super::proto::Ask;
use super::proto::shapes_client::ShapesClient;
use super::server::{Running, pair};

const STRANGER: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn ask_with_traceparent() -> Request<Ask> {
    let mut request = Request::new(Ask::default());
    let metadata = request.metadata_mut();
    metadata.insert("traceparent", STRANGER.parse().unwrap());
    request
}

#[tokio::test]
async fn rs_11_a_traceparent_that_is_there_already_is_overwritten() {
    let recorded = record(async {
        let running = Running::start().await;
        let mut client = running.client().await;
        client.unary(ask_with_traceparent()).await.unwrap();
    })
    .await;
    recorded.assert_connected();
    let (client, server) = pair(&recorded);
    assert_eq!(server.parent_span_id, client.span_context.span_id());
}

#[tokio::test]
async fn pr_1_the_server_s_span_is_a_child_of_the_remote_one() {
    let recorded = record(async {
        let running = Running::start().await;
        let mut client = ShapesClient::new(running.channel().await);
        client.unary(ask_with_traceparent()).await.unwrap();
    })
    .await;
    let server = recorded.span("shapes.Shapes/Unary");
    let trace = server.span_context.trace_id().to_string();
    assert_eq!(trace, "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(server.parent_span_id.to_string(), "b7ad6b7169203331");
    assert!(server.parent_span_is_remote);
}

#[tokio::test]
async fn pr_5_a_public_endpoint_links_to_the_stranger() {
    let recorded = record(async {
        let running = Running::start_with(ServerLayer::new().public_endpoint(|_, _| true)).await;
        let mut client = ShapesClient::new(running.channel().await);
        client.unary(ask_with_traceparent()).await.unwrap();
    })
    .await;
    let server = recorded.span("shapes.Shapes/Unary");
    assert_eq!(server.parent_span_id, SpanId::INVALID);
    let [link] = &server.links.links[..] else {
        panic!("{:?}", server.links)
    };
    assert_eq!(link.span_context.span_id().to_string(), "b7ad6b7169203331");
    assert_ne!(link.span_context.trace_id(), server.span_context.trace_id());
}

#[tokio::test]
async fn streams_run_in_the_spans_of_their_sides() {
    let recorded = record(async {
        let running = Running::start().await;
        let mut client = running.client().await;
        let asks = stream::once(async {
            async {}.traced("outgoing").await;
            Ask {
                scenario: "spans".to_owned(),
            }
        });
        let mut replies = client.bidi(asks).await.unwrap().into_inner();
        while replies.next().await.is_some() {}
    })
    .await;
    recorded.assert_connected();
    let (client, server) = pair(&recorded);
    let parent = |name| recorded.span(name).parent_span_id;
    assert_eq!(parent("outgoing"), client.span_context.span_id());
    assert_eq!(parent("stream work"), server.span_context.span_id());
    // The span covers the stream, not only the head of its response.
    assert!(server.end_time >= recorded.span("stream work").end_time);
    assert!(client.end_time >= server.end_time);
}

#[tokio::test]
async fn a_layer_inside_of_a_local_span_is_reported() {
    let before = diagnostics::count(Kind::LayerOrder);
    let inner = tower::service_fn(async |_: http::Request<tonic::body::Body>| {
        Ok::<_, Infallible>(tonic::Status::ok("").into_http::<tonic::body::Body>())
    });
    let service = ServerLayer::new().layer(inner);
    let request = http::Request::builder()
        .uri("/a.B/C")
        .header("content-type", "application/grpc")
        .body(tonic::body::Body::empty())
        .unwrap();
    let recorded = record(async {
        let call = async { drop(service.oneshot(request).await.unwrap()) };
        call.traced("outer").await;
    })
    .await;
    assert!(diagnostics::count(Kind::LayerOrder) > before);
    let outer = recorded.span("outer").span_context.span_id();
    assert_eq!(recorded.span("a.B/C").parent_span_id, outer);
}
