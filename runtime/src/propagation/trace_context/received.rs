//! What was received and would be lost on the way from the remote span to the next one.
//!
//! A service must pass on what it does not understand. Two things stand in the way:
//!
//! - `opentelemetry::trace::TraceState` keeps the order of its members, but checks keys by
//!   level 1 of the recommendation: one `@` at most, near the end. Level 2 allows it
//!   anywhere but in front.
//! - The SDK gives a span that is not sampled no flags at all, and so loses `random`, which
//!   must stay with the trace.
//!
//! What is at risk travels beside the span, as a value of the context.

use opentelemetry::trace::{SpanContext, TraceFlags, TraceState};
use opentelemetry::{Context, TraceId};

use super::traceparent::RANDOM;
use super::tracestate::{self, Members};

/// What a remote span came with, where its descendants might not have it.
#[derive(Clone, Debug)]
pub(super) struct Received {
    /// All this belongs to one trace; the context may come to hold another.
    trace: TraceId,
    random: bool,
    list: Option<List>,
}

/// A list that a span can hold only in part.
#[derive(Clone, Debug)]
struct List {
    all: Members,
    /// What the span got, to tell later what a sampler changed.
    held: TraceState,
}

impl Received {
    /// What must travel beside a span that came without a list.
    pub(super) fn stateless(trace: TraceId, flags: TraceFlags) -> Option<Self> {
        let random = flags & RANDOM == RANDOM;
        random.then_some(Self {
            trace,
            random,
            list: None,
        })
    }

    /// What a span can hold of the members, and what must travel beside it.
    pub(super) fn split(
        trace: TraceId,
        flags: TraceFlags,
        members: Members,
    ) -> (TraceState, Option<Self>) {
        let random = flags & RANDOM == RANDOM;
        let (state, list) = List::split(members);
        let received = (random || list.is_some()).then_some(Self {
            trace,
            random,
            list,
        });
        (state, received)
    }

    fn of<'a>(cx: &'a Context, span: &SpanContext) -> Option<&'a Self> {
        cx.get::<Self>()
            .filter(|received| received.trace == span.trace_id())
    }

    /// The flags to send with `span`, the span of `cx`.
    pub(super) fn flags(cx: &Context, span: &SpanContext) -> TraceFlags {
        match Self::of(cx, span) {
            Some(received) if received.random => span.trace_flags() | RANDOM,
            _ => span.trace_flags(),
        }
    }

    /// The `tracestate` to send with `span`, the span of `cx`.
    pub(super) fn state(cx: &Context, span: &SpanContext) -> Option<String> {
        let state = span.trace_state();
        match Self::of(cx, span).and_then(|received| received.list.as_ref()) {
            Some(list) => list.updated(state),
            None => tracestate::write(state.into_iter()),
        }
    }
}

impl List {
    fn split(members: Members) -> (TraceState, Option<Self>) {
        let pairs = members.iter().map(|(key, value)| (key, value));
        if let Ok(state) = TraceState::from_key_value(pairs.clone()) {
            return (state, None);
        }
        let fits = pairs.filter(|pair| TraceState::from_key_value([*pair]).is_ok());
        let held = TraceState::from_key_value(fits).unwrap_or_default();
        let list = Self {
            all: members,
            held: held.clone(),
        };
        (held, Some(list))
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
