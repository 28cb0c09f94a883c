//! Collectors that misbehave over HTTP: how long they are put up with, what is lost, and what
//! a person is told.

use traced::diagnostics::capture;
use traced_tests::backend::{Backend, Reply};

use super::{about, spans, telemetry};

/// Ends two spans, exports them to a backend that answers so for at most half a second:
/// what the flush came to, the lines that were said, and the requests it took.
fn sent(
    reply: impl Fn(usize) -> Reply + Send + Sync + 'static,
) -> (Result<(), String>, Vec<String>, usize) {
    let captured = capture();
    let backend = Backend::start(reply);
    let url = backend.url();
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &url),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "500"),
    ]);
    spans(&telemetry, 2);
    let result = telemetry.flush().map_err(|error| error.to_string());
    let health = &telemetry.health()[0];
    let expected = if result.is_ok() { (2, 0) } else { (0, 2) };
    assert_eq!((health.exported, health.failed), expected);
    assert_eq!((health.dropped, health.buffered), (0, 0));
    let shorter = |line: String| line.replace(&url, "URL");
    let lines = about(&captured, &url).into_iter().map(shorter).collect();
    (result.map_err(shorter), lines, backend.requests().len())
}

#[test]
fn a_bad_request_is_final() {
    let (result, lines, requests) =
        sent(|_| Reply::text("400 Bad Request", "no such field\nline 2"));
    let cause = "cannot export traces: URL/v1/traces answered 400 Bad Request: no such field";
    assert_eq!(result, Err(cause.to_owned()));
    assert_eq!(lines, [cause]);
    assert_eq!(requests, 1);
}

#[test]
fn a_server_that_is_always_busy_is_given_up() {
    let (result, lines, requests) = sent(|_| Reply::text("503 Service Unavailable", "busy"));
    let error = result.unwrap_err();
    let cause = "cannot export traces: URL/v1/traces answered 503 Service Unavailable: busy";
    assert!(error.starts_with(cause), "{error}");
    assert!(error.ends_with("tries in 500ms)"), "{error}");
    assert_eq!(lines, [error]);
    assert!(requests > 1);
}

#[test]
fn a_server_that_asks_for_too_much_patience_is_not_waited_for() {
    let (result, lines, requests) = sent(|_| {
        let wait = vec![("retry-after", "3600")];
        Reply::Answer("429 Too Many Requests", wait, b"slow down".to_vec())
    });
    let cause = "cannot export traces: URL/v1/traces answered 429 Too Many Requests: slow down \
                 (it asks to wait 3600s, longer than the time limit of 500ms allows)";
    assert_eq!(result, Err(cause.to_owned()));
    assert_eq!((lines, requests), (vec![cause.to_owned()], 1));
}

#[test]
fn an_answer_that_breaks_off_each_time_is_named() {
    let (result, _, requests) = sent(|_| Reply::Break);
    let error = result.unwrap_err();
    let start = "cannot export traces to URL/v1/traces: ";
    assert!(error.starts_with(start), "{error}");
    assert!(error.ends_with("tries in 500ms)"), "{error}");
    assert!(requests > 1);
}

#[test]
fn a_connection_that_is_closed_without_a_word_is_named() {
    let (result, _, requests) = sent(|_| Reply::Close);
    let error = result.unwrap_err();
    assert!(
        error.contains("connection closed before message completed")
            || error.contains("the connection was reset")
            || error.contains("the connection was closed in the middle"),
        "{error}"
    );
    assert!(requests > 1);
}

#[test]
fn a_success_in_a_strange_type_is_a_success() {
    for content_type in ["text/plain", "application/json", ""] {
        let (result, lines, requests) = sent(move |_| {
            let headers = vec![("content-type", content_type)];
            Reply::Answer("200 OK", headers, b"{ whatever".to_vec())
        });
        assert_eq!((result, lines, requests), (Ok(()), Vec::new(), 1));
    }
}

#[test]
fn a_success_that_cannot_be_read_is_said_once() {
    let (result, lines, _) = sent(|_| {
        let headers = vec![("content-type", "application/x-protobuf")];
        Reply::Answer("200 OK", headers, b"not protobuf".to_vec())
    });
    assert_eq!(result, Ok(()));
    assert_eq!(
        lines,
        ["URL/v1/traces took the spans and says: 200 OK, with an answer that is not OTLP"]
    );
}

#[test]
fn a_success_without_end_is_not_read_to_its_end() {
    let (result, lines, _) = sent(|_| {
        let headers = vec![("content-type", "text/plain")];
        Reply::Answer("200 OK", headers, vec![b'x'; 16 * 1024 * 1024])
    });
    assert_eq!((result, lines), (Ok(()), Vec::new()));
}
