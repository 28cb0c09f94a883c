//! What is told of a single span: which attributes, and why it failed.

use opentelemetry_sdk::trace::SpanData;
use traced::export::console::{Span, Style, render};
use traced::opentelemetry::trace::SpanKind;
use traced::opentelemetry::{Array, KeyValue, StringValue, Value};

use super::fixture::{Made, TRACE, span};

/// The lines of one span, without the header and the service.
fn lines(made: Made) -> Vec<String> {
    let drawn = render(&[made.of("s")], &Style::new(160).times(false));
    drawn
        .lines()
        .skip(1)
        .map(|line| line.replace("[s] ", "").trim().to_owned())
        .collect()
}

#[test]
fn a_server_says_its_status_and_not_its_name_again() {
    let made = span(1, 0, "GET /orders/{id}", 0, 9)
        .kind(SpanKind::Server)
        .with("http.request.method", "GET")
        .with("http.route", "/orders/{id}")
        .with("url.path", "/orders/7")
        .with("url.scheme", "https")
        .with("server.address", "shop.example")
        .with("client.address", "10.0.0.1")
        .with("network.protocol.version", "2")
        .with("code.function.name", "orders::get")
        .with("http.response.status_code", 200);
    assert_eq!(lines(made), ["GET /orders/{id}  server  200  /orders/7"]);
}

#[test]
fn a_client_says_whom_it_calls() {
    let made = span(1, 0, "POST", 0, 9)
        .kind(SpanKind::Client)
        .with("url.full", "https://pay.example/charge?x=1")
        .with("server.address", "pay.example")
        .with("server.port", 443)
        .with("http.response.status_code", 503)
        .error("503", "");
    assert_eq!(
        lines(made),
        ["✗ POST  client  503  https://pay.example/charge?x=1"]
    );
    let made = span(1, 0, "shop.Stock/Get", 0, 9)
        .kind(SpanKind::Client)
        .with("rpc.system.name", "grpc")
        .with("rpc.method", "shop.Stock/Get")
        .with("server.address", "stock")
        .with("server.port", 50_051)
        .with("rpc.response.status_code", "OK");
    assert_eq!(lines(made), ["shop.Stock/Get  client  OK  stock:50051"]);
}

#[test]
fn a_query_is_told_on_one_line() {
    let made = span(1, 0, "SELECT", 0, 9)
        .kind(SpanKind::Client)
        .with("db.system.name", "sqlite")
        .with(
            "db.query.text",
            "SELECT *\n    FROM orders\n    WHERE id = ?",
        )
        .with("db.response.returned_rows", 1);
    assert_eq!(
        lines(made),
        ["SELECT  client  sqlite  SELECT * FROM orders WHERE id = ?  1 row"]
    );
}

#[test]
fn one_sees_where_a_value_ends() {
    let texts = vec![StringValue::from("a"), StringValue::from("b, c")];
    let made = span(1, 0, "name", 0, 9)
        .with("plain", "x")
        .with("spaced", "x y")
        .with("empty", "")
        .with("said", "name")
        .with("yes", true)
        .with("ratio", 0.5)
        .with("texts", Value::Array(Array::String(texts)))
        .with("many", Value::Array(Array::I64((0..100).collect())));
    assert_eq!(
        lines(made),
        [
            r#"name  plain=x  spaced="x y"  empty=""  yes=true  ratio=0.5  texts=[a, "b, c"]  many=[0, 1, 2, 3, 4, 5, 6, 7, … 92 more]"#
        ]
    );
}

#[test]
fn what_does_not_fit_is_counted() {
    let mut made = span(1, 0, "name", 0, 9);
    for number in 0..70 {
        made = made.with(
            format!("key.{number}"),
            "a value of forty columns, more or less so",
        );
    }
    let told = lines(made);
    assert_eq!(told.len(), 5, "{told:#?}");
    assert!(
        told[4].starts_with("… ") && told[4].ends_with(" more"),
        "{told:#?}"
    );
}

fn exception(type_name: &'static str, message: &'static str, trace: &'static str) -> Vec<KeyValue> {
    vec![
        KeyValue::new("exception.type", type_name),
        KeyValue::new("exception.message", message),
        KeyValue::new("exception.stacktrace", trace),
    ]
}

#[test]
fn an_error_is_told_once_with_its_causes() {
    let trace = "cannot reserve\nCaused by: stock service\nCaused by: connection refused";
    let made = span(1, 0, "reserve", 0, 9)
        .error("shop::Reserve", "cannot reserve")
        .event(
            "exception",
            5,
            exception("shop::Reserve", "cannot reserve", trace),
        );
    assert_eq!(
        lines(made),
        [
            "✗ reserve",
            "error shop::Reserve: cannot reserve",
            "Caused by: stock service",
            "Caused by: connection refused",
        ]
    );
}

#[test]
fn a_panic_says_where() {
    let made = span(1, 0, "reserve", 0, 9)
        .error("panic", "no stock")
        .event(
            "exception",
            5,
            exception("panic", "no stock", "panicked at src/stock.rs:12:5"),
        );
    assert_eq!(
        lines(made),
        [
            "✗ reserve  panicked",
            "panic: no stock",
            "panicked at src/stock.rs:12:5"
        ]
    );
    assert_eq!(
        lines(span(1, 0, "x", 0, 9).error("panic", "")),
        ["✗ x  panicked"]
    );
}

#[test]
fn an_error_without_words_and_an_exception_that_was_handled() {
    assert_eq!(lines(span(1, 0, "x", 0, 9).error("_OTHER", "")), ["✗ x"]);
    assert_eq!(
        lines(span(1, 0, "x", 0, 9).error("timeout", "")),
        ["✗ x", "error timeout"]
    );
    let handled = span(1, 0, "x", 0, 9).event("exception", 5, exception("io::Error", "gone", ""));
    assert_eq!(lines(handled), ["x", "exception io::Error: gone"]);
}

#[test]
fn a_failure_is_explained_where_it_arose() {
    let spans: Vec<Span> = vec![
        span(1, 0, "request", 0, 9)
            .error("Refused", "no stock")
            .of("s"),
        span(2, 1, "step", 1, 8).of("s"),
        span(3, 2, "reserve", 2, 7)
            .error("Empty", "no stock")
            .of("s"),
        span(4, 1, "log", 8, 9).error("Io", "disk full").of("s"),
    ];
    let drawn = render(&spans, &Style::new(80).times(false));
    assert_eq!(
        drawn,
        "trace  1 service · 4 spans · 3 errors\n\
         ✗ [s] request\n\
         ├─ step\n\
         │  └─ ✗ reserve\n\
         │        error Empty: no stock\n\
         └─ ✗ log\n      \
               error Io: disk full\n"
    );
}

#[test]
fn links_events_and_losses_are_told() {
    let mut data: SpanData = span(1, 0, "batch", 0, 2_000)
        .event("picked", 1_500, vec![KeyValue::new("count", 3)])
        .link(TRACE, 1)
        .link(0xab, 0xcd)
        .data();
    data.dropped_attributes_count = 2;
    let drawn = render(&[Span::new("s", data)], &Style::new(100));
    let told: Vec<&str> = drawn.lines().skip(2).map(str::trim).collect();
    assert_eq!(
        told,
        [
            "· picked  +1.50 ms  count=3",
            "linked to batch",
            "linked to trace 000000000000000000000000000000ab, span 00000000000000cd",
            "2 attributes dropped at the limit",
        ]
    );
}
