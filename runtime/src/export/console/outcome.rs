//! How a span ended: well, in error, by a panic, cancelled; and the texts that explain it.

use crate::semconv::attribute::TRACED_CANCELLED;
use opentelemetry::Value;
use opentelemetry::trace::{Event, Status};
use opentelemetry_sdk::trace::SpanData;

use super::text::clean;

/// A line of explanation is cut here; a terminal is rarely wider.
const LINE: usize = 400;
/// Lines of one text that are shown.
const LINES: usize = 6;
/// Exceptions of one span that are shown.
const EXCEPTIONS: usize = 4;

/// How a span ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Well,
    Error,
    Panicked,
    Cancelled,
}

impl End {
    pub(super) fn of(span: &SpanData) -> Self {
        if matches!(span.status, Status::Error { .. }) {
            if error_type(span) == Some("panic") {
                Self::Panicked
            } else {
                Self::Error
            }
        } else if is_cancelled(span) {
            Self::Cancelled
        } else {
            Self::Well
        }
    }

    /// The word that marks it on the span's own line.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Panicked => Some("panicked"),
            Self::Cancelled => Some("cancelled"),
            Self::Well | Self::Error => None,
        }
    }
}

/// The status's description; nothing for a span that did not fail or says nothing.
pub(super) fn description(span: &SpanData) -> Option<&str> {
    match &span.status {
        Status::Error { description } if !description.is_empty() => Some(description),
        _ => None,
    }
}

/// The lines that explain a failure, the first one first. `told_below`: a child of this span
/// has the same description, so it is not repeated.
pub(super) fn explain(span: &SpanData, told_below: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let description = description(span);
    if !told_below {
        lines.extend(headline(span, description));
    }
    let exceptions = || span.events.iter().filter(|event| event.name == "exception");
    for exception in exceptions().take(EXCEPTIONS) {
        let message = text(exception, "exception.message");
        let type_name = text(exception, "exception.type");
        let is_told =
            description.is_some() && message.is_none_or(|message| Some(message) == description);
        if !is_told {
            lines.extend(titled("exception", type_name, message));
        }
        let stacktrace = text(exception, "exception.stacktrace");
        lines.extend(block(stacktrace.map_or("", |trace| causes(trace, message))));
    }
    let more = exceptions().count().saturating_sub(EXCEPTIONS);
    if more > 0 {
        lines.push(format!("… {more} more exceptions"));
    }
    lines
}

/// `error OutOfStock: only 2 left`: the type where it says more than the status code does.
fn headline(span: &SpanData, description: Option<&str>) -> Vec<String> {
    if !matches!(span.status, Status::Error { .. }) {
        return Vec::new();
    }
    let type_name = error_type(span).filter(|&name| name != "_OTHER" && name != "panic");
    if description.is_none() && type_name.is_none_or(|name| is_status_code(span, name)) {
        return Vec::new();
    }
    let word = if End::of(span) == End::Panicked {
        "panic"
    } else {
        "error"
    };
    titled(word, type_name, description)
}

/// `word type: text`, the text over several lines if it has them.
fn titled(word: &str, type_name: Option<&str>, text: Option<&str>) -> Vec<String> {
    let mut title = word.to_owned();
    if let Some(type_name) = type_name {
        title.push(' ');
        title.push_str(&clean(type_name, LINE));
    }
    let mut lines = block(text.unwrap_or_default());
    match lines.first_mut() {
        Some(first) => first.insert_str(0, &format!("{title}: ")),
        None => lines.push(title),
    }
    lines
}

/// A stack trace without the message that it begins with: that was told.
fn causes<'a>(stacktrace: &'a str, message: Option<&str>) -> &'a str {
    message
        .and_then(|message| stacktrace.strip_prefix(message))
        .unwrap_or(stacktrace)
}

/// The lines of a text, cleaned, as many as a person reads.
fn block(text: &str) -> Vec<String> {
    let mut source = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty());
    let mut lines: Vec<String> = source
        .by_ref()
        .take(LINES)
        .map(|line| clean(line, LINE))
        .collect();
    let more = source.count();
    if more > 0 {
        lines.push(format!("… {more} more lines"));
    }
    lines
}

fn error_type(span: &SpanData) -> Option<&str> {
    span.attributes
        .iter()
        .find(|attribute| attribute.key.as_str() == "error.type")
        .and_then(|attribute| match &attribute.value {
            Value::String(text) => Some(text.as_str()),
            _ => None,
        })
}

fn is_status_code(span: &SpanData, name: &str) -> bool {
    span.attributes.iter().any(|attribute| {
        attribute.key.as_str().ends_with("status_code") && attribute.value.as_str() == name
    })
}

fn is_cancelled(span: &SpanData) -> bool {
    span.attributes.iter().any(|attribute| {
        attribute.key.as_str() == TRACED_CANCELLED && attribute.value == Value::Bool(true)
    })
}

fn get<'a>(event: &'a Event, key: &str) -> Option<&'a Value> {
    event
        .attributes
        .iter()
        .find(|attribute| attribute.key.as_str() == key)
        .map(|attribute| &attribute.value)
}

fn text<'a>(event: &'a Event, key: &str) -> Option<&'a str> {
    match get(event, key) {
        Some(Value::String(text)) => Some(text.as_str()),
        _ => None,
    }
}
