//! What can be set on a reqwest client's middleware, and more than one of them.

use axum::Router;
use axum::http::{Extensions, HeaderMap};
use axum::routing::get;
use opentelemetry_sdk::trace::SpanData;
use reqwest_middleware::{ClientBuilder, Next, RequestBuilder};
use traced::context::InContext;
use traced::opentelemetry::KeyValue;
use traced::span::{Scope, SpanStart};
use traced::testing::Rule;
use traced_reqwest::Middleware;
use traced_tests::http::client;
use traced_tests::memory::{Facts, Memory};

use super::app::{App, client_with};

static SCOPE: Scope = Scope::new("test", "");

async fn echo() -> App {
    let traceparent = |headers: HeaderMap| async move {
        let value = headers
            .get("traceparent")
            .map(|value| value.as_bytes().to_vec());
        value.unwrap_or_default()
    };
    App::serve(Router::new().route("/", get(traceparent))).await
}

async fn send(memory: &Memory, request: RequestBuilder) -> String {
    let exchange = async { request.send().await.expect("an answer").text().await };
    let sent = InContext::new(memory.context().clone(), exchange).await;
    sent.expect("a body")
}

#[tokio::test]
async fn pr_6_a_request_that_is_filtered_is_sent_with_the_trace_around_it() {
    let memory = Memory::new();
    let app = echo().await;
    let middleware = Middleware::new().filter(|request| request.url().path() != "/");
    let work = traced::context::run_in(memory.context(), || {
        SpanStart::new(&SCOPE, "work").root().start()
    });
    let request = client_with(middleware).get(app.url("/"));
    let exchange = async { request.send().await.expect("an answer").text().await };
    let sent = InContext::new(work.context().clone(), exchange).await;
    work.end();
    let cx = memory.only().await.span_context;
    let expected = format!("00-{}-{}-01", cx.trace_id(), cx.span_id());
    assert_eq!(sent.expect("a body"), expected);
}

#[tokio::test]
async fn hc_2_names_and_attributes_can_be_given() {
    let memory = Memory::new().allowing(Rule::NameStyle);
    let app = echo().await;
    let middleware = Middleware::new()
        .span_name(|request| request.url().query().map(|_| "search".into()))
        .attributes(|_| vec![KeyValue::new("shop.tenant", "acme")]);
    let client = client_with(middleware);
    send(&memory, client.get(app.url("/?q=1"))).await;
    send(&memory, client.get(app.url("/"))).await;
    let spans = memory.ended(2).await;
    assert_eq!((&*spans[0].name, &*spans[1].name), ("search", "GET"));
    assert_eq!(spans[1].text("shop.tenant").as_deref(), Some("acme"));
}

/// Sends twice, as retry middlewares do.
async fn twice(
    request: reqwest::Request,
    extensions: &mut Extensions,
    next: Next<'_>,
) -> reqwest_middleware::Result<reqwest::Response> {
    let copy = request.try_clone().expect("no stream");
    next.clone().run(copy, extensions).await?;
    next.run(request, extensions).await
}

struct Twice;

#[async_trait::async_trait]
impl reqwest_middleware::Middleware for Twice {
    async fn handle(
        &self,
        request: reqwest::Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        twice(request, extensions, next).await
    }
}

fn counts(mut spans: Vec<SpanData>) -> Vec<Option<String>> {
    spans.sort_by_key(|span| span.start_time);
    let count = |span: &SpanData| span.text("http.request.resend_count");
    spans.iter().map(count).collect()
}

#[tokio::test]
async fn hc_4_two_middlewares_in_one_chain_do_not_count_each_other() {
    let app = echo().await;
    let middleware = Middleware::new();
    for second in [Middleware::new(), middleware.clone()] {
        let memory = Memory::new();
        let client = ClientBuilder::new(client())
            .with(middleware.clone())
            .with(second)
            .build();
        for _ in 0..2 {
            send(&memory, client.get(app.url("/"))).await;
        }
        assert_eq!(counts(memory.ended(4).await), [None, None, None, None]);
    }
}

#[tokio::test]
async fn hc_4_above_and_below_a_retry_each_middleware_counts_for_itself() {
    let memory = Memory::new();
    let app = echo().await;
    let client = ClientBuilder::new(client())
        .with(Middleware::new())
        .with(Twice)
        .with(Middleware::new())
        .build();
    send(&memory, client.get(app.url("/"))).await;
    let counted = counts(memory.ended(3).await);
    assert_eq!(counted, [None, None, Some("1".to_owned())]);
}

#[tokio::test]
async fn hc_6_the_request_of_the_caller_is_not_touched() {
    let memory = Memory::new();
    let app = echo().await;
    let request = client().get(app.url("/")).build().expect("a request");
    let copy = request.try_clone().expect("no stream");
    let chain = ClientBuilder::new(client()).with(Middleware::new()).build();
    let sent = InContext::new(memory.context().clone(), chain.execute(copy)).await;
    assert_ne!(sent.expect("an answer").text().await.expect("a body"), "");
    assert!(request.headers().is_empty());
}
