//! Records to and from the SDK's `SpanData`.

use super::record::{Rare, Record};
use super::records::Records;
use super::view::SpanView;
use crate::provider::plan::Source;
use opentelemetry::KeyValue;
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use std::sync::Arc;

impl Records {
    /// The spans as the SDK's exporters take them.
    pub fn into_span_data(mut self) -> Vec<SpanData> {
        let mut spans = Vec::with_capacity(self.len());
        spans.extend(
            self.drain()
                .map(|(record, attributes)| data(record, attributes)),
        );
        spans
    }
}

fn data(record: Record, attributes: Vec<KeyValue>) -> SpanData {
    let view = SpanView {
        record: &record,
        attributes: &[],
    };
    let (start_time, end_time) = (view.start(), view.end());
    let span_context = view.span_context();
    let instrumentation_scope = view.scope().clone();
    let rare = record.rare.map(|rare| *rare).unwrap_or_default();
    SpanData {
        span_context,
        parent_span_id: record.parent_id,
        parent_span_is_remote: record.parent_is_remote,
        span_kind: record.kind,
        name: record.name,
        start_time,
        end_time,
        attributes,
        dropped_attributes_count: rare.dropped_attributes,
        events: events(rare.events, rare.dropped_events),
        links: links(rare.links, rare.dropped_links),
        status: rare.status,
        instrumentation_scope,
    }
}

fn events(all: Vec<opentelemetry::trace::Event>, dropped: u32) -> SpanEvents {
    let mut events = SpanEvents::default();
    events.events = all;
    events.dropped_count = dropped;
    events
}

fn links(all: Vec<opentelemetry::trace::Link>, dropped: u32) -> SpanLinks {
    let mut links = SpanLinks::default();
    links.links = all;
    links.dropped_count = dropped;
    links
}

impl SpanView<'_> {
    /// A copy as the SDK's `SpanData`.
    pub fn to_span_data(&self) -> SpanData {
        data(self.record.clone(), self.attributes().cloned().collect())
    }
}

impl From<SpanData> for Records {
    fn from(span: SpanData) -> Self {
        Self::from_iter([span])
    }
}

/// From a provider of the SDK, or for a test.
impl FromIterator<SpanData> for Records {
    fn from_iter<I: IntoIterator<Item = SpanData>>(spans: I) -> Self {
        let mut records = Self::default();
        for mut span in spans {
            let mut attributes = std::mem::take(&mut span.attributes);
            let mut record = record(span);
            record.attributes = u32::try_from(attributes.len()).unwrap_or(u32::MAX);
            records.add(record, &mut attributes);
        }
        records
    }
}

fn record(span: SpanData) -> Record {
    let rare = Rare {
        start: Some(span.start_time),
        end: Some(span.end_time),
        status: span.status,
        trace_state: span.span_context.trace_state().clone(),
        events: span.events.events,
        links: span.links.links,
        dropped_attributes: span.dropped_attributes_count,
        dropped_events: span.events.dropped_count,
        dropped_links: span.links.dropped_count,
    };
    Record {
        trace_id: span.span_context.trace_id(),
        span_id: span.span_context.span_id(),
        parent_id: span.parent_span_id,
        start: 0,
        end: 0,
        source: Source::Scope(Arc::new(span.instrumentation_scope)),
        name: span.name,
        rare: Some(Box::new(rare)),
        attributes: 0,
        kind: span.span_kind,
        flags: span.span_context.trace_flags(),
        parent_is_remote: span.parent_span_is_remote,
        merge: false,
    }
}
