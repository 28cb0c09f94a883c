//! A `tracestate` that OpenTelemetry's own type cannot hold.
//!
//! `opentelemetry::trace::TraceState` keeps the order of its members, but checks keys by
//! level 1 of the recommendation: one `@` at most, near the end. Level 2 allows it
//! anywhere but in front. A service must pass on what it does not understand, so the whole
//! list travels beside the span then, as a value of the context.

use opentelemetry::trace::{SpanContext, TraceState};
use opentelemetry::{Context, TraceId};

use super::tracestate::{self, Members};

/// The list as it was received, if not all of it is in the span's own state.
#[derive(Clone, Debug)]
pub(super) struct Received {
    /// The list belongs to this trace alone; the context may come to hold another.
    trace: TraceId,
    all: Members,
    /// What the span got, to tell later what a sampler changed.
    held: TraceState,
}

impl Received {
    /// What a span can hold of the members, and the whole list if that is not everything.
    pub(super) fn split(trace: TraceId, members: Members) -> (TraceState, Option<Self>) {
        let pairs = members.iter().map(|(key, value)| (key, value));
        if let Ok(state) = TraceState::from_key_value(pairs.clone()) {
            return (state, None);
        }
        let fits = pairs.filter(|pair| TraceState::from_key_value([*pair]).is_ok());
        let held = TraceState::from_key_value(fits).unwrap_or_default();
        let received = Self {
            trace,
            all: members,
            held: held.clone(),
        };
        (held, Some(received))
    }

    /// The field to send with `span`, the span of `cx`.
    pub(super) fn write(cx: &Context, span: &SpanContext) -> Option<String> {
        let state = span.trace_state();
        match cx.get::<Self>() {
            Some(received) if received.trace == span.trace_id() => received.updated(state),
            _ => tracestate::write(state.into_iter()),
        }
    }

    /// The list with what was changed since in the span's own state: what is new or has a
    /// new value stands in front, what was deleted is gone, the rest keeps its order.
    fn updated(&self, state: &TraceState) -> Option<String> {
        let is_new = |key: &str, value: &str| self.held.get(key) != Some(value);
        let changed = state.into_iter().filter(|(key, value)| is_new(key, value));
        // A member that the span could not hold was never its to change.
        let as_it_was = |key: &str| self.held.get(key) == state.get(key);
        let kept = self
            .all
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .filter(|(key, _)| as_it_was(key));
        tracestate::write(changed.chain(kept))
    }
}
