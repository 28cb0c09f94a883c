//! Traces as stable text: no ids, no times, nothing that differs between two runs.
//!
//! ```text
//! order.place [server] error "card declined" {error.type="CardDeclined", order.id=7}
//!   * exception {exception.message="card declined"}
//!   stock.reserve
//!   mail.send cancelled
//! ```
//!
//! After the name: the kind if it is not internal, the service where it changes, the status,
//! how the span ended, what is wrong with it, the attributes by key. Then its events (`*`) and
//! links (`~`), then its children. The renderer for people is `export::console`.

use std::fmt::Write as _;

use opentelemetry::{
    Array, KeyValue, StringValue, Value,
    trace::{Event, Link, SpanKind, Status},
};
use opentelemetry_sdk::trace::SpanData;

use crate::semconv::attribute::{
    TRACED_CANCELLED, TRACED_FOREIGN_PARENT, TRACED_LATE_CHILD, TRACED_ORPHAN,
};
use crate::testing::forest::{Forest, Line, Standing};

/// Deeper spans are not indented further, so that a long chain does not become a square of text.
const DEEPEST_INDENT: usize = 40;

pub(crate) fn text(forest: &Forest<'_>) -> String {
    let mut text = String::new();
    for line in forest.lines() {
        let indent = "  ".repeat(line.depth.min(DEEPEST_INDENT));
        let _ = writeln!(text, "{indent}{}", head(line));
        for event in line.seen.span.events.iter() {
            let _ = writeln!(text, "{indent}  * {}", event_text(event));
        }
        for link in line.seen.span.links.iter() {
            let _ = writeln!(text, "{indent}  ~ {}", link_text(link, forest));
        }
    }
    text
}

fn head(line: &Line<'_>) -> String {
    let span = line.seen.span;
    let mut head = span.name.to_string();
    if let Some(kind) = kind(&span.span_kind) {
        let _ = write!(head, " [{kind}]");
    }
    let parent_service = line.parent.and_then(|parent| parent.service);
    if let Some(service) = line
        .seen
        .service
        .filter(|_| line.seen.service != parent_service)
    {
        let _ = write!(head, " @{service}");
    }
    head.push_str(&outcome(span));
    if line.seen.open {
        head.push_str(" unended");
    }
    match line.standing {
        Standing::Orphan => head.push_str(" orphan"),
        Standing::Continued => head.push_str(" continued"),
        Standing::Child | Standing::Root => {}
    }
    for (mark, word) in [
        (TRACED_LATE_CHILD, " late"),
        (TRACED_FOREIGN_PARENT, " foreign"),
    ] {
        if has(span, mark, &Value::Bool(true)) {
            head.push_str(word);
        }
    }
    let attributes = attributes(span.attributes.iter().filter(|kv| !is_outcome(span, kv)));
    head + &attributes
}

fn kind(kind: &SpanKind) -> Option<&'static str> {
    match kind {
        SpanKind::Internal => None,
        SpanKind::Server => Some("server"),
        SpanKind::Client => Some("client"),
        SpanKind::Producer => Some("producer"),
        SpanKind::Consumer => Some("consumer"),
    }
}

fn outcome(span: &SpanData) -> String {
    let mut outcome = match &span.status {
        Status::Unset => String::new(),
        Status::Ok => " ok".to_owned(),
        Status::Error { description } => {
            let word = if panicked(span) { "panicked" } else { "error" };
            if description.is_empty() {
                format!(" {word}")
            } else {
                format!(" {word} {description:?}")
            }
        }
    };
    if has(span, TRACED_CANCELLED, &Value::Bool(true)) {
        outcome.push_str(" cancelled");
    }
    outcome
}

fn panicked(span: &SpanData) -> bool {
    has(span, "error.type", &Value::from("panic"))
}

/// Attributes that a word of the line already says.
fn is_outcome(span: &SpanData, attribute: &KeyValue) -> bool {
    match attribute.key.as_str() {
        TRACED_CANCELLED | TRACED_FOREIGN_PARENT | TRACED_LATE_CHILD | TRACED_ORPHAN => {
            attribute.value == Value::Bool(true)
        }
        "error.type" => panicked(span) && matches!(span.status, Status::Error { .. }),
        _ => false,
    }
}

fn has(span: &SpanData, key: &str, value: &Value) -> bool {
    span.attributes
        .iter()
        .any(|kv| kv.key.as_str() == key && kv.value == *value)
}

fn event_text(event: &Event) -> String {
    format!("{}{}", event.name, attributes(event.attributes.iter()))
}

fn link_text(link: &Link, forest: &Forest<'_>) -> String {
    let to = &link.span_context;
    let target = match forest.find(to.trace_id(), to.span_id()) {
        Some(seen) => format!("link to {}", seen.span.name),
        None => "link to a span elsewhere".to_owned(),
    };
    target + &attributes(link.attributes.iter())
}

/// ` {key=value, ..}` by key; nothing where there are none. Source positions are left out:
/// they change with every edit of the file.
fn attributes<'a>(attributes: impl Iterator<Item = &'a KeyValue>) -> String {
    let mut shown: Vec<&KeyValue> = attributes
        .filter(|kv| !kv.key.as_str().starts_with("code."))
        .collect();
    if shown.is_empty() {
        return String::new();
    }
    shown.sort_by(|a, b| a.key.as_str().cmp(b.key.as_str()));
    let shown: Vec<String> = shown
        .into_iter()
        .map(|kv| format!("{}={}", kv.key, value(&kv.value)))
        .collect();
    format!(" {{{}}}", shown.join(", "))
}

/// Text in quotes, all else bare, so that the number 7 and the text "7" differ.
fn value(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{:?}", text.as_str()),
        Value::F64(number) => format!("{number:?}"),
        Value::Array(Array::String(texts)) => {
            let texts: Vec<&str> = texts.iter().map(StringValue::as_str).collect();
            format!("{texts:?}")
        }
        Value::Array(Array::F64(numbers)) => format!("{numbers:?}"),
        other => other.to_string(),
    }
}
