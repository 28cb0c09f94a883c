//! Names, attributes and status of client spans, and what they send.

use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::Redirect;
use axum::routing::{any, get};
use reqwest_middleware::{ClientWithMiddleware, Next, RequestBuilder};
use tokio::net::TcpListener;
use traced::context::InContext;
use traced::opentelemetry::Value;
use traced::opentelemetry::trace::SpanKind;
use traced_reqwest::{Middleware, UrlTemplate};
use traced_tests::http::client;
use traced_tests::memory::{Facts, Memory};

use super::app::{App, client_with, traced_client};

/// A server that answers with what it is asked for, untraced.
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
            .route("/away", get(|| async { Redirect::temporary("/") }))
            .route("/loop", get(|| async { Redirect::temporary("/loop") }))
            .route("/slow", get(std::future::pending::<()>)),
    )
    .await
}

async fn send(memory: &Memory, request: RequestBuilder) -> reqwest_middleware::Result<String> {
    let exchange = async { Ok(request.send().await?.text().await?) };
    InContext::new(memory.context().clone(), exchange).await
}

#[tokio::test]
async fn hc_1_hc_2_hc_3_name_kind_and_attributes() {
    let memory = Memory::new();
    let app = echo().await;
    send(&memory, traced_client().get(app.url("/?sig=s&q=1#end")))
        .await
        .expect("an answer");
    let span = memory.only().await;
    assert_eq!(span.span_kind, SpanKind::Client);
    assert_eq!(span.name, "GET");
    let port = i64::from(app.address.port());
    let full = app.url("/?sig=REDACTED&q=1#end");
    let expected = [
        ("http.request.method", Value::from("GET")),
        ("url.full", Value::from(full)),
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
        "and nothing else: {:?}",
        span.attributes
    );
    assert_eq!(span.outcome(), "unset");
}

#[tokio::test]
async fn hc_2_a_template_becomes_part_of_the_name() {
    let memory = Memory::new();
    let app = echo().await;
    let request = traced_client().get(app.url("/status/200"));
    send(
        &memory,
        request.with_extension(UrlTemplate("/status/{code}".into())),
    )
    .await
    .expect("an answer");
    let span = memory.only().await;
    assert_eq!(span.name, "GET /status/{code}");
    assert_eq!(span.text("url.template").as_deref(), Some("/status/{code}"));
}

#[tokio::test]
async fn hr_1_credentials_do_not_reach_the_span() {
    let memory = Memory::new();
    let app = echo().await;
    let url = app.url("/").replace("http://", "http://user:secret@");
    // A request builder moves them from the URL to a header; a request made by hand does
    // not.
    let request = reqwest::Request::new(reqwest::Method::GET, url.parse().expect("a URL"));
    let exchange = async {
        traced_client()
            .execute(request)
            .await?
            .text()
            .await
            .map_err(Into::into)
    };
    let answer: reqwest_middleware::Result<_> =
        InContext::new(memory.context().clone(), exchange).await;
    answer.expect("an answer");
    let span = memory.only().await;
    let expected = app.url("/").replace("http://", "http://REDACTED:REDACTED@");
    assert_eq!(span.text("url.full"), Some(expected));
    assert_eq!(span.text("server.address").as_deref(), Some("127.0.0.1"));
}

#[tokio::test]
async fn hc_4_redirects_are_part_of_the_one_span_with_the_original_url() {
    let memory = Memory::new();
    let app = echo().await;
    send(&memory, traced_client().get(app.url("/away")))
        .await
        .expect("an answer");
    let span = memory.only().await;
    assert_eq!(span.text("url.full"), Some(app.url("/away")));
    assert_eq!(
        span.text("http.response.status_code").as_deref(),
        Some("200")
    );
}

#[tokio::test]
async fn hc_6_the_header_names_the_client_span() {
    let memory = Memory::new();
    let app = echo().await;
    let request = traced_client()
        .get(app.url("/"))
        .header("traceparent", "stale");
    let sent = send(&memory, request).await.expect("an answer");
    let cx = memory.only().await.span_context;
    assert_eq!(sent, format!("00-{}-{}-01", cx.trace_id(), cx.span_id()));
}

#[tokio::test]
async fn hc_7_the_trace_is_kept_from_hosts_that_are_not_trusted() {
    let memory = Memory::new();
    let app = echo().await;
    let middleware = Middleware::new().propagate_to(|url| url.host_str() != Some("127.0.0.1"));
    let sent = send(&memory, client_with(middleware).get(app.url("/")))
        .await
        .expect("an answer");
    assert_eq!(sent, "");
    memory.only().await;
}

#[tokio::test]
async fn ht_1_ht_2_ht_3_ht_4_the_status_of_a_response() {
    let memory = Memory::new();
    let app = echo().await;
    let codes = [200, 304, 404, 499, 503, 999];
    for code in codes {
        let request = traced_client().get(app.url(&format!("/status/{code}")));
        send(&memory, request).await.expect("an answer");
    }
    let outcomes = memory
        .ended(codes.len())
        .await
        .iter()
        .map(Facts::outcome)
        .collect::<Vec<_>>();
    assert_eq!(
        outcomes,
        [
            "unset",
            "unset",
            "error 404",
            "error 499",
            "error 503",
            "error 999"
        ]
    );
}

#[tokio::test]
async fn ht_6_without_a_connection_there_is_an_error_and_no_status_code() {
    let memory = Memory::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let url = format!("http://u:secret@{address}/?sig=secret");
    send(&memory, traced_client().get(url))
        .await
        .expect_err("nobody listens");
    let span = memory.only().await;
    let outcome = span.outcome();
    assert!(
        outcome.starts_with("error connect: error sending request: "),
        "{outcome}"
    );
    assert!(
        outcome.contains("refused") && !outcome.contains("secret"),
        "{outcome}"
    );
    assert_eq!(span.text("http.response.status_code"), None);
}

#[tokio::test]
async fn ht_5_too_many_redirects_are_an_error() {
    let memory = Memory::new();
    let app = echo().await;
    send(&memory, traced_client().get(app.url("/loop")))
        .await
        .expect_err("no end");
    let outcome = memory.only().await.outcome();
    assert!(outcome.starts_with("error redirect: "), "{outcome}");
}

#[tokio::test]
async fn ht_6_a_timeout_is_called_so() {
    let memory = Memory::new();
    let app = echo().await;
    let request = traced_client()
        .get(app.url("/slow"))
        .timeout(Duration::from_millis(50));
    send(&memory, request).await.expect_err("too slow");
    let outcome = memory.only().await.outcome();
    assert!(outcome.starts_with("error timeout: "), "{outcome}");
}

/// Sends again until the answer is fine, as retry middlewares do.
async fn retry(
    request: reqwest::Request,
    extensions: &mut Extensions,
    next: Next<'_>,
) -> reqwest_middleware::Result<reqwest::Response> {
    for _ in 0..2 {
        let copy = request.try_clone().expect("no stream");
        next.clone().run(copy, extensions).await?;
    }
    next.run(request, extensions).await
}

#[tokio::test]
async fn hc_4_below_a_retry_each_attempt_has_a_span_and_its_count() {
    struct Retry;
    #[async_trait::async_trait]
    impl reqwest_middleware::Middleware for Retry {
        async fn handle(
            &self,
            request: reqwest::Request,
            extensions: &mut Extensions,
            next: Next<'_>,
        ) -> reqwest_middleware::Result<reqwest::Response> {
            retry(request, extensions, next).await
        }
    }
    let memory = Memory::new();
    let app = echo().await;
    let client: ClientWithMiddleware = reqwest_middleware::ClientBuilder::new(client())
        .with(Retry)
        .with(Middleware::new())
        .build();
    send(&memory, client.get(app.url("/")))
        .await
        .expect("an answer");
    let spans = memory.ended(3).await;
    let counts = spans
        .iter()
        .map(|span| span.attribute("http.request.resend_count"));
    assert_eq!(
        counts.collect::<Vec<_>>(),
        [None, Some(Value::I64(1)), Some(Value::I64(2))]
    );
}
