//! Status and `error.type`, of spans of the team's own and by the code of a protocol.

use traced::opentelemetry::trace::Span as _;
use traced::opentelemetry::trace::{SpanKind, Status, Tracer as _, TracerProvider as _};
use traced::opentelemetry::{Context, KeyValue};
use traced::provider::Local;
use traced::testing::{Recorded, Rule, record_sync};

use super::harness::at_each_level;

/// A span of another instrumentation, which can do what `traced` does not.
fn ended(
    name: &'static str,
    kind: SpanKind,
    status: Status,
    attributes: Vec<KeyValue>,
) -> Recorded<()> {
    record_sync(|| {
        let cx = Context::current();
        let local = cx.get::<Local>().expect("a recording");
        let tracer = local.0.tracer("by hand");
        let mut span = tracer
            .span_builder(name)
            .with_kind(kind)
            .with_attributes(attributes)
            .start(&tracer);
        span.set_status(status);
        span.end();
    })
}

fn step(status: Status, attributes: Vec<KeyValue>) -> Recorded<()> {
    ended("order.place", SpanKind::Internal, status, attributes)
}

fn error_type(error_type: &'static str) -> Vec<KeyValue> {
    vec![KeyValue::new("error.type", error_type)]
}

#[test]
fn an_error_has_a_type() {
    at_each_level(
        Rule::Status,
        "",
        &step(Status::error("declined"), Vec::new()),
        "span `order.place` failed without an `error.type` (traced.toml:3)",
    );
}

#[test]
fn an_error_type_needs_the_status() {
    at_each_level(
        Rule::Status,
        "",
        &step(Status::Unset, error_type("timeout")),
        "span `order.place` has an `error.type` but not the status Error (traced.toml:3)",
    );
}

#[test]
fn a_description_does_not_repeat_the_code() {
    at_each_level(
        Rule::Status,
        "",
        &step(Status::error("timeout"), error_type("timeout")),
        "the status description of span `order.place` only repeats `error.type`; leave it empty (traced.toml:3)",
    );
}

#[test]
fn instrumentation_does_not_say_ok() {
    at_each_level(
        Rule::Status,
        "",
        &step(Status::Ok, Vec::new()),
        "span `order.place` has the status Ok, which is the application's to set; leave it unset (traced.toml:3)",
    );
}

fn response(code: i64) -> Vec<KeyValue> {
    vec![
        KeyValue::new("http.request.method", "GET"),
        KeyValue::new("http.response.status_code", code),
        KeyValue::new("url.full", "http://shop.example/"),
        KeyValue::new("url.path", "/"),
        KeyValue::new("url.scheme", "http"),
        KeyValue::new("server.address", "shop.example"),
        KeyValue::new("server.port", 80),
    ]
}

#[test]
fn a_client_is_told_of_its_mistakes() {
    at_each_level(
        Rule::Status,
        "",
        &ended("GET", SpanKind::Client, Status::Unset, response(404)),
        "span `GET` has `http.response.status_code` 404, which is an error of an HTTP client span, \
         but not the status Error (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn a_server_is_not_to_blame_for_them() {
    let attributes = [response(404), error_type("404")].concat();
    at_each_level(
        Rule::Status,
        "",
        &ended("GET", SpanKind::Server, Status::error(""), attributes),
        "span `GET` has the status Error for `http.response.status_code` 404, which is no error of \
         an HTTP server span; leave it unset (OpenTelemetry semantic conventions 1.44.0)",
    );
}
