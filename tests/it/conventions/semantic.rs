//! Spans of the types that OpenTelemetry describes: its names, kinds and attributes, and not the
//! team's.

use traced::opentelemetry::KeyValue;
use traced::opentelemetry::trace::SpanKind;
use traced::testing::{Recorded, Rule};

use super::harness::{Team, at_each_level, named, one};

const STRICT: &str = "\
[names]
prefixes = [\"order\"]
max_length = 3
require_registered = true

[registry]
path = \"registry.yaml\"
";

fn server(name: &'static str, more: &[(&'static str, &'static str)]) -> Recorded<()> {
    let mut attributes = vec![
        KeyValue::new("http.request.method", "GET"),
        KeyValue::new("url.path", "/orders/7"),
    ];
    attributes.extend(more.iter().map(|&(key, value)| KeyValue::new(key, value)));
    one(name, SpanKind::Server, attributes)
}

const SCHEME: (&str, &str) = ("url.scheme", "http");
const ROUTE: (&str, &str) = ("http.route", "/orders/{id}");

#[test]
fn the_team_s_rules_for_names_are_not_asked() {
    let conventions = Team::new(STRICT).conformance();
    server("GET /orders/{id}", &[SCHEME, ROUTE]).assert_conforms_to(&conventions);
    // What the application calls the target, as long as it is no instance.
    server("GET the order", &[SCHEME]).assert_conforms_to(&conventions);
    assert_ne!(named("GET /orders/{id}").findings(&conventions), []);
}

#[test]
fn a_name_follows_from_the_attributes() {
    at_each_level(
        Rule::NameStyle,
        STRICT,
        &server("GET /orders/7", &[SCHEME, ROUTE]),
        "span name `GET /orders/7` is not what an HTTP server span is called; write \
         `GET /orders/{id}` (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn a_kind_follows_from_the_type() {
    let attributes = vec![
        KeyValue::new("messaging.system", "kafka"),
        KeyValue::new("messaging.operation.name", "consume"),
        KeyValue::new("messaging.operation.type", "process"),
        KeyValue::new("messaging.destination.name", "orders"),
    ];
    at_each_level(
        Rule::SpanKind,
        STRICT,
        &one("consume orders", SpanKind::Client, attributes),
        "span `consume orders` is `client`; the span of a message that is processed is `consumer` \
         (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn what_every_span_of_the_type_has() {
    at_each_level(
        Rule::RequiredAttribute,
        STRICT,
        &server("GET /orders/{id}", &[ROUTE]),
        "span `GET /orders/{id}` lacks `url.scheme`, which an HTTP server span must have \
         (OpenTelemetry semantic conventions 1.44.0)",
    );
    let call = vec![
        KeyValue::new("rpc.system.name", "grpc"),
        KeyValue::new("rpc.method", "a.B/C"),
    ];
    at_each_level(
        Rule::RequiredAttribute,
        STRICT,
        &one("a.B/C", SpanKind::Client, call),
        "span `a.B/C` lacks `rpc.response.status_code` and `server.address`, which an RPC client \
         span must have (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn what_follows_from_another_attribute() {
    let unknown = vec![
        KeyValue::new("http.request.method", "_OTHER"),
        KeyValue::new("url.path", "/"),
        KeyValue::new("url.scheme", "http"),
        KeyValue::new("network.peer.port", 4711),
    ];
    at_each_level(
        Rule::RequiredAttribute,
        STRICT,
        &one("HTTP", SpanKind::Server, unknown),
        "span `HTTP` lacks `http.request.method_original` and `network.peer.address`, which an HTTP \
         server span must have (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn the_name_of_a_later_version_is_said_and_is_no_gap() {
    let call = vec![
        KeyValue::new("rpc.system.name", "grpc"),
        KeyValue::new("rpc.method", "a.B/C"),
        KeyValue::new("rpc.status_code", "OK"),
        KeyValue::new("server.address", "shop.example"),
    ];
    at_each_level(
        Rule::UnknownAttribute,
        STRICT,
        &one("a.B/C", SpanKind::Client, call),
        "attribute `rpc.status_code` is what a later version calls `rpc.response.status_code`; write that \
         (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn a_query_is_named_by_its_summary() {
    let query = vec![
        KeyValue::new("db.system.name", "sqlite"),
        KeyValue::new("db.query.summary", "SELECT orders"),
        KeyValue::new("db.query.text", "SELECT * FROM orders WHERE id = ?"),
    ];
    at_each_level(
        Rule::NameStyle,
        STRICT,
        &one("sqlx.execute", SpanKind::Client, query),
        "span name `sqlx.execute` is not what a database span is called; write `SELECT orders` \
         (OpenTelemetry semantic conventions 1.44.0)",
    );
}
