//! Names, attributes and status of server spans.

use std::convert::Infallible;

use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::{any, get};
use traced::opentelemetry::trace::SpanKind;
use traced::opentelemetry::{KeyValue, Value};
use traced::semconv::http::{KnownMethods, UrlRedaction};
use traced::testing::Rule;
use traced_tests::http::client;
use traced_tests::memory::{Facts, Memory};
use traced_tower::ServerLayer;

use super::app::App;

fn shop() -> Router {
    let api = Router::new()
        .route("/users/{id}", get(|| async { "a user" }))
        .fallback(|| async { StatusCode::NOT_FOUND });
    let files =
        tower::service_fn(|_| async { Ok::<_, Infallible>(StatusCode::OK.into_response()) });
    Router::new()
        .route("/", any(|| async { "hello" }))
        .route("/status/{code}", get(answer_with))
        .nest("/api", api)
        .nest_service("/files", files)
}

async fn answer_with(code: axum::extract::Path<u16>) -> StatusCode {
    StatusCode::from_u16(code.0).expect("a status code")
}

async fn start(memory: &Memory) -> App {
    App::start(memory, shop(), ServerLayer::new()).await
}

#[tokio::test]
async fn hs_1_and_hs_2_a_server_span_is_named_by_method_and_route() {
    let memory = Memory::new();
    let app = start(&memory).await;
    assert_eq!(app.get("/status/204").await.0, 204);
    let span = memory.only().await;
    assert_eq!(span.span_kind, SpanKind::Server);
    assert_eq!(span.name, "GET /status/{code}");
    assert_eq!(span.text("http.route").as_deref(), Some("/status/{code}"));
}

#[tokio::test]
async fn hs_2_the_route_of_a_nested_router_has_its_prefix() {
    let memory = Memory::new();
    let app = start(&memory).await;
    app.get("/api/users/7").await;
    let span = memory.only().await;
    assert_eq!(span.name, "GET /api/users/{id}");
    assert_eq!(span.text("url.path").as_deref(), Some("/api/users/7"));
}

#[tokio::test]
async fn hs_3_and_hm_2_an_unknown_method_is_called_http() {
    let memory = Memory::new();
    let app = start(&memory).await;
    let method = reqwest::Method::from_bytes(b"BREW").expect("a token");
    client()
        .request(method, app.url("/"))
        .send()
        .await
        .expect("an answer");
    let span = memory.only().await;
    assert_eq!(span.name, "HTTP /");
    assert_eq!(span.text("http.request.method").as_deref(), Some("_OTHER"));
    assert_eq!(
        span.text("http.request.method_original").as_deref(),
        Some("BREW")
    );
}

#[tokio::test]
async fn hs_4_a_fallback_has_neither_a_route_nor_the_path_in_its_name() {
    let memory = Memory::new();
    let app = start(&memory).await;
    let paths = [
        ("/nowhere/7", 404),
        ("/api/nowhere", 404),
        ("/files/7", 200),
    ];
    for (path, status) in paths {
        assert_eq!(app.get(path).await.0, status);
    }
    for span in memory.ended(paths.len()).await {
        assert_eq!(span.name, "GET");
        assert_eq!(span.text("http.route"), None);
        assert_eq!(
            span.outcome(),
            "unset",
            "a 404 is no error of the server (HT-2)"
        );
    }
}

#[tokio::test]
async fn hs_5_names_and_attributes_can_be_added() {
    let memory = Memory::new().allowing(Rule::NameStyle);
    let layer = ServerLayer::new()
        .span_name(|head| (head.uri.path() == "/").then(|| "home".into()))
        .attributes(|_| vec![KeyValue::new("shop.tenant", "acme")]);
    let app = App::start(&memory, shop(), layer).await;
    app.get("/").await;
    app.get("/nowhere").await;
    let spans = memory.ended(2).await;
    assert_eq!((&*spans[0].name, &*spans[1].name), ("home", "GET"));
    assert_eq!(spans[0].text("shop.tenant").as_deref(), Some("acme"));
}

#[tokio::test]
async fn hs_6_the_attributes_of_a_request() {
    let memory = Memory::new();
    let app = start(&memory).await;
    let request = client().get(app.url("/api/users/7?sig=secret&q=1"));
    let request = request.header("user-agent", "test/1");
    request
        .send()
        .await
        .expect("an answer")
        .bytes()
        .await
        .expect("a body");
    let span = memory.only().await;
    let port = Value::I64(i64::from(app.address.port()));
    for (key, expected) in [
        ("http.request.method", "GET"),
        ("url.scheme", "http"),
        ("url.path", "/api/users/7"),
        ("url.query", "sig=REDACTED&q=1"),
        ("http.route", "/api/users/{id}"),
        ("network.protocol.version", "1.1"),
        ("server.address", "127.0.0.1"),
        ("client.address", "127.0.0.1"),
        ("network.peer.address", "127.0.0.1"),
        ("user_agent.original", "test/1"),
    ] {
        assert_eq!(span.text(key).as_deref(), Some(expected), "{key}");
    }
    assert_eq!(span.attribute("server.port"), Some(port));
    assert_eq!(
        span.attribute("http.response.status_code"),
        Some(Value::I64(200))
    );
    assert!(matches!(
        span.attribute("network.peer.port"),
        Some(Value::I64(1..))
    ));
    assert_eq!(span.outcome(), "unset");
    assert_eq!(
        span.attributes.len(),
        13,
        "and nothing else: {:?}",
        span.attributes
    );
}

#[tokio::test]
async fn hs_8_forwarding_headers_count_only_if_trusted() {
    for (trust, client_address, host) in [
        (false, "127.0.0.1", "127.0.0.1"),
        (true, "192.0.2.1", "shop.example"),
    ] {
        let memory = Memory::new();
        let layer = ServerLayer::new().trust_forwarded(trust);
        let app = App::start(&memory, shop(), layer).await;
        let request = client().get(app.url("/"));
        let request = request.header("forwarded", "for=192.0.2.1;host=shop.example;proto=https");
        request.send().await.expect("an answer");
        let span = memory.only().await;
        assert_eq!(span.text("client.address").as_deref(), Some(client_address));
        assert_eq!(span.text("server.address").as_deref(), Some(host));
    }
}

#[tokio::test]
async fn ht_1_ht_2_ht_3_ht_4_the_status_of_a_response() {
    let memory = Memory::new();
    let app = start(&memory).await;
    let codes = [200, 302, 404, 499, 500, 503, 999];
    for code in codes {
        assert_eq!(app.get(&format!("/status/{code}")).await.0, code);
    }
    let outcomes = memory
        .ended(codes.len())
        .await
        .iter()
        .map(Facts::outcome)
        .collect::<Vec<_>>();
    let expected = [
        "unset",
        "unset",
        "unset",
        "unset",
        "error 500",
        "error 503",
        "error 999",
    ];
    assert_eq!(outcomes, expected);
}

#[tokio::test]
async fn hm_4_the_list_of_known_methods_can_be_replaced() {
    let memory = Memory::new().allowing(Rule::AttributeMember);
    let layer = ServerLayer::new().known_methods(KnownMethods::only(["BREW"]));
    let app = App::start(&memory, shop(), layer).await;
    let method = reqwest::Method::from_bytes(b"BREW").expect("a token");
    client()
        .request(method, app.url("/"))
        .send()
        .await
        .expect("an answer");
    app.get("/").await;
    let spans = memory.ended(2).await;
    assert_eq!((&*spans[0].name, &*spans[1].name), ("BREW /", "HTTP /"));
}

#[tokio::test]
async fn hr_3_and_hr_6_redaction_and_headers_can_be_chosen() {
    let memory = Memory::new();
    let layer = ServerLayer::new()
        .redact(UrlRedaction::only(["token"]))
        .request_headers(
            ["x-tenant", "authorization"].map(reqwest::header::HeaderName::from_static),
        )
        .response_headers([reqwest::header::CONTENT_TYPE]);
    let app = App::start(&memory, shop(), layer).await;
    let request = client().get(app.url("/?token=t&sig=s"));
    let request = request.header("x-tenant", "acme").bearer_auth("secret");
    request.send().await.expect("an answer");
    let span = memory.only().await;
    let texts = [
        ("url.query", "token=REDACTED&sig=s"),
        ("http.request.header.x-tenant", r#"["acme"]"#),
        ("http.request.header.authorization", r#"["REDACTED"]"#),
        (
            "http.response.header.content-type",
            r#"["text/plain; charset=utf-8"]"#,
        ),
    ];
    for (key, expected) in texts {
        assert_eq!(span.text(key).as_deref(), Some(expected), "{key}");
    }
}
