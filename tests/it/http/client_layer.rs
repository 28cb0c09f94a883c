//! Spans of hyper-util clients: names, attributes, attempts.

use std::future::{Ready, ready};

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Redirect;
use axum::routing::{any, get};
use http::{Request, Response};
use hyper_util::client::legacy::connect::HttpInfo;
use opentelemetry_sdk::trace::SpanData;
use tower::retry::{Policy, RetryLayer};
use tower::{ServiceBuilder, ServiceExt as _};
use tower_http::follow_redirect::FollowRedirectLayer;
use traced::context::InContext;
use traced::opentelemetry::trace::SpanKind;
use traced::opentelemetry::{KeyValue, Value};
use traced::testing::Rule;
use traced_tests::memory::{Facts, Memory};
use traced_tower::{AttemptsLayer, ClientLayer, UrlTemplate, filters};

use super::app::App;
use super::hyper_app::{get_request, hyper_client, text};

/// A server that answers with the `traceparent` it got, untraced.
async fn echo() -> App {
    let traceparent = |headers: HeaderMap| async move {
        headers
            .get("traceparent")
            .map(|value| value.to_str().expect("text").to_owned())
            .unwrap_or_default()
    };
    let status = |Path(code): Path<u16>| async move { StatusCode::from_u16(code).expect("a code") };
    App::serve(
        Router::new()
            .route("/", any(traceparent))
            .route("/status/{code}", get(status))
            .route("/away", get(|| async { Redirect::temporary("/further") }))
            .route("/further", get(|| async { Redirect::temporary("/") })),
    )
    .await
}

async fn send(memory: &Memory, layer: ClientLayer, request: Request<Body>) -> String {
    let client = ServiceBuilder::new()
        .layer(layer)
        .service(hyper_client(false));
    let exchange = async { text(client.oneshot(request).await.expect("an answer")).await };
    InContext::new(memory.context().clone(), exchange).await
}

#[tokio::test]
async fn hc_1_hc_2_hc_3_name_kind_and_attributes() {
    let memory = Memory::new();
    let app = echo().await;
    let layer =
        ClientLayer::new().peer(|head| Some(head.extensions.get::<HttpInfo>()?.remote_addr()));
    send(&memory, layer, get_request(app.url("/?sig=s&q=1"))).await;
    let span = memory.only().await;
    assert_eq!(span.span_kind, SpanKind::Client);
    assert_eq!(span.name, "GET");
    let port = i64::from(app.address.port());
    let expected = [
        ("http.request.method", Value::from("GET")),
        ("url.full", Value::from(app.url("/?sig=REDACTED&q=1"))),
        ("server.address", Value::from("127.0.0.1")),
        ("server.port", Value::I64(port)),
        ("http.response.status_code", Value::I64(200)),
        ("network.protocol.version", Value::from("1.1")),
        ("network.peer.address", Value::from("127.0.0.1")),
        ("network.peer.port", Value::I64(port)),
    ];
    for (key, value) in &expected {
        assert_eq!(span.attribute(key).as_ref(), Some(value), "{key}");
    }
    assert_eq!(
        span.attributes.len(),
        expected.len(),
        "{:?}",
        span.attributes
    );
    assert_eq!(span.outcome(), "unset");
}

#[tokio::test]
async fn hc_2_templates_names_and_attributes_can_be_given() {
    let memory = Memory::new().allowing(Rule::NameStyle);
    let app = echo().await;
    let mut request = get_request(app.url("/status/200"));
    let template = UrlTemplate("/status/{code}".into());
    request.extensions_mut().insert(template);
    send(&memory, ClientLayer::new(), request).await;
    let layer = ClientLayer::new()
        .span_name(|_| Some("look".into()))
        .attributes(|_| vec![KeyValue::new("shop.tenant", "acme")]);
    send(&memory, layer, get_request(app.url("/"))).await;
    let spans = memory.ended(2).await;
    assert_eq!(
        (&*spans[0].name, &*spans[1].name),
        ("GET /status/{code}", "look")
    );
    assert_eq!(spans[1].text("shop.tenant").as_deref(), Some("acme"));
}

#[tokio::test]
async fn hc_6_and_hc_7_the_header_names_the_client_span_where_it_may() {
    let memory = Memory::new();
    let app = echo().await;
    let sent = send(&memory, ClientLayer::new(), get_request(app.url("/"))).await;
    let cx = memory.only().await.span_context;
    assert_eq!(sent, format!("00-{}-{}-01", cx.trace_id(), cx.span_id()));

    let trusting_nobody = ClientLayer::new().propagate_to(|_| false);
    assert_eq!(
        send(&memory, trusting_nobody, get_request(app.url("/"))).await,
        ""
    );
    memory.ended(2).await;
    let untraced = ClientLayer::new().filter(filters::not(filters::path("/")));
    assert_eq!(send(&memory, untraced, get_request(app.url("/"))).await, "");
    memory.ended(2).await;
}

#[tokio::test]
async fn ht_1_ht_2_ht_3_ht_4_the_status_of_a_response() {
    let memory = Memory::new();
    let app = echo().await;
    let codes = [200, 304, 404, 499, 503, 999];
    for code in codes {
        let request = get_request(app.url(&format!("/status/{code}")));
        send(&memory, ClientLayer::new(), request).await;
    }
    let spans = memory.ended(codes.len()).await;
    let outcomes: Vec<_> = spans.iter().map(Facts::outcome).collect();
    let expected = [
        "unset",
        "unset",
        "error 404",
        "error 499",
        "error 503",
        "error 999",
    ];
    assert_eq!(outcomes, expected);
}

/// Sends three times.
#[derive(Debug, Clone)]
struct Thrice(u32);

impl<B, E> Policy<Request<Body>, Response<B>, E> for Thrice {
    type Future = Ready<()>;

    fn retry(
        &mut self,
        _: &mut Request<Body>,
        _: &mut Result<Response<B>, E>,
    ) -> Option<Self::Future> {
        self.0 += 1;
        (self.0 < 3).then(|| ready(()))
    }

    fn clone_request(&mut self, request: &Request<Body>) -> Option<Request<Body>> {
        Some(get_request(request.uri().to_string()))
    }
}

fn counts(spans: &[SpanData]) -> Vec<Option<String>> {
    let count = |span: &SpanData| span.text("http.request.resend_count");
    spans.iter().map(count).collect()
}

fn expected<const N: usize>(counts: [Option<&str>; N]) -> Vec<Option<String>> {
    counts.map(|count| count.map(str::to_owned)).to_vec()
}

#[tokio::test]
async fn hc_4_below_a_retry_each_attempt_has_a_span_and_its_count() {
    let memory = Memory::new();
    let app = echo().await;
    let client = ServiceBuilder::new()
        .layer(AttemptsLayer)
        .layer(RetryLayer::new(Thrice(0)))
        .layer(ClientLayer::new())
        .service(hyper_client(false));
    for _ in 0..2 {
        let exchange = client.clone().oneshot(get_request(app.url("/")));
        let response = InContext::new(memory.context().clone(), exchange).await;
        text(response.expect("an answer")).await;
    }
    let spans = memory.ended(6).await;
    let each = [None, Some("1"), Some("2"), None, Some("1"), Some("2")];
    assert_eq!(counts(&spans), expected(each), "each request begins anew");
}

#[tokio::test]
async fn hc_4_below_a_redirect_each_hop_has_its_own_url_and_span() {
    let memory = Memory::new();
    let app = echo().await;
    let client = ServiceBuilder::new()
        .layer(AttemptsLayer)
        .layer(FollowRedirectLayer::new())
        .layer(ClientLayer::new())
        .service(hyper_client(false));
    let exchange = client.oneshot(get_request(app.url("/away")));
    let response = InContext::new(memory.context().clone(), exchange).await;
    let sent = text(response.expect("an answer")).await;
    let spans = memory.ended(3).await;
    let urls: Vec<_> = spans
        .iter()
        .filter_map(|span| span.text("url.full"))
        .collect();
    assert_eq!(urls, ["/away", "/further", "/"].map(|path| app.url(path)));
    assert_eq!(counts(&spans), expected([None, Some("1"), Some("2")]));
    let last = spans[2].span_context.span_id().to_string();
    assert!(sent.contains(&last), "each attempt sends its own span");
}

#[tokio::test]
async fn hc_4_two_layers_in_one_stack_do_not_count_each_other() {
    let memory = Memory::new();
    let app = echo().await;
    let client = ServiceBuilder::new()
        .layer(AttemptsLayer)
        .layer(ClientLayer::new())
        .layer(RetryLayer::new(Thrice(1)))
        .layer(ClientLayer::new())
        .service(hyper_client(false));
    let exchange = client.oneshot(get_request(app.url("/")));
    let response = InContext::new(memory.context().clone(), exchange).await;
    text(response.expect("an answer")).await;
    let mut spans = memory.ended(3).await;
    spans.sort_by_key(|span| span.start_time);
    assert_eq!(counts(&spans), expected([None, None, Some("1")]));
}
