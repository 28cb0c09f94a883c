//! Collectors that answer something else, or cannot be reached: each is named.

use traced_tests::backend::{Backend, Reply};

use super::{spans, telemetry};

/// One batch to a backend that answers so: the result of the flush, and its endpoint.
fn flushed(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> (String, String) {
    let backend = Backend::start(reply);
    let telemetry = telemetry(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url())]);
    spans(&telemetry, 2);
    let error = telemetry.flush().unwrap_err().to_string();
    let health = &telemetry.health()[0];
    assert_eq!((health.exported, health.failed, health.dropped), (0, 2, 0));
    assert_eq!(health.last_cause.as_deref(), Some(error.as_str()));
    assert!(health.failing);
    (error, format!("{}/v1/traces", backend.url()))
}

#[test]
fn an_unauthorized_answer_names_status_and_reason() {
    let (error, endpoint) = flushed(|_| Reply::text("401 Unauthorized", "\nbad token\nmore"));
    assert_eq!(
        error,
        format!("cannot export traces: {endpoint} answered 401 Unauthorized: bad token")
    );
}

#[test]
fn a_redirect_is_not_followed_but_named() {
    let (error, endpoint) = flushed(|_| {
        let to = vec![("location", "https://elsewhere/v1/traces")];
        Reply::Answer("301 Moved Permanently", to, Vec::new())
    });
    assert_eq!(
        error,
        format!(
            "cannot export traces: {endpoint} answered 301 Moved Permanently: a redirect to \
             https://elsewhere/v1/traces, which is not followed"
        )
    );
}

#[test]
fn a_web_page_is_not_a_collector() {
    let (error, endpoint) = flushed(|_| {
        let html = vec![("content-type", "text/html; charset=utf-8")];
        Reply::Answer("200 OK", html, b"<html>".to_vec())
    });
    assert_eq!(
        error,
        format!(
            "cannot export traces: {endpoint} answered 200 OK with a web page: traces are not \
             taken here"
        )
    );
}

#[test]
fn a_huge_answer_is_not_read_to_its_end() {
    let (error, _) = flushed(|_| Reply::text("400 Bad Request", &"x".repeat(8 * 1024 * 1024)));
    assert!(
        error.ends_with(&format!("400 Bad Request: {}…", "x".repeat(200))),
        "{error}"
    );
}

#[test]
fn tls_to_a_server_without_is_named() {
    let backend = Backend::start(|_| Reply::ok());
    let url = backend.url().replace("http:", "https:");
    let telemetry = telemetry(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &url)]);
    spans(&telemetry, 1);
    let error = telemetry.flush().unwrap_err().to_string();
    let start = format!("cannot export traces to {url}/v1/traces: TLS failed: ");
    assert!(error.starts_with(&start), "{error}");
}

#[test]
fn an_unknown_host_is_named() {
    let telemetry = telemetry(&[(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://collector.invalid:4318",
    )]);
    spans(&telemetry, 1);
    let error = telemetry.flush().unwrap_err().to_string();
    let start = "cannot export traces to http://collector.invalid:4318/v1/traces: the name \
                 \"collector.invalid\" cannot be resolved: ";
    assert!(error.starts_with(start), "{error}");
}
