//! OTLP over HTTP: what arrives, what is counted, and what a person is told.

use std::time::{Duration, Instant};

use traced::diagnostics::capture;
use traced_tests::backend::{Backend, Reply, unused_url};

use super::{about, spans, telemetry, wait_for};

#[test]
fn spans_arrive_with_headers_and_nothing_is_said() {
    let captured = capture();
    let backend = Backend::start(|_| Reply::ok());
    let telemetry = telemetry(&[
        (
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            &format!("{}/base", backend.url()),
        ),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-team=pay%20ments"),
    ]);
    spans(&telemetry, 3);
    telemetry.flush().unwrap();
    let request = &backend.requests()[0];
    assert_eq!(request.path, "/base/v1/traces");
    assert_eq!(
        request.header("content-type"),
        Some("application/x-protobuf")
    );
    assert_eq!(request.header("x-team"), Some("pay ments"));
    let agent = request.header("user-agent").unwrap();
    assert!(
        agent.starts_with("OTel-OTLP-Exporter-Rust-traced/"),
        "{agent}"
    );
    assert_eq!(request.spans, ["s0", "s1", "s2"]);
    telemetry.shutdown().unwrap();
    let health = &telemetry.health()[0];
    assert_eq!((health.exported, health.buffered), (3, 0));
    assert_eq!(about(&captured, &backend.url()), [""; 0]);
}

#[test]
fn a_refused_connection_is_one_line_and_nobody_waits_for_it() {
    let captured = capture();
    let url = unused_url();
    let telemetry = telemetry(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &url)]);
    spans(&telemetry, 1);
    let start = Instant::now();
    let error = telemetry.flush().unwrap_err().to_string();
    spans(&telemetry, 1);
    telemetry.flush().unwrap_err();
    telemetry.shutdown().unwrap();
    // Far less than the ten seconds that a batch may be retried for.
    assert!(start.elapsed() < Duration::from_secs(8));
    let line = format!(
        "cannot export traces to {url}/v1/traces: connection refused (nothing listens there)"
    );
    assert_eq!(error, line);
    assert_eq!(about(&captured, &url), [line]);
    assert!(captured.lines().iter().any(|line| line.starts_with(
        "lost: 2 spans were lost: exported 0, failed 2, dropped 0; start a collector there, "
    ) && line.contains("tests/it/export/http.rs:")));
}

#[test]
fn a_collector_that_comes_up_late_gets_the_spans() {
    let captured = capture();
    let url = unused_url();
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &url),
        ("OTEL_BSP_SCHEDULE_DELAY", "1"),
    ]);
    spans(&telemetry, 1);
    wait_for("the first failure", || !about(&captured, &url).is_empty());
    let backend = Backend::start_at(&url, |_| Reply::ok());
    wait_for("the span", || telemetry.health()[0].exported == 1);
    assert_eq!(backend.requests()[0].spans, ["s0"]);
    // It is counted before it is said.
    wait_for("the good news", || about(&captured, &url).len() > 1);
    assert_eq!(
        about(&captured, &url),
        [
            format!(
                "cannot export traces to {url}/v1/traces: connection refused (nothing listens \
                 there)"
            ),
            format!("{url}/v1/traces answers again; nothing was lost"),
        ]
    );
}

#[test]
fn an_overloaded_collector_gets_the_spans_later_in_silence() {
    let captured = capture();
    let backend = Backend::start(|index| match index {
        0 => Reply::text("503 Service Unavailable", "busy"),
        1 => Reply::Answer(
            "429 Too Many Requests",
            vec![("retry-after", "1")],
            Vec::new(),
        ),
        _ => Reply::ok(),
    });
    let telemetry = telemetry(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url())]);
    spans(&telemetry, 2);
    telemetry.flush().unwrap();
    assert_eq!(backend.requests().len(), 3);
    assert_eq!(telemetry.health()[0].exported, 2);
    assert_eq!(about(&captured, &backend.url()), [""; 0]);
}

#[test]
fn a_shutdown_that_cannot_wait_for_an_overloaded_collector_says_why() {
    let captured = capture();
    let backend = Backend::start(|_| Reply::text("503 Service Unavailable", "busy"));
    let telemetry = telemetry(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url())]);
    spans(&telemetry, 2);
    let error = telemetry.shutdown_within(Duration::from_millis(500));
    let cause = format!(
        "cannot export traces: {}/v1/traces answered 503 Service Unavailable: busy",
        backend.url()
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        format!("the time for shutdown() passed: 2 spans failed, 0 dropped; {cause}")
    );
    let lines = about(&captured, &backend.url());
    let sum = format!(
        "lost: 2 spans were lost: exported 0, failed 2, dropped 0; last cause: {cause}; start a "
    );
    assert!(
        matches!(&*lines, [line] if line.starts_with(&sum) && line.ends_with(" [lost]")),
        "{lines:?}"
    );
}

#[test]
fn a_hanging_collector_is_given_up_in_time() {
    let backend = Backend::start(|_| Reply::Hang);
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url()),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "200"),
    ]);
    spans(&telemetry, 1);
    assert_eq!(
        telemetry.flush().unwrap_err().to_string(),
        format!(
            "cannot export traces to {}/v1/traces: no answer within 200ms \
             (OTEL_EXPORTER_OTLP_TIMEOUT)",
            backend.url()
        )
    );
    assert_eq!(telemetry.health()[0].failed, 1);
}

#[test]
fn what_a_partial_success_rejects_is_lost_and_said() {
    let captured = capture();
    let backend = Backend::start(|_| Reply::partial(2, "spans are too old"));
    let telemetry = telemetry(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url())]);
    spans(&telemetry, 5);
    let error = telemetry.flush().unwrap_err().to_string();
    let health = &telemetry.health()[0];
    assert_eq!((health.exported, health.failed), (3, 2));
    let line = format!(
        "{}/v1/traces rejected 2 of 5 spans: spans are too old",
        backend.url()
    );
    assert_eq!(error, line);
    assert_eq!(about(&captured, &backend.url()), [line]);
}

#[test]
fn recovery_says_what_was_lost() {
    let captured = capture();
    let backend = Backend::start(|index| match index {
        0 => Reply::text("500 Internal Server Error", ""),
        _ => Reply::ok(),
    });
    let telemetry = telemetry(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url())]);
    spans(&telemetry, 2);
    telemetry.flush().unwrap_err();
    spans(&telemetry, 1);
    telemetry.flush().unwrap();
    let endpoint = format!("{}/v1/traces", backend.url());
    assert_eq!(
        about(&captured, &backend.url()),
        [
            format!("cannot export traces: {endpoint} answered 500 Internal Server Error"),
            format!("{endpoint} answers again; 2 spans were lost"),
        ]
    );
}

#[test]
fn a_broken_answer_is_retried() {
    let backend = Backend::start(|index| match index {
        0 => Reply::Break,
        _ => Reply::ok(),
    });
    let telemetry = telemetry(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url())]);
    spans(&telemetry, 1);
    telemetry.flush().unwrap();
    assert_eq!(backend.requests().len(), 2);
}

#[test]
fn more_spans_than_a_batch_go_out_in_several() {
    let backend = Backend::start(|_| Reply::ok());
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url()),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "4"),
    ]);
    spans(&telemetry, 10);
    telemetry.shutdown().unwrap();
    let sizes: Vec<_> = backend.requests().iter().map(|r| r.spans.len()).collect();
    assert_eq!(sizes, [4, 4, 2]);
    assert_eq!(backend.spans(), 10);
}
