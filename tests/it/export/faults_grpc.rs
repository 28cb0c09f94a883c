//! The same over gRPC, whose failures come as statuses, frames and foreign responses.

use std::time::Duration;

use traced::diagnostics::capture;
use traced_tests::backend::{self, Reply as Answer};
use traced_tests::grpc::{Backend, Reply};

use super::{about, over, spans, telemetry};

/// As over HTTP: what the flush came to, the lines that were said, the requests it took.
fn sent(
    reply: impl Fn(usize) -> Reply + Send + Sync + 'static,
) -> (Result<(), String>, Vec<String>, usize) {
    let captured = capture();
    let backend = Backend::start(reply);
    let url = backend.url();
    let mut variables = over("grpc", &url);
    variables.push(("OTEL_EXPORTER_OTLP_TIMEOUT", "500"));
    let telemetry = telemetry(&variables);
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

/// A `google.rpc.Status` with a `RetryInfo` of this many milliseconds.
fn retry_in(delay: Duration) -> Vec<u8> {
    let url = b"type.googleapis.com/google.rpc.RetryInfo";
    let nanos = delay.subsec_nanos();
    // Field 1 of Duration is seconds, 2 nanos; both as varints of five bytes, filled up.
    let varint = |mut value: u32| {
        let mut bytes = [0x80; 5];
        for byte in &mut bytes {
            *byte |= u8::try_from(value & 0x7f).unwrap();
            value >>= 7;
        }
        bytes[4] &= 0x7f;
        bytes
    };
    let seconds = u32::try_from(delay.as_secs()).unwrap();
    let duration = [&[0x08][..], &varint(seconds), &[0x10], &varint(nanos)].concat();
    let field =
        |key: u8, content: &[u8]| [&[key, u8::try_from(content.len()).unwrap()], content].concat();
    let any = [field(0x0a, url), field(0x12, &field(0x0a, &duration))].concat();
    field(0x1a, &any)
}

const EXHAUSTED: u8 = 8;
const UNAVAILABLE: u8 = 14;

#[test]
fn a_throttled_export_waits_as_it_is_told() {
    for code in [EXHAUSTED, UNAVAILABLE] {
        let (result, lines, requests) = sent(move |index| match index {
            0 => Reply::Status(code, "slow down", retry_in(Duration::from_millis(1))),
            _ => Reply::ok(),
        });
        assert_eq!((result, lines, requests), (Ok(()), Vec::new(), 2));
    }
}

#[test]
fn exhausted_without_a_time_is_final() {
    let (result, lines, requests) = sent(|_| Reply::Status(EXHAUSTED, "quota", Vec::new()));
    let cause = "cannot export traces: URL answered ResourceExhausted: quota";
    assert_eq!(result, Err(cause.to_owned()));
    assert_eq!((lines, requests), (vec![cause.to_owned()], 1));
}

#[test]
fn a_server_that_asks_for_too_much_patience_is_not_waited_for() {
    let hour = Duration::from_hours(1);
    let (result, _, requests) = sent(move |_| Reply::Status(UNAVAILABLE, "later", retry_in(hour)));
    let cause = "cannot export traces: URL answered Unavailable: later (it asks to wait 3600s, \
                 longer than the time limit of 500ms allows)";
    assert_eq!((result, requests), (Err(cause.to_owned()), 1));
}

#[test]
fn a_stream_that_breaks_off_is_tried_again() {
    let (result, lines, requests) = sent(|index| match index {
        0 => Reply::Break,
        _ => Reply::ok(),
    });
    assert_eq!((result, lines, requests), (Ok(()), Vec::new(), 2));
}

#[test]
fn a_proxy_that_answers_instead_is_named() {
    for (status, words) in [(404, "404 Not Found"), (200, "200 OK")] {
        let (result, _, requests) = sent(move |_| Reply::Http(status, "text/html", "<html>"));
        let cause = format!("cannot export traces: URL answered {words}, and not in gRPC");
        assert_eq!((result, requests), (Err(cause), 1));
    }
}

#[test]
fn a_gateway_without_a_server_is_tried_again() {
    let (result, lines, requests) = sent(|index| match index {
        0 => Reply::Http(503, "text/plain", "no healthy upstream"),
        _ => Reply::ok(),
    });
    assert_eq!((result, lines, requests), (Ok(()), Vec::new(), 2));
}

#[test]
fn an_answer_without_end_is_not_read() {
    let (result, _, requests) = sent(|_| Reply::Message(vec![b'x'; 8 * 1024 * 1024]));
    let error = result.unwrap_err();
    assert!(error.contains("URL answered"), "{error}");
    assert!(error.contains("longer than"), "{error}");
    assert_eq!(requests, 1);
}

#[test]
fn an_answer_that_cannot_be_read_is_said_once() {
    let (result, lines, _) = sent(|_| Reply::Message(b"not protobuf".to_vec()));
    assert_eq!(result, Ok(()));
    assert_eq!(
        lines,
        ["URL took the spans and says: an answer that is not OTLP"]
    );
}

#[test]
fn a_server_that_hangs_is_given_up() {
    let (result, _, _) = sent(|_| Reply::Hang);
    let error = result.unwrap_err();
    assert!(
        error.ends_with("no answer within 500ms (OTEL_EXPORTER_OTLP_TIMEOUT)"),
        "{error}"
    );
}

#[test]
fn what_is_rejected_is_counted() {
    let backend = Backend::start(|_| Reply::partial(2, "too old"));
    let url = backend.url();
    let telemetry = telemetry(&over("grpc", &url));
    spans(&telemetry, 5);
    let error = telemetry.flush().unwrap_err().to_string();
    assert_eq!(error, format!("{url} rejected 2 of 5 spans: too old"));
    let health = &telemetry.health()[0];
    assert_eq!((health.exported, health.failed), (3, 2));
}

#[test]
fn an_unknown_host_is_named() {
    let telemetry = telemetry(&over("grpc", "http://collector.invalid:4317"));
    spans(&telemetry, 1);
    let error = telemetry.flush().unwrap_err().to_string();
    let start = "cannot export traces to http://collector.invalid:4317: the name \
                 \"collector.invalid\" cannot be resolved: ";
    assert!(error.starts_with(start), "{error}");
}

#[test]
fn tls_to_a_server_without_is_named() {
    let backend = backend::Backend::start(|_| Answer::ok());
    let url = backend.url().replace("http:", "https:");
    let telemetry = telemetry(&over("grpc", &url));
    spans(&telemetry, 1);
    let error = telemetry.flush().unwrap_err().to_string();
    let start = format!("cannot export traces to {url}: TLS failed: ");
    assert!(error.starts_with(&start), "{error}");
}
