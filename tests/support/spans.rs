//! Made-up finished spans, for tests of what handles spans.

use std::time::{Duration, SystemTime};

use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use traced::opentelemetry::{
    InstrumentationScope, Key, KeyValue, Value,
    trace::{Event, Link, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState},
};

/// A span of trace 1 with id 1, internal, without a parent. It starts as many milliseconds into
/// the epoch as its id says, so that spans order by id.
pub fn span(name: &'static str) -> SpanBuilder {
    SpanBuilder {
        trace: 1,
        id: 1,
        data: SpanData {
            span_context: SpanContext::NONE,
            parent_span_id: SpanId::INVALID,
            parent_span_is_remote: false,
            span_kind: SpanKind::Internal,
            name: name.into(),
            start_time: SystemTime::UNIX_EPOCH,
            end_time: SystemTime::UNIX_EPOCH,
            attributes: Vec::new(),
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: Status::Unset,
            instrumentation_scope: InstrumentationScope::builder("test").build(),
        },
    }
}

/// See [`span`].
#[derive(Clone, Debug)]
pub struct SpanBuilder {
    trace: u128,
    id: u64,
    data: SpanData,
}

impl SpanBuilder {
    /// The id of its trace.
    pub fn trace(mut self, trace: u128) -> Self {
        self.trace = trace;
        self
    }

    /// Its own id, and its start.
    pub fn id(mut self, id: u64) -> Self {
        self.id = id;
        self
    }

    /// A parent in the same process.
    pub fn parent(mut self, parent: u64) -> Self {
        self.data.parent_span_id = SpanId::from(parent);
        self
    }

    /// A parent in another process.
    pub fn remote_parent(mut self, parent: u64) -> Self {
        self.data.parent_span_is_remote = true;
        self.parent(parent)
    }

    /// Its kind.
    pub fn kind(mut self, kind: SpanKind) -> Self {
        self.data.span_kind = kind;
        self
    }

    /// Its status.
    pub fn status(mut self, status: Status) -> Self {
        self.data.status = status;
        self
    }

    /// One attribute more.
    pub fn attribute(mut self, key: impl Into<Key>, value: impl Into<Value>) -> Self {
        self.data.attributes.push(KeyValue::new(key, value));
        self
    }

    /// One event more.
    pub fn event(mut self, name: &'static str, attributes: Vec<KeyValue>) -> Self {
        let event = Event::new(name, self.data.start_time, attributes, 0);
        self.data.events.events.push(event);
        self
    }

    /// One link more, to a span in another process.
    pub fn link(mut self, trace: u128, id: u64) -> Self {
        let link = Link::with_context(context(trace, id, true));
        self.data.links.links.push(link);
        self
    }

    /// The span.
    pub fn build(self) -> SpanData {
        let start_time = SystemTime::UNIX_EPOCH + Duration::from_millis(self.id);
        SpanData {
            span_context: context(self.trace, self.id, false),
            start_time,
            end_time: start_time + Duration::from_millis(1),
            ..self.data
        }
    }
}

fn context(trace: u128, id: u64, remote: bool) -> SpanContext {
    SpanContext::new(
        TraceId::from(trace),
        SpanId::from(id),
        TraceFlags::SAMPLED,
        remote,
        TraceState::NONE,
    )
}
