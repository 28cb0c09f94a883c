//! OTLP over gRPC: the same promises as over HTTP.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use traced::diagnostics::capture;
use traced::testing::{Collector, Reply};
use traced_tests::backend::{Backend, Reply as Answer, unused_url};

use super::{about, spans, telemetry};

fn grpc(endpoint: &str) -> [(&str, &str); 2] {
    [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
    ]
}

#[test]
fn spans_arrive() {
    let collector = Collector::start().unwrap();
    let telemetry = telemetry(&grpc(&collector.grpc_endpoint()));
    spans(&telemetry, 3);
    telemetry.flush().unwrap();
    telemetry.shutdown().unwrap();
    let names: Vec<_> = collector
        .spans()
        .iter()
        .map(|s| s.span.name.clone())
        .collect();
    assert_eq!(names, ["s0", "s1", "s2"]);
    assert_eq!(telemetry.health()[0].exported, 3);
}

#[test]
fn a_refused_connection_is_one_line() {
    let captured = capture();
    let url = unused_url();
    let telemetry = telemetry(&grpc(&url));
    spans(&telemetry, 1);
    let error = telemetry.flush().unwrap_err().to_string();
    let line = format!("cannot export traces to {url}: connection refused (nothing listens there)");
    assert_eq!(error, line);
    assert_eq!(about(&captured, &url), [line]);
}

#[test]
fn an_unavailable_collector_gets_the_spans_later_in_silence() {
    let captured = capture();
    let calls = AtomicUsize::new(0);
    let collector = Collector::builder()
        .respond(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => Reply::Busy { retry_after: None },
            _ => Reply::Accept,
        })
        .start()
        .unwrap();
    let telemetry = telemetry(&grpc(&collector.grpc_endpoint()));
    spans(&telemetry, 2);
    telemetry.flush().unwrap();
    assert_eq!(telemetry.health()[0].exported, 2);
    assert_eq!(about(&captured, &collector.grpc_endpoint()), [""; 0]);
}

#[test]
fn a_refusal_names_status_and_reason() {
    let collector = Collector::builder()
        .respond(|_| Reply::Refuse("no such tenant".to_owned()))
        .start()
        .unwrap();
    let endpoint = collector.grpc_endpoint();
    let telemetry = telemetry(&grpc(&endpoint));
    spans(&telemetry, 2);
    assert_eq!(
        telemetry.flush().unwrap_err().to_string(),
        format!("cannot export traces: {endpoint} answered InvalidArgument: no such tenant")
    );
    assert_eq!(telemetry.health()[0].failed, 2);
}

#[test]
fn what_a_partial_success_rejects_is_lost() {
    let collector = Collector::builder()
        .respond(|_| Reply::Partial {
            rejected: 1,
            message: "too old".to_owned(),
        })
        .start()
        .unwrap();
    let endpoint = collector.grpc_endpoint();
    let telemetry = telemetry(&grpc(&endpoint));
    spans(&telemetry, 3);
    assert_eq!(
        telemetry.flush().unwrap_err().to_string(),
        format!("{endpoint} rejected 1 of 3 spans: too old")
    );
    let health = &telemetry.health()[0];
    assert_eq!((health.exported, health.failed), (2, 1));
}

#[test]
fn a_silent_collector_is_given_up_in_time() {
    let collector = Collector::builder()
        .respond(|_| Reply::Silence)
        .start()
        .unwrap();
    let endpoint = collector.grpc_endpoint();
    let mut variables = grpc(&endpoint).to_vec();
    variables.push(("OTEL_EXPORTER_OTLP_TIMEOUT", "200"));
    let telemetry = telemetry(&variables);
    spans(&telemetry, 1);
    let error = telemetry.flush_within(Duration::from_secs(20)).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "cannot export traces to {endpoint}: no answer within 200ms \
             (OTEL_EXPORTER_OTLP_TIMEOUT)"
        )
    );
}

#[test]
fn speaking_grpc_to_an_http_port_fails_with_words() {
    let backend = Backend::start(|_| Answer::ok());
    let url = backend.url();
    let mut variables = grpc(&url).to_vec();
    variables.push(("OTEL_EXPORTER_OTLP_TIMEOUT", "500"));
    let telemetry = telemetry(&variables);
    spans(&telemetry, 1);
    let error = telemetry.flush().unwrap_err().to_string();
    // Whether the answer or the end of the connection is seen first is a matter of luck.
    let known = ["the server speaks another protocol", "the connection was "];
    let start = format!("cannot export traces to {url}: ");
    let why = error.strip_prefix(&start).unwrap_or(&error);
    assert!(known.iter().any(|known| why.starts_with(known)), "{error}");
}

#[test]
fn speaking_http_to_a_grpc_port_fails_with_words() {
    let collector = Collector::start().unwrap();
    let endpoint = collector.grpc_endpoint();
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "500"),
    ]);
    spans(&telemetry, 1);
    let error = telemetry.flush().unwrap_err().to_string();
    let why = "the server speaks another protocol";
    let start = format!("cannot export traces to {endpoint}/v1/traces: {why}");
    assert!(error.starts_with(&start), "{error}");
}
