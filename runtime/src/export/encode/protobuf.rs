//! An `ExportTraceServiceRequest` in protobuf, for both of OTLP's transports.
//!
//! Source: opentelemetry-proto's `trace_service.proto`, `trace.proto`, `resource.proto` and
//! `common.proto`; the numbers below are those of their fields.

use opentelemetry::trace::{Event, Link, SpanId, Status};
use opentelemetry::{Array, InstrumentationScope, Key, KeyValue, Value};
use opentelemetry_sdk::Resource;

use super::common::Common;
use super::scopes::{OfScope, by_scope};
use super::wire::Writer;
use super::{flags, kind, nanos};
use crate::provider::{Records, SpanView};

/// How many bytes the length of each message is likely to take.
const SHORT: usize = 1;
const SPAN: usize = 2;
const MANY: usize = 3;

/// Writes requests, and keeps what the next one may use again.
#[derive(Debug, Default)]
pub(crate) struct Encoder {
    /// The room of the latest request.
    room: Vec<u8>,
    common: Common,
}

impl Encoder {
    /// The whole request.
    pub(crate) fn request(&mut self, spans: &Records, resource: &Resource) -> Vec<u8> {
        let mut writer = Writer::over(std::mem::take(&mut self.room));
        if !spans.is_empty() {
            let common = &mut self.common;
            writer.message(1, MANY, |out| resource_spans(out, common, spans, resource));
        }
        writer.into_bytes()
    }

    /// Takes the bytes of a request back, once it is sent.
    pub(crate) fn reuse(&mut self, room: Vec<u8>) {
        self.room = room;
    }
}

fn resource_spans(out: &mut Writer, common: &mut Common, spans: &Records, resource: &Resource) {
    out.message(1, SPAN, |out| {
        for (key, value) in resource {
            attribute(out, 1, key, value);
        }
    });
    for group in by_scope(spans) {
        out.message(2, MANY, |out| scope_spans(out, common, &group));
    }
    out.bytes(3, resource.schema_url().unwrap_or_default().as_bytes());
}

fn scope_spans(out: &mut Writer, common: &mut Common, group: &OfScope<'_>) {
    out.message(1, SHORT, |out| scope(out, group.scope));
    for one in &group.spans {
        out.message(2, SPAN, |out| span(out, common, *one));
    }
    out.bytes(3, group.scope.schema_url().unwrap_or_default().as_bytes());
}

fn scope(out: &mut Writer, scope: &InstrumentationScope) {
    out.bytes(1, scope.name().as_bytes());
    out.bytes(2, scope.version().unwrap_or_default().as_bytes());
    attributes(out, 3, scope.attributes());
}

fn span(out: &mut Writer, common: &mut Common, span: SpanView<'_>) {
    out.bytes(1, &span.trace_id().to_bytes());
    out.bytes(2, &span.span_id().to_bytes());
    out.bytes(3, span.trace_state().header().as_bytes());
    if span.parent_span_id() != SpanId::INVALID {
        out.bytes(4, &span.parent_span_id().to_bytes());
    }
    out.bytes(5, span.name().as_bytes());
    out.varint(6, u64::from(kind(span.kind())));
    out.fixed64(7, nanos(span.start()));
    out.fixed64(8, nanos(span.end()));
    out.raw_fields(common.bytes(span.common_attributes(), |room| {
        let mut out = Writer::over(room);
        attributes(&mut out, 9, span.common_attributes());
        out.into_bytes()
    }));
    attributes(out, 9, span.own_attributes());
    out.varint(10, u64::from(span.dropped_attributes()));
    for one in span.events() {
        out.message(11, SPAN, |out| event(out, one));
    }
    out.varint(12, u64::from(span.dropped_events()));
    for one in span.links() {
        out.message(13, SHORT, |out| link(out, one));
    }
    out.varint(14, u64::from(span.dropped_links()));
    out.message(15, SHORT, |out| status(out, span.status()));
    out.fixed32(
        16,
        flags(span.trace_flags().to_u8(), span.parent_is_remote()),
    );
}

fn event(out: &mut Writer, event: &Event) {
    out.fixed64(1, nanos(event.timestamp));
    out.bytes(2, event.name.as_bytes());
    attributes(out, 3, &event.attributes);
    out.varint(4, u64::from(event.dropped_attributes_count));
}

fn link(out: &mut Writer, link: &Link) {
    let cx = &link.span_context;
    out.bytes(1, &cx.trace_id().to_bytes());
    out.bytes(2, &cx.span_id().to_bytes());
    out.bytes(3, cx.trace_state().header().as_bytes());
    attributes(out, 4, &link.attributes);
    out.varint(5, u64::from(link.dropped_attributes_count));
    out.fixed32(6, flags(cx.trace_flags().to_u8(), cx.is_remote()));
}

fn status(out: &mut Writer, status: &Status) {
    match status {
        Status::Unset => {}
        Status::Ok => out.varint(3, 1),
        Status::Error { description } => {
            out.bytes(2, description.as_bytes());
            out.varint(3, 2);
        }
    }
}

fn attributes<'a>(
    out: &mut Writer,
    field: u32,
    attributes: impl IntoIterator<Item = &'a KeyValue>,
) {
    for KeyValue { key, value, .. } in attributes {
        attribute(out, field, key, value);
    }
}

fn attribute(out: &mut Writer, field: u32, key: &Key, value: &Value) {
    out.message(field, SHORT, |out| {
        out.bytes(1, key.as_str().as_bytes());
        out.message(2, SHORT, |out| any_value(out, value));
    });
}

/// A kind of value that OpenTelemetry does not know today is written as none.
fn any_value(out: &mut Writer, value: &Value) {
    match value {
        Value::String(text) => out.present_bytes(1, text.as_str().as_bytes()),
        Value::Bool(value) => out.present_varint(2, u64::from(*value)),
        Value::I64(value) => out.present_varint(3, value.cast_unsigned()),
        Value::F64(value) => out.present_fixed64(4, value.to_bits()),
        Value::Array(array) => out.message(5, SHORT, |out| array_value(out, array)),
        _ => {}
    }
}

fn array_value(out: &mut Writer, array: &Array) {
    let mut each = |write: &dyn Fn(&mut Writer)| out.message(1, SHORT, write);
    match array {
        Array::String(texts) => texts
            .iter()
            .for_each(|text| each(&|out| out.present_bytes(1, text.as_str().as_bytes()))),
        Array::Bool(values) => values
            .iter()
            .for_each(|value| each(&|out| out.present_varint(2, u64::from(*value)))),
        Array::I64(values) => values
            .iter()
            .for_each(|value| each(&|out| out.present_varint(3, value.cast_unsigned()))),
        Array::F64(values) => values
            .iter()
            .for_each(|value| each(&|out| out.present_fixed64(4, value.to_bits()))),
        _ => {}
    }
}

#[cfg(test)]
#[path = "protobuf_tests.rs"]
mod tests;
