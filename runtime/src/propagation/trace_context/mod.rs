//! W3C trace context, levels 1 and 2: `traceparent` and `tracestate`.
//!
//! The SDK's propagator breaks 13 of the 41 tests of the recommendation's validation
//! suite; this one keeps every rule.
//!
//! Source: <https://www.w3.org/TR/trace-context-2/>.

mod received;
mod traceparent;
mod tracestate;

use std::sync::LazyLock;

use opentelemetry::Context;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TraceState};

use self::received::Received;
use self::traceparent::Traceparent;
use super::report;
use crate::diagnostics::Place;

const TRACEPARENT: &str = "traceparent";
const TRACESTATE: &str = "tracestate";

static FIELDS: LazyLock<[String; 2]> =
    LazyLock::new(|| [TRACEPARENT, TRACESTATE].map(str::to_owned));

/// Carries the trace in `traceparent` and `tracestate`, by W3C Trace Context.
///
/// - A malformed or repeated `traceparent` is reported (`bad-traceparent`) and read as
///   absent; a missing one is nothing to talk about. In both cases `tracestate` is not
///   looked at.
/// - A malformed `tracestate`, or one of more than 32 members, is left out and counted
///   (see [`discarded`](super::discarded)); the trace is continued.
/// - The flags `sampled` and `random` are kept, all others are reserved and set to zero.
/// - Nothing is written for an invalid span, and never an empty `tracestate`.
#[derive(Clone, Debug)]
pub struct TraceContextPropagator {
    place: Place,
}

impl TraceContextPropagator {
    /// A propagator. Where nobody says who asks, faults are placed where this was called.
    #[track_caller]
    pub fn new() -> Self {
        Self {
            place: Place::caller(),
        }
    }
}

impl Default for TraceContextPropagator {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl TextMapPropagator for TraceContextPropagator {
    fn inject_context(&self, cx: &Context, injector: &mut dyn Injector) {
        let span = cx.span();
        let span = span.span_context();
        if !span.is_valid() {
            return;
        }
        let flags = Received::flags(cx, span);
        injector.set(TRACEPARENT, Traceparent::write(span, flags));
        if let Some(state) = Received::state(cx, span) {
            injector.set(TRACESTATE, state);
        }
    }

    fn extract_with_context(&self, cx: &Context, extractor: &dyn Extractor) -> Context {
        let parents = report::values(extractor, TRACEPARENT);
        if parents.is_empty() {
            return cx.clone();
        }
        let parent = match Traceparent::read(&parents) {
            Ok(parent) => parent,
            Err(why) => {
                report::bad_parent(self.place, TRACEPARENT, &parents, why);
                return cx.clone();
            }
        };
        let states = report::values(extractor, TRACESTATE);
        let (state, rest) = if states.is_empty() {
            let rest = Received::stateless(parent.trace_id, parent.flags);
            (TraceState::NONE, rest)
        } else {
            with_states(parent, &states)
        };
        let span = SpanContext::new(parent.trace_id, parent.span_id, parent.flags, true, state);
        let cx = cx.with_remote_span_context(span);
        match rest {
            Some(rest) => cx.with_value(rest),
            None => cx,
        }
    }

    fn fields(&self) -> FieldIter<'_> {
        FieldIter::new(FIELDS.as_slice())
    }
}

/// What a span can hold of these fields, and what must travel beside it.
#[inline(never)]
fn with_states(parent: Traceparent, states: &[&str]) -> (TraceState, Option<Received>) {
    let members = tracestate::parse(states).unwrap_or_else(|why| {
        report::lost_tracestate(states, why);
        Vec::new()
    });
    Received::split(parent.trace_id, parent.flags, members)
}

#[cfg(test)]
#[path = "propagator_tests.rs"]
mod tests;
