//! The server layer without a framework's help: plain hyper, HTTP/1 and HTTP/2.

use axum::Router;
use axum::routing::{any, get};
use traced::opentelemetry::Value;
use traced::opentelemetry::trace::SpanKind;
use traced_tests::memory::{Facts, Memory};
use traced_tower::ServerLayer;

use super::hyper_app::{HyperApp, get_request, hyper_client, text};

fn router() -> Router {
    Router::new()
        .route("/orders/{id}", get(|| async { "an order" }))
        .fallback(any(|| async { "a fallback" }))
}

#[tokio::test]
async fn c_12_the_version_is_a_number_without_a_fraction_where_it_has_none() {
    for (http2, version) in [(false, "1.1"), (true, "2")] {
        let memory = Memory::new();
        let app = HyperApp::start(&memory, router(), ServerLayer::new()).await;
        let response = hyper_client(http2)
            .request(get_request(app.url("/orders/7?a=b")))
            .await
            .expect("an answer");
        assert_eq!(text(response).await, "an order");
        let span = memory.only().await;
        assert_eq!(span.span_kind, SpanKind::Server);
        for (key, expected) in [
            ("http.request.method", "GET"),
            ("url.scheme", "http"),
            ("url.path", "/orders/7"),
            ("url.query", "a=b"),
            ("network.protocol.version", version),
            // From `Host`, and from `:authority`.
            ("server.address", "127.0.0.1"),
        ] {
            assert_eq!(span.text(key).as_deref(), Some(expected), "{key}");
        }
        let port = i64::from(app.address.port());
        assert_eq!(span.attribute("server.port"), Some(Value::I64(port)));
        for absent in ["network.protocol.name", "network.peer.port", "http.route"] {
            assert_eq!(span.text(absent), None, "{absent}");
        }
    }
}

#[tokio::test]
async fn hs_2_a_hook_finds_the_route_of_any_framework() {
    let memory = Memory::new();
    let layer = ServerLayer::new()
        .route(|head| {
            let path = head.uri.path();
            path.starts_with("/orders/").then(|| "/orders/{id}".into())
        })
        .peer(|_| Some(([192, 0, 2, 1], 9).into()));
    let app = HyperApp::start(&memory, router(), layer).await;
    let request = get_request(app.url("/orders/7"));
    hyper_client(false)
        .request(request)
        .await
        .expect("an answer");
    let span = memory.only().await;
    assert_eq!(span.name, "GET /orders/{id}");
    assert_eq!(span.text("client.address").as_deref(), Some("192.0.2.1"));
    assert_eq!(span.attribute("network.peer.port"), Some(Value::I64(9)));
}

#[tokio::test]
async fn hs_7_http_2_streams_that_are_reset_are_cancelled() {
    let memory = Memory::new();
    let (feed, body) = super::app::fed();
    let router = super::app::once(http::Response::new(body));
    let app = HyperApp::start(&memory, router, ServerLayer::new()).await;
    let client = hyper_client(true);
    let response = client.request(get_request(app.url("/"))).await;
    feed.send(Ok("one".into())).expect("somebody reads");
    drop(response.expect("an answer"));
    let spans = memory.ended(2).await;
    assert!(spans[0].is_child_of(&spans[1]));
    assert_eq!(spans[1].outcome(), "error cancelled");
}
