//! The rules that all spans keep, shown on HTTP's: one exchange of each outcome through a
//! traced client and a traced server.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{any, get};
use opentelemetry_sdk::trace::SpanData;
use traced::context::InContext;
use traced::opentelemetry::Value;
use traced::opentelemetry::trace::{SpanKind, Status};
use traced_tests::memory::{Facts, Memory};
use traced_tower::ServerLayer;

use super::app::{App, traced_client};

const PATHS: [&str; 4] = ["/ok?sig=s", "/missing", "/broken", "/panic"];

async fn exchanges() -> (Memory, Vec<SpanData>) {
    let memory = Memory::new();
    let router = Router::new()
        .route("/ok", any(|| async { "ok" }))
        .route("/missing", get(|| async { StatusCode::NOT_FOUND }))
        .route("/broken", get(|| async { StatusCode::BAD_GATEWAY }))
        .route("/panic", get(panicking));
    let app = App::start(&memory, router, ServerLayer::new()).await;
    for path in PATHS {
        let request = traced_client()
            .get(app.url(path))
            .header("baggage", "user=7");
        let exchange = async {
            if let Ok(response) = request.send().await {
                response.bytes().await.expect("a body");
            }
        };
        InContext::new(memory.context().clone(), exchange).await;
    }
    let spans = memory.ended(2 * PATHS.len()).await;
    (memory, spans)
}

async fn panicking() {
    panic!("on purpose");
}

fn is_error(span: &SpanData) -> bool {
    matches!(span.status, Status::Error { .. })
}

#[tokio::test]
async fn c_1_success_leaves_the_status_unset() {
    let (_, spans) = exchanges().await;
    assert!(spans.iter().all(|span| span.status != Status::Ok));
    let unset = spans.iter().filter(|span| span.status == Status::Unset);
    assert_eq!(unset.count(), 3, "200 on both sides, 404 on the server's");
}

#[tokio::test]
async fn c_2_an_error_has_a_type_and_a_success_has_none() {
    let (_, spans) = exchanges().await;
    for span in &spans {
        assert_eq!(
            is_error(span),
            span.text("error.type").is_some(),
            "{span:?}"
        );
    }
    assert!(spans.iter().any(is_error));
}

#[tokio::test]
async fn c_3_and_ht_8_a_status_code_needs_no_description() {
    let (_, spans) = exchanges().await;
    for span in spans.iter().filter(|span| is_error(span)) {
        let code = span.text("http.response.status_code");
        let Status::Error { description } = &span.status else {
            unreachable!("filtered")
        };
        assert!(code.is_none() || description.is_empty(), "{span:?}");
        assert_ne!(
            Some(description.as_ref()),
            span.text("error.type").as_deref()
        );
    }
}

#[tokio::test]
async fn c_5_error_types_are_few() {
    let (_, spans) = exchanges().await;
    let mut types: Vec<_> = spans
        .iter()
        .filter_map(|span| span.text("error.type"))
        .collect();
    types.sort();
    assert_eq!(types, ["404", "502", "502", "panic", "request"]);
}

#[tokio::test]
async fn c_7_and_hr_7_nothing_that_must_be_asked_for_is_there_unasked() {
    let (_, spans) = exchanges().await;
    let opt_in = [
        "client.port",
        "network.local.",
        "network.transport",
        "user_agent.synthetic",
        "http.request.header.",
        "http.response.header.",
        "http.request.body.",
        "http.response.body.",
        "http.request.size",
        "http.response.size",
        "url.template",
    ];
    for span in &spans {
        for kv in &span.attributes {
            let key = kv.key.as_str();
            assert!(
                !opt_in.iter().any(|prefix| key.starts_with(prefix)),
                "{key}"
            );
        }
    }
}

#[tokio::test]
async fn c_9_a_name_holds_nothing_of_an_instance() {
    let (_, spans) = exchanges().await;
    let names = |kind: SpanKind| {
        let mut names: Vec<_> = spans
            .iter()
            .filter(|span| span.span_kind == kind)
            .map(|span| span.name.to_string())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(SpanKind::Client), ["GET"; 4]);
    assert_eq!(
        names(SpanKind::Server),
        ["GET /broken", "GET /missing", "GET /ok", "GET /panic"]
    );
}

#[tokio::test]
async fn c_10_each_exchange_ends_once_on_either_side() {
    let (memory, spans) = exchanges().await;
    let mut ids: Vec<_> = spans
        .iter()
        .map(|span| span.span_context.span_id())
        .collect();
    ids.sort_by_key(|id| id.to_bytes());
    ids.dedup();
    assert_eq!(ids.len(), 2 * PATHS.len());
    assert_eq!(memory.spans().len(), ids.len());
}

#[tokio::test]
async fn c_11_ports_and_status_codes_are_numbers_and_error_types_texts() {
    let (_, spans) = exchanges().await;
    for kv in spans.iter().flat_map(|span| &span.attributes) {
        let key = kv.key.as_str();
        let last = key.rsplit('.').next();
        let number = matches!(last, Some("port" | "status_code"));
        assert_eq!(
            matches!(kv.value, Value::I64(_)),
            number,
            "{key} is {:?}",
            kv.value
        );
        assert_eq!(matches!(kv.value, Value::String(_)), !number, "{key}");
    }
}

#[tokio::test]
async fn c_12_a_peer_s_port_comes_with_its_address_and_http_goes_without_saying() {
    let (_, spans) = exchanges().await;
    for span in &spans {
        let address = span.text("network.peer.address");
        assert_eq!(address.is_some(), span.text("network.peer.port").is_some());
        assert_eq!(span.text("network.protocol.name"), None);
    }
}

#[tokio::test]
async fn c_13_own_keys_are_lower_case_words_in_a_namespace() {
    let (_, spans) = exchanges().await;
    for kv in spans.iter().flat_map(|span| &span.attributes) {
        let key = kv.key.as_str();
        let well_formed = key.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        });
        assert!(
            well_formed && key.contains('.') && !key.starts_with("otel."),
            "{key}"
        );
    }
}

#[tokio::test]
async fn g_0_no_deprecated_key_is_written() {
    let (_, spans) = exchanges().await;
    let deprecated = [
        "http.method",
        "http.url",
        "http.target",
        "http.host",
        "http.scheme",
    ];
    let families = [
        "net.",
        "http.flavor",
        "http.user_agent",
        "http.client_ip",
        "http.status_code",
    ];
    for kv in spans.iter().flat_map(|span| &span.attributes) {
        let key = kv.key.as_str();
        assert!(!deprecated.contains(&key), "{key}");
        assert!(
            !families.iter().any(|prefix| key.starts_with(prefix)),
            "{key}"
        );
    }
}

#[tokio::test]
async fn ex_3_a_status_code_is_no_exception() {
    let (_, spans) = exchanges().await;
    for span in spans
        .iter()
        .filter(|span| span.text("error.type").as_deref() != Some("panic"))
    {
        assert!(span.events.events.is_empty(), "{span:?}");
    }
}

#[tokio::test]
async fn pr_4_baggage_is_carried_and_not_copied_to_spans() {
    let (_, spans) = exchanges().await;
    for kv in spans.iter().flat_map(|span| &span.attributes) {
        assert!(
            !kv.key.as_str().contains("user=") && kv.key.as_str() != "user",
            "{kv:?}"
        );
    }
}
