//! B3, the headers of Zipkin: in one field, or in several.
//!
//! Source: <https://github.com/openzipkin/b3-propagation>, and OpenTelemetry's
//! specification, "B3 Requirements".

mod read;

use std::sync::LazyLock;

use opentelemetry::Context;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::TraceContextExt as _;

use self::read::{FLAGS, Read, SAMPLED, SINGLE, SPAN_ID, TRACE_ID};
use super::debug;
use crate::diagnostics::Place;

static SINGLE_FIELDS: LazyLock<[String; 1]> = LazyLock::new(|| [SINGLE.to_owned()]);
static MULTI_FIELDS: LazyLock<[String; 4]> =
    LazyLock::new(|| [TRACE_ID, SPAN_ID, SAMPLED, FLAGS].map(str::to_owned));

/// Carries the trace in B3 headers.
///
/// Both encodings are read, the single field first; what is written is chosen by
/// [`single`](Self::single) or [`multi`](Self::multi).
///
/// - The debug flag means sampled, and is sent on as debug.
/// - A decision without ids (`b3: 0`) cannot be kept in an OpenTelemetry context, and is
///   not.
/// - Ids without a decision are read as not sampled, as other OpenTelemetry
///   implementations do: a context knows no third state.
/// - The parent's parent is never written: this process does not join the caller's span.
#[derive(Clone, Debug)]
pub struct B3Propagator {
    multi: bool,
    place: Place,
}

impl B3Propagator {
    /// Writes the one field `b3`. Where nobody says who asks, faults are placed where this
    /// was called.
    #[track_caller]
    pub fn single() -> Self {
        Self {
            multi: false,
            place: Place::caller(),
        }
    }

    /// Writes `x-b3-traceid`, `x-b3-spanid`, and `x-b3-sampled` or `x-b3-flags`.
    #[track_caller]
    pub fn multi() -> Self {
        Self {
            multi: true,
            place: Place::caller(),
        }
    }
}

impl TextMapPropagator for B3Propagator {
    fn inject_context(&self, cx: &Context, injector: &mut dyn Injector) {
        let span = cx.span();
        let span = span.span_context();
        if !span.is_valid() {
            return;
        }
        let decision = match (debug::is_debugged(cx, span), span.is_sampled()) {
            (true, _) => "d",
            (false, true) => "1",
            (false, false) => "0",
        };
        if !self.multi {
            let (trace, parent) = (span.trace_id(), span.span_id());
            injector.set(SINGLE, format!("{trace}-{parent}-{decision}"));
            return;
        }
        injector.set(TRACE_ID, span.trace_id().to_string());
        injector.set(SPAN_ID, span.span_id().to_string());
        if decision == "d" {
            injector.set(FLAGS, "1".to_owned());
        } else {
            injector.set(SAMPLED, decision.to_owned());
        }
    }

    fn extract_with_context(&self, cx: &Context, extractor: &dyn Extractor) -> Context {
        let remote =
            Read::single(extractor, self.place).or_else(|| Read::multi(extractor, self.place));
        match remote {
            Some(Read { span, debug }) => debug::with_remote(cx, span, debug),
            None => cx.clone(),
        }
    }

    fn fields(&self) -> FieldIter<'_> {
        if self.multi {
            FieldIter::new(MULTI_FIELDS.as_slice())
        } else {
            FieldIter::new(SINGLE_FIELDS.as_slice())
        }
    }
}

#[cfg(test)]
mod tests;
