//! The longest attribute value: what the SDK's provider does not do, done before a sink.

use std::sync::Arc;
use std::time::Instant;

use opentelemetry::trace::{SpanContext, TraceId};
use opentelemetry::{Array, KeyValue, StringValue, Value};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;

use crate::provider::Sink;

/// Hands spans on with their texts cut to `limit` characters.
///
/// Source: "Attribute Limits" of `specification/common/README.md`: strings, and each
/// string of an array, are truncated; other values are left alone.
#[derive(Debug)]
pub(crate) struct Truncate {
    sink: Arc<dyn Sink>,
    limit: usize,
}

impl Truncate {
    pub(crate) fn new(sink: Arc<dyn Sink>, limit: usize) -> Self {
        Self { sink, limit }
    }
}

impl Sink for Truncate {
    fn started(&self, span: &SpanContext, parent_is_local: bool) {
        self.sink.started(span, parent_is_local);
    }

    fn ended(&self, mut span: SpanData) {
        cut_all(&mut span.attributes, self.limit);
        for event in &mut span.events.events {
            cut_all(&mut event.attributes, self.limit);
        }
        for link in &mut span.links.links {
            cut_all(&mut link.attributes, self.limit);
        }
        self.sink.ended(span);
    }

    fn hold(&self, trace: TraceId) {
        self.sink.hold(trace);
    }

    fn release(&self, trace: TraceId) {
        self.sink.release(trace);
    }

    fn set_resource(&self, resource: &Resource) {
        self.sink.set_resource(resource);
    }

    fn flush(&self, deadline: Instant) -> Result<(), String> {
        self.sink.flush(deadline)
    }

    fn shutdown(&self, deadline: Instant) -> Result<(), String> {
        self.sink.shutdown(deadline)
    }
}

fn cut_all(attributes: &mut [KeyValue], limit: usize) {
    for attribute in attributes {
        match &mut attribute.value {
            Value::String(text) => cut(text, limit),
            Value::Array(Array::String(texts)) => {
                for text in texts {
                    cut(text, limit);
                }
            }
            _ => {}
        }
    }
}

fn cut(text: &mut StringValue, limit: usize) {
    if let Some((end, _)) = text.as_str().char_indices().nth(limit) {
        *text = text.as_str()[..end].to_owned().into();
    }
}

#[cfg(test)]
mod tests {
    use super::cut_all;
    use opentelemetry::{Array, KeyValue, Value};

    #[test]
    fn texts_are_cut_at_characters_and_numbers_are_not() {
        let texts = Array::String(vec!["äöü".into(), "x".into()]);
        let mut attributes = [
            KeyValue::new("text", "äöüß"),
            KeyValue::new("short", "ab"),
            KeyValue::new("number", 123_456),
            KeyValue::new("texts", Value::Array(texts)),
        ];
        cut_all(&mut attributes, 2);
        let values = attributes.map(|attribute| attribute.value.to_string());
        assert_eq!(values, ["äö", "ab", "123456", "[\"äö\",\"x\"]"]);
    }
}
