//! One ended span, as exporters read it.

use super::record::{Rare, Record};
use crate::provider::clock;
use opentelemetry::trace::{
    Event, Link, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use std::time::SystemTime;

/// One ended span, in place.
#[derive(Clone, Copy, Debug)]
pub struct SpanView<'a> {
    pub(super) record: &'a Record,
    pub(super) attributes: &'a [KeyValue],
}

impl<'a> SpanView<'a> {
    fn rare(&self) -> Option<&'a Rare> {
        self.record.rare.as_deref()
    }

    /// The trace.
    pub fn trace_id(&self) -> TraceId {
        self.record.trace_id
    }

    /// The span itself.
    pub fn span_id(&self) -> SpanId {
        self.record.span_id
    }

    /// Its parent; invalid if it has none.
    pub fn parent_span_id(&self) -> SpanId {
        self.record.parent_id
    }

    /// True if the parent is of another process.
    pub fn parent_is_remote(&self) -> bool {
        self.record.parent_is_remote
    }

    /// The flags of the trace context.
    pub fn trace_flags(&self) -> TraceFlags {
        self.record.flags
    }

    /// The trace state.
    pub fn trace_state(&self) -> &'a TraceState {
        const NONE: &TraceState = &TraceState::NONE;
        self.rare().map_or(NONE, |rare| &rare.trace_state)
    }

    /// Trace, span, flags and state, in one.
    pub fn span_context(&self) -> SpanContext {
        SpanContext::new(
            self.trace_id(),
            self.span_id(),
            self.trace_flags(),
            false,
            self.trace_state().clone(),
        )
    }

    /// The name.
    pub fn name(&self) -> &'a str {
        &self.record.name
    }

    /// The kind.
    pub fn kind(&self) -> &'a SpanKind {
        &self.record.kind
    }

    /// When it started.
    pub fn start(&self) -> SystemTime {
        let given = self.rare().and_then(|rare| rare.start);
        given.unwrap_or_else(|| clock::time(self.record.start))
    }

    /// When it ended.
    pub fn end(&self) -> SystemTime {
        let given = self.rare().and_then(|rare| rare.end);
        given.unwrap_or_else(|| clock::time(self.record.end))
    }

    /// All attributes, those of the site first.
    pub fn attributes(&self) -> impl Iterator<Item = &'a KeyValue> {
        self.common_attributes().iter().chain(self.own_attributes())
    }

    /// Those that every span of the same site has. They stand where they are for as long as
    /// the process lives.
    pub(crate) fn common_attributes(&self) -> &'a [KeyValue] {
        if self.record.merge {
            self.record.source.attributes()
        } else {
            &[]
        }
    }

    /// The others.
    pub(crate) fn own_attributes(&self) -> &'a [KeyValue] {
        self.attributes
    }

    /// How many attributes a limit cost it.
    pub fn dropped_attributes(&self) -> u32 {
        self.rare().map_or(0, |rare| rare.dropped_attributes)
    }

    /// The events.
    pub fn events(&self) -> &'a [Event] {
        self.rare().map_or(&[], |rare| &rare.events)
    }

    /// How many events a limit cost it.
    pub fn dropped_events(&self) -> u32 {
        self.rare().map_or(0, |rare| rare.dropped_events)
    }

    /// The links.
    pub fn links(&self) -> &'a [Link] {
        self.rare().map_or(&[], |rare| &rare.links)
    }

    /// How many links a limit cost it.
    pub fn dropped_links(&self) -> u32 {
        self.rare().map_or(0, |rare| rare.dropped_links)
    }

    /// The status.
    pub fn status(&self) -> &'a Status {
        const UNSET: &Status = &Status::Unset;
        self.rare().map_or(UNSET, |rare| &rare.status)
    }

    /// The package that made it.
    pub fn scope(&self) -> &'a InstrumentationScope {
        self.record.source.scope()
    }
}
