//! What is drawn: ended spans, and what is known about the spans around them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::SystemTime;

use opentelemetry::trace::SpanId;
use opentelemetry_sdk::trace::SpanData;

/// An ended span and the service that it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// `service.name` of the resource.
    pub service: Arc<str>,
    /// The span itself.
    pub data: SpanData,
}

impl Span {
    /// A span of `service`.
    pub fn new(service: impl Into<Arc<str>>, data: SpanData) -> Self {
        Self {
            service: service.into(),
            data,
        }
    }

    pub(super) fn id(&self) -> SpanId {
        self.data.span_context.span_id()
    }

    pub(super) fn end(&self) -> SystemTime {
        self.data.end_time.max(self.data.start_time)
    }
}

/// What is known of a trace besides the spans to draw.
#[derive(Debug, Default)]
pub(super) struct Background<'a> {
    /// Spans that were drawn before.
    pub(super) earlier: Option<&'a HashMap<SpanId, Ancestor>>,
    /// Spans that have not ended.
    pub(super) open: Option<&'a HashSet<SpanId>>,
    /// Delayed work (`time::after`) that has not run.
    pub(super) scheduled: usize,
    /// Something of some trace was forgotten: an unknown parent may have been drawn once.
    pub(super) forgetful: bool,
    /// Why this is drawn before it is whole.
    pub(super) early: Option<&'static str>,
}

impl Background<'_> {
    pub(super) fn is_open(&self, id: SpanId) -> bool {
        self.open.is_some_and(|open| open.contains(&id))
    }
}

/// A span that was drawn before, as far as its descendants need it.
#[derive(Clone, Debug)]
pub(super) struct Ancestor {
    pub(super) name: Box<str>,
    pub(super) service: Arc<str>,
    pub(super) parent: Option<SpanId>,
    pub(super) start: SystemTime,
    pub(super) end: SystemTime,
}

impl Ancestor {
    /// A name is shown cut to a line anyhow; what is kept must not grow with it.
    const LONGEST_NAME: usize = 120;

    pub(super) fn of(span: &Span) -> Self {
        let parent = span.data.parent_span_id;
        Self {
            name: super::text::clean(&span.data.name, Self::LONGEST_NAME).into(),
            service: Arc::clone(&span.service),
            parent: (parent != SpanId::INVALID).then_some(parent),
            start: span.data.start_time,
            end: span.end(),
        }
    }
}
