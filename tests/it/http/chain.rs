//! Two services in one trace.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use traced::context::InContext;
use traced::opentelemetry::trace::SpanKind;
use traced_tests::memory::{Facts, Memory};
use traced_tower::ServerLayer;

use super::app::{App, traced_client};

async fn forward(State(stock): State<String>) -> String {
    let response = traced_client().get(stock).send().await.expect("an answer");
    response.text().await.expect("a body")
}

#[tokio::test]
async fn a_request_through_two_services_is_one_trace() {
    let memory = Memory::new();
    let stock = Router::new().route("/stock/{item}", get(|| async { "3" }));
    let stock = App::start(&memory, stock, ServerLayer::new()).await;
    let orders = Router::new()
        .route("/orders", get(forward))
        .with_state(stock.url("/stock/7"));
    let orders = App::start(&memory, orders, ServerLayer::new()).await;

    let exchange = async {
        let response = traced_client()
            .get(orders.url("/orders"))
            .send()
            .await
            .expect("an answer");
        response.text().await.expect("a body")
    };
    let answer = InContext::new(memory.context().clone(), exchange).await;
    assert_eq!(answer, "3");

    // Servers end when hyper is done, clients when the body was read: the order varies.
    let spans = memory.ended(4).await;
    let find = |kind: SpanKind, name: &str| {
        let mut found = spans
            .iter()
            .filter(|span| span.span_kind == kind && span.name == name);
        found.next().expect(name)
    };
    let server_orders = find(SpanKind::Server, "GET /orders");
    let server_stock = find(SpanKind::Server, "GET /stock/{item}");
    let called = |server| {
        spans
            .iter()
            .find(|span| span.span_kind == SpanKind::Client && is_parent(span, server))
    };
    let client_orders = called(server_orders).expect("orders was called by a client span");
    let client_stock = called(server_stock).expect("stock was called by a client span");
    assert_eq!(client_orders.parent_span_id.to_string(), "0000000000000000");
    assert!(client_stock.is_child_of(server_orders));
    assert!(spans.iter().all(|span| span.outcome() == "unset"));
}

fn is_parent(
    parent: &opentelemetry_sdk::trace::SpanData,
    child: &opentelemetry_sdk::trace::SpanData,
) -> bool {
    child.is_child_of(parent) && child.parent_span_is_remote
}
