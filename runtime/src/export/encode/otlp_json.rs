//! OTLP in JSON: `{"resourceSpans":[..]}`, what OTLP/HTTP, its files, Jaeger's upload and the
//! collector's `otlpjsonfile` receiver read.
//!
//! Source: OTLP 1.10, "JSON Protobuf Encoding": ids in hexadecimal digits, 64-bit integers as
//! texts, enums as numbers, keys in lowerCamelCase. What holds its default is left out.

use opentelemetry::trace::{Event, Link, SpanId, Status, TraceState};
use opentelemetry::{Array, Key, KeyValue, Value};
use opentelemetry_sdk::Resource;

use super::json::{self, Object};
use super::scopes::{OfScope, by_scope};
use super::{flags, kind, nanos};
use crate::provider::{Records, SpanView};

/// Appends the whole request, on one line and without its end.
pub(crate) fn request(out: &mut String, spans: &Records, resource: &Resource) {
    let one = (!spans.is_empty()).then_some(());
    json::object(out, |request| {
        request.array("resourceSpans", one, |out, ()| {
            json::object(out, |object| resource_spans(object, spans, resource));
        });
    });
}

fn resource_spans(object: &mut Object<'_>, spans: &Records, resource: &Resource) {
    object.object("resource", |object| {
        object.array("attributes", resource, |out, (key, value)| {
            attribute(out, key, value);
        });
    });
    object.array("scopeSpans", by_scope(spans), |out, group| {
        json::object(out, |object| scope_spans(object, &group));
    });
    schema_url(object, resource.schema_url());
}

fn scope_spans(object: &mut Object<'_>, group: &OfScope<'_>) {
    object.object("scope", |object| {
        object.text("name", group.scope.name());
        if let Some(version) = group.scope.version() {
            object.text("version", version);
        }
        attributes(object, group.scope.attributes());
    });
    object.array("spans", &group.spans, |out, one| {
        json::object(out, |object| span(object, *one));
    });
    schema_url(object, group.scope.schema_url());
}

fn schema_url(object: &mut Object<'_>, url: Option<&str>) {
    if let Some(url) = url {
        object.text("schemaUrl", url);
    }
}

fn span(object: &mut Object<'_>, span: SpanView<'_>) {
    object.quoted("traceId", span.trace_id());
    object.quoted("spanId", span.span_id());
    trace_state(object, span.trace_state());
    let flags = flags(span.trace_flags().to_u8(), span.parent_is_remote());
    object.number("flags", flags);
    if span.parent_span_id() != SpanId::INVALID {
        object.quoted("parentSpanId", span.parent_span_id());
    }
    object.text("name", span.name());
    object.number("kind", kind(span.kind()));
    object.quoted("startTimeUnixNano", nanos(span.start()));
    object.quoted("endTimeUnixNano", nanos(span.end()));
    attributes(object, span.attributes());
    dropped(object, "droppedAttributesCount", span.dropped_attributes());
    if !span.events().is_empty() {
        object.array("events", span.events(), |out, one| {
            json::object(out, |object| event(object, one));
        });
    }
    dropped(object, "droppedEventsCount", span.dropped_events());
    if !span.links().is_empty() {
        object.array("links", span.links(), |out, one| {
            json::object(out, |object| link(object, one));
        });
    }
    dropped(object, "droppedLinksCount", span.dropped_links());
    object.object("status", |object| status(object, span.status()));
}

fn event(object: &mut Object<'_>, event: &Event) {
    object.quoted("timeUnixNano", nanos(event.timestamp));
    object.text("name", &event.name);
    attributes(object, &event.attributes);
    dropped(
        object,
        "droppedAttributesCount",
        event.dropped_attributes_count,
    );
}

fn link(object: &mut Object<'_>, link: &Link) {
    let cx = &link.span_context;
    object.quoted("traceId", cx.trace_id());
    object.quoted("spanId", cx.span_id());
    trace_state(object, cx.trace_state());
    object.number("flags", flags(cx.trace_flags().to_u8(), cx.is_remote()));
    attributes(object, &link.attributes);
    dropped(
        object,
        "droppedAttributesCount",
        link.dropped_attributes_count,
    );
}

fn trace_state(object: &mut Object<'_>, state: &TraceState) {
    let state = state.header();
    if !state.is_empty() {
        object.text("traceState", &state);
    }
}

fn status(object: &mut Object<'_>, status: &Status) {
    match status {
        Status::Unset => {}
        Status::Ok => object.number("code", 1),
        Status::Error { description } => {
            if !description.is_empty() {
                object.text("message", description);
            }
            object.number("code", 2);
        }
    }
}

fn dropped(object: &mut Object<'_>, key: &str, count: u32) {
    if count > 0 {
        object.number(key, count);
    }
}

fn attributes<'a>(object: &mut Object<'_>, attributes: impl IntoIterator<Item = &'a KeyValue>) {
    let mut attributes = attributes.into_iter().peekable();
    if attributes.peek().is_some() {
        object.array("attributes", attributes, |out, one| {
            attribute(out, &one.key, &one.value);
        });
    }
}

fn attribute(out: &mut String, key: &Key, value: &Value) {
    json::object(out, |object| {
        object.text("key", key.as_str());
        object.member("value", |out| any_value(out, value));
    });
}

/// A kind of value that OpenTelemetry does not know today is written as none.
fn any_value(out: &mut String, value: &Value) {
    json::object(out, |object| match value {
        Value::String(text) => object.text("stringValue", text.as_str()),
        Value::Bool(value) => object.number("boolValue", value),
        Value::I64(value) => object.quoted("intValue", value),
        Value::F64(value) => object.member("doubleValue", |out| json::float(out, *value)),
        Value::Array(array) => object.object("arrayValue", |object| array_value(object, array)),
        _ => {}
    });
}

fn array_value(object: &mut Object<'_>, array: &Array) {
    let one = |out: &mut String, value: Value| any_value(out, &value);
    match array {
        Array::String(texts) => object.array("values", texts, |out, text| {
            json::object(out, |object| object.text("stringValue", text.as_str()));
        }),
        Array::Bool(values) => object.array("values", values.iter().copied().map(Value::Bool), one),
        Array::I64(values) => object.array("values", values.iter().copied().map(Value::I64), one),
        Array::F64(values) => object.array("values", values.iter().copied().map(Value::F64), one),
        _ => {}
    }
}

#[cfg(test)]
#[path = "otlp_json_tests.rs"]
mod tests;
