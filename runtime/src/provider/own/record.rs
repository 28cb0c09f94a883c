//! An ended span, as it is kept.

use super::limits::Limits;
use super::noted::Failure;
use crate::provider::EXCEPTION;
use crate::provider::plan::Source;
use opentelemetry::KeyValue;
use opentelemetry::trace::{
    Event, Link, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use std::borrow::Cow;
use std::time::SystemTime;

/// One span. Its attributes stand in the [`Records`](super::Records) that it is part of.
#[derive(Clone, Debug)]
pub(in crate::provider) struct Record {
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    pub(super) parent_id: SpanId,
    /// Moments of the [`clock`].
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) source: Source,
    pub(super) name: Cow<'static, str>,
    /// What few spans have.
    pub(super) rare: Option<Box<Rare>>,
    /// How many attributes of the [`Records`](super::Records) are this span's.
    pub(super) attributes: u32,
    pub(super) kind: SpanKind,
    pub(super) flags: TraceFlags,
    pub(super) parent_is_remote: bool,
    /// Whether the attributes of the source are to be merged in.
    pub(super) merge: bool,
}

/// The parts of a span that few spans have.
#[derive(Clone, Debug, Default)]
pub(in crate::provider) struct Rare {
    /// Times that somebody gave.
    pub(super) start: Option<SystemTime>,
    pub(super) end: Option<SystemTime>,
    pub(super) status: Status,
    pub(super) trace_state: TraceState,
    pub(super) events: Vec<Event>,
    pub(super) links: Vec<Link>,
    pub(super) dropped_attributes: u32,
    pub(super) dropped_events: u32,
    pub(super) dropped_links: u32,
}

impl Rare {
    /// What the operation failed of.
    pub(super) fn fail(&mut self, failure: Failure, limits: &Limits) {
        self.status(failure.status);
        if let Some((time, attributes)) = failure.exception {
            self.event(EXCEPTION.into(), time, attributes, limits);
        }
    }

    /// Source: "Set Status" of `specification/trace/api.md`: Ok > Error > Unset.
    pub(super) fn status(&mut self, status: Status) {
        if status > self.status {
            self.status = status;
        }
    }

    pub(super) fn event(
        &mut self,
        name: Cow<'static, str>,
        time: SystemTime,
        mut attributes: Vec<KeyValue>,
        limits: &Limits,
    ) {
        if self.events.len() < limits.events {
            let dropped = limits.keep(&mut attributes, limits.event_attributes);
            // Most spans with an event have one: an error.
            if self.events.is_empty() {
                self.events.reserve_exact(1);
            }
            self.events
                .push(Event::new(name, time, attributes, dropped));
        } else {
            self.dropped_events += 1;
        }
    }
}
