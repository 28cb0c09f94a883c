//! Which attributes a person wants to see on a span's line, and how short.
//!
//! Where a span comes from (`code.*`, `thread.*`), what its name says already and what only a
//! query needs is left out; of HTTP, RPC and database calls the outcome and the counterpart stay.
//! Attributes of the application are all shown. Keys: OpenTelemetry semantic conventions 1.44.

use crate::semconv::attribute::{TRACED_CANCELLED, TRACED_ORPHAN};
use opentelemetry::trace::SpanKind;
use opentelemetry::{Array, Value};
use opentelemetry_sdk::trace::SpanData;

use super::text::{clean, one_line};

/// An attribute as it is drawn: `key=value`, or the value alone where it speaks for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) text: String,
    /// The outcome of a call: drawn first and never dimmed.
    pub(super) is_outcome: bool,
}

/// No single value takes more columns than this.
const VALUE: usize = 72;
const KEY: usize = 40;
/// Elements of an array that are shown.
const ELEMENTS: usize = 8;
/// Attributes of one span that are considered.
const CONSIDERED: usize = 64;

/// Namespaces that describe machinery.
const HIDDEN_PREFIXES: &[&str] = &[
    "code.",
    "thread.",
    "network.",
    "user_agent.",
    "client.",
    "telemetry.",
    "otel.",
    "exception.",
    "tls.",
    "process.",
    "host.",
    "service.",
];

const HIDDEN: &[&str] = &[
    "error.type",
    "error.message",
    TRACED_CANCELLED,
    TRACED_ORPHAN,
    "url.scheme",
    "url.query",
    "server.address",
    "server.port",
    "http.request.method_original",
    "http.request.body.size",
    "http.response.body.size",
    "rpc.system",
    "rpc.system.name",
    "db.namespace",
    "busy_ns",
    "idle_ns",
    "target",
    "level",
];

/// Shown without their key, unless the span's name says it.
const IN_NAME: &[&str] = &[
    "http.request.method",
    "http.route",
    "url.path",
    "rpc.method",
    "rpc.service",
    "db.operation.name",
    "db.collection.name",
    "db.query.summary",
    "db.stored_procedure.name",
    "messaging.operation.name",
    "messaging.destination.name",
    "url.full",
];

const OUTCOMES: &[&str] = &[
    "http.response.status_code",
    "rpc.response.status_code",
    "rpc.status_code",
    "db.response.status_code",
];

/// The attributes of `span` that matter, outcomes first.
pub(super) fn informative(span: &SpanData) -> Vec<Shown> {
    let mut shown = Vec::new();
    shown.extend(counterpart(span));
    for attribute in span.attributes.iter().take(CONSIDERED) {
        shown.extend(shorten(attribute.key.as_str(), &attribute.value, span));
    }
    shown.sort_by_key(|shown| !shown.is_outcome);
    let beyond = span.attributes.len().saturating_sub(CONSIDERED);
    if beyond > 0 {
        shown.push(plain(format!("… {beyond} more")));
    }
    shown
}

/// An attribute of an event, always with its key.
pub(super) fn pair(key: &str, value: &Value) -> String {
    format!("{}={}", clean(key, KEY), quoted(value))
}

/// Whom a client calls, unless the address is part of a URL that is shown.
fn counterpart(span: &SpanData) -> Option<Shown> {
    if !matches!(span.span_kind, SpanKind::Client | SpanKind::Producer)
        || get(span, "url.full").is_some()
    {
        return None;
    }
    let address = get(span, "server.address")?;
    let address = clean(&address.as_str(), VALUE);
    Some(plain(match get(span, "server.port") {
        Some(port) => format!("{address}:{}", clean(&port.as_str(), VALUE)),
        None => address,
    }))
}

fn shorten(key: &str, value: &Value, span: &SpanData) -> Option<Shown> {
    if HIDDEN.contains(&key) || HIDDEN_PREFIXES.iter().any(|prefix| key.starts_with(prefix)) {
        return None;
    }
    let text = value.as_str();
    if OUTCOMES.contains(&key) {
        return Some(Shown {
            text: clean(&text, VALUE),
            is_outcome: true,
        });
    }
    if IN_NAME.contains(&key) {
        let is_said = span.name.contains(&*text) || is_said_by_route(key, span);
        return (!is_said).then(|| plain(clean(&text, VALUE)));
    }
    match key {
        "db.system.name" | "db.system" => Some(plain(clean(&text, VALUE))),
        "db.query.text" | "db.statement" => Some(plain(one_line(&text, VALUE))),
        "db.response.returned_rows" => Some(plain(format!(
            "{} {}",
            clean(&text, KEY),
            if text == "1" { "row" } else { "rows" }
        ))),
        _ if *text == *span.name => None,
        _ => Some(plain(format!("{}={}", clean(key, KEY), quoted(value)))),
    }
}

/// A path without parameters is the route itself.
fn is_said_by_route(key: &str, span: &SpanData) -> bool {
    key == "url.path"
        && get(span, "http.route").is_some_and(|route| !route.as_str().contains(['{', ':', '*']))
}

fn get<'a>(span: &'a SpanData, key: &str) -> Option<&'a Value> {
    span.attributes
        .iter()
        .find(|attribute| attribute.key.as_str() == key)
        .map(|attribute| &attribute.value)
}

fn plain(text: String) -> Shown {
    Shown {
        text,
        is_outcome: false,
    }
}

/// A value of which one sees where it ends.
fn quoted(value: &Value) -> String {
    match value {
        Value::String(text) => quoted_text(text.as_str()),
        Value::Array(array) => elements(array),
        other => clean(&other.as_str(), VALUE),
    }
}

fn quoted_text(text: &str) -> String {
    let needs_quotes = text.is_empty() || text.contains([' ', '=', '"', ',']);
    let text = clean(text, VALUE);
    if needs_quotes {
        format!("\"{text}\"")
    } else {
        text
    }
}

fn elements(array: &Array) -> String {
    let (mut texts, count): (Vec<String>, usize) = match array {
        Array::Bool(values) => (
            values.iter().take(ELEMENTS).map(bool::to_string).collect(),
            values.len(),
        ),
        Array::I64(values) => (
            values.iter().take(ELEMENTS).map(i64::to_string).collect(),
            values.len(),
        ),
        Array::F64(values) => (
            values.iter().take(ELEMENTS).map(f64::to_string).collect(),
            values.len(),
        ),
        Array::String(values) => {
            let texts = values
                .iter()
                .take(ELEMENTS)
                .map(|value| quoted_text(value.as_str()));
            (texts.collect(), values.len())
        }
        _ => (Vec::new(), 0),
    };
    if count > ELEMENTS {
        texts.push(format!("… {} more", count - ELEMENTS));
    }
    clean(&format!("[{}]", texts.join(", ")), VALUE)
}
