//! Spans as Zipkin's API v2 has them.
//!
//! Source: `specification/trace/sdk_exporters/zipkin.md`, "Mapping".

use std::time::{SystemTime, UNIX_EPOCH};

use opentelemetry::trace::{Event, SpanId, SpanKind, Status};
use opentelemetry::{Array, KeyValue, Value};
use opentelemetry_sdk::Resource;

use crate::export::encode::json::{self, Object};
use crate::provider::{Records, SpanView};

/// Appends the array that is posted.
pub(super) fn spans(out: &mut String, spans: &Records, resource: &Resource) {
    let service = resource.get(&"service.name".into());
    let service = service.map(|name| name.to_string()).unwrap_or_default();
    json::array(out, spans.iter(), |out, one| {
        json::object(out, |object| span(object, one, &service));
    });
}

fn span(object: &mut Object<'_>, span: SpanView<'_>, service: &str) {
    object.quoted("traceId", span.trace_id());
    object.quoted("id", span.span_id());
    if span.parent_span_id() != SpanId::INVALID {
        object.quoted("parentId", span.parent_span_id());
    }
    if let Some(kind) = kind(span.kind()) {
        object.text("kind", kind);
    }
    object.text("name", span.name());
    let start = micros(span.start());
    object.number("timestamp", start);
    // Zero is no duration to Zipkin.
    object.number("duration", micros(span.end()).saturating_sub(start).max(1));
    object.object("localEndpoint", |object| {
        object.text("serviceName", service);
    });
    if let Some(peer) = peer(span) {
        object.object("remoteEndpoint", |object| object.text("serviceName", &peer));
    }
    if !span.events().is_empty() {
        object.array("annotations", span.events(), |out, event| {
            json::object(out, |object| annotation(object, event));
        });
    }
    object.object("tags", |object| tags(object, span));
}

fn kind(kind: &SpanKind) -> Option<&'static str> {
    match kind {
        SpanKind::Client => Some("CLIENT"),
        SpanKind::Server => Some("SERVER"),
        SpanKind::Producer => Some("PRODUCER"),
        SpanKind::Consumer => Some("CONSUMER"),
        SpanKind::Internal => None,
    }
}

/// Whom the span talked to. Source: "Remote endpoint", in its order of preference.
fn peer(span: SpanView<'_>) -> Option<String> {
    const KEYS: [&str; 5] = [
        "service.peer.name",
        "peer.service",
        "server.address",
        "network.peer.address",
        "db.namespace",
    ];
    if !matches!(span.kind(), SpanKind::Client | SpanKind::Producer) {
        return None;
    }
    let value = |key: &str| {
        let found = span.attributes().find(|one| one.key.as_str() == key);
        found.map(|one| one.value.as_str().into_owned())
    };
    KEYS.into_iter().find_map(value)
}

fn tags(object: &mut Object<'_>, span: SpanView<'_>) {
    let mut has_error = false;
    for KeyValue { key, value, .. } in span.attributes() {
        has_error |= key.as_str() == "error";
        object.text(key.as_str(), &words(value));
    }
    match span.status() {
        Status::Unset => {}
        Status::Ok => object.text("otel.status_code", "OK"),
        Status::Error { description } => {
            object.text("otel.status_code", "ERROR");
            if !has_error {
                object.text("error", description);
            }
        }
    }
    object.text("otel.scope.name", span.scope().name());
    if let Some(version) = span.scope().version() {
        object.text("otel.scope.version", version);
    }
    for (key, count) in [
        ("otel.dropped_attributes_count", span.dropped_attributes()),
        ("otel.dropped_events_count", span.dropped_events()),
        ("otel.dropped_links_count", span.dropped_links()),
    ] {
        if count > 0 {
            object.text(key, &count.to_string());
        }
    }
}

/// Source: "Events": the name, and the attributes as a JSON object after it.
fn annotation(object: &mut Object<'_>, event: &Event) {
    object.number("timestamp", micros(event.timestamp));
    if event.attributes.is_empty() {
        object.text("value", &event.name);
        return;
    }
    let mut value = String::new();
    json::text(&mut value, &event.name);
    value.push(':');
    json::object(&mut value, |object| {
        for KeyValue { key, value, .. } in &event.attributes {
            object.text(key.as_str(), &words(value));
        }
    });
    object.text("value", &value);
}

/// Source: "Attribute": arrays are JSON, all else its plain text.
fn words(value: &Value) -> String {
    let Value::Array(array) = value else {
        return value.as_str().into_owned();
    };
    let mut out = String::new();
    match array {
        Array::String(texts) => {
            json::array(&mut out, texts, |out, text| json::text(out, text.as_str()));
        }
        Array::Bool(values) => json::array(&mut out, values, json::plain),
        Array::I64(values) => json::array(&mut out, values, json::plain),
        Array::F64(values) => json::array(&mut out, values, |out, one| json::float(out, *one)),
        _ => {}
    }
    out
}

fn micros(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use opentelemetry::trace::TraceState;
    use opentelemetry::trace::{Event, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId};
    use opentelemetry::{Array, InstrumentationScope, KeyValue, Value};
    use opentelemetry_sdk::Resource;
    use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

    use super::{Records, UNIX_EPOCH, spans};

    fn span() -> SpanData {
        let start = UNIX_EPOCH + Duration::from_micros(5);
        let mut events = SpanEvents::default();
        let detail = vec![KeyValue::new("n", 1)];
        events.events = vec![
            Event::new("plain", start, Vec::new(), 0),
            Event::new("detailed", start, detail, 0),
        ];
        SpanData {
            span_context: SpanContext::new(
                TraceId::from(0xab),
                SpanId::from(0xcd),
                TraceFlags::SAMPLED,
                false,
                TraceState::NONE,
            ),
            parent_span_id: SpanId::from(0xef),
            parent_span_is_remote: false,
            span_kind: SpanKind::Client,
            name: "GET".into(),
            start_time: start,
            end_time: start,
            attributes: vec![
                KeyValue::new("peer.service", "stock"),
                KeyValue::new("ids", Value::Array(Array::I64(vec![1, 2]))),
            ],
            dropped_attributes_count: 2,
            events,
            links: SpanLinks::default(),
            status: Status::error("broken"),
            instrumentation_scope: InstrumentationScope::builder("s").with_version("1").build(),
        }
    }

    #[test]
    fn a_span_in_full() {
        let resource = Resource::builder_empty().with_service_name("shop").build();
        let mut out = String::new();
        spans(&mut out, &Records::from(span()), &resource);
        let expected = concat!(
            r#"[{"traceId":"000000000000000000000000000000ab","id":"00000000000000cd","#,
            r#""parentId":"00000000000000ef","kind":"CLIENT","name":"GET","timestamp":5,"#,
            r#""duration":1,"localEndpoint":{"serviceName":"shop"},"#,
            r#""remoteEndpoint":{"serviceName":"stock"},"annotations":["#,
            r#"{"timestamp":5,"value":"plain"},"#,
            r#"{"timestamp":5,"value":"\"detailed\":{\"n\":\"1\"}"}],"#,
            r#""tags":{"peer.service":"stock","ids":"[1,2]","otel.status_code":"ERROR","#,
            r#""error":"broken","otel.scope.name":"s","otel.scope.version":"1","#,
            r#""otel.dropped_attributes_count":"2"}}]"#,
        );
        assert_eq!(out, expected);
    }
}
