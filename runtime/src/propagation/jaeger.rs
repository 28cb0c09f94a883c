//! Jaeger's own headers, from before Jaeger spoke OpenTelemetry.
//!
//! Source: <https://www.jaegertracing.io/sdk-migration/>, "Propagation Format", and
//! OpenTelemetry's specification, "Jaeger Propagator".

use std::borrow::Cow;
use std::sync::LazyLock;

use opentelemetry::Context;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TraceState};
use opentelemetry::{SpanId, TraceFlags, TraceId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::baggage::{Member, Room, added, is_token, sorted};
use super::{debug, hex, report};
use crate::diagnostics::Place;

const TRACE: &str = "uber-trace-id";
const BAGGAGE_PREFIX: &str = "uberctx-";

const SAMPLED: u128 = 0b01;
const DEBUG: u128 = 0b10;

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

static FIELDS: LazyLock<[String; 1]> = LazyLock::new(|| [TRACE.to_owned()]);

/// Carries the trace in `uber-trace-id`, and baggage in one `uberctx-…` field a member.
///
/// - Ids may be shorter than they are written, in either case, and the whole value may be
///   percent-encoded: Jaeger's clients differed.
/// - The debug flag means sampled, and is sent on as debug.
/// - At most 64 members and 8192 bytes of baggage are carried; properties are not. Keys
///   are in lower case, for in a field's name they have none.
#[derive(Clone, Debug)]
pub struct JaegerPropagator {
    place: Place,
}

impl JaegerPropagator {
    /// A propagator. Where nobody says who asks, faults are placed where this was called.
    #[track_caller]
    pub fn new() -> Self {
        Self {
            place: Place::caller(),
        }
    }
}

impl Default for JaegerPropagator {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl TextMapPropagator for JaegerPropagator {
    fn inject_context(&self, cx: &Context, injector: &mut dyn Injector) {
        let span = cx.span();
        let span = span.span_context();
        if span.is_valid() {
            let flags = match (debug::is_debugged(cx, span), span.is_sampled()) {
                (true, _) => SAMPLED | DEBUG,
                (false, true) => SAMPLED,
                (false, false) => 0,
            };
            // The third field is the parent's parent, which receivers ignore.
            let value = format!("{}:{}:0:{flags:x}", span.trace_id(), span.span_id());
            injector.set(TRACE, value);
        }
        let mut room = Room::new();
        for Member { key, value, .. } in sorted(cx.baggage()) {
            let key = key.to_ascii_lowercase();
            let value = utf8_percent_encode(&value, ENCODED).to_string();
            if room.admit(key.len() + value.len()) {
                injector.set(&format!("{BAGGAGE_PREFIX}{key}"), value);
            }
        }
        room.report();
    }

    fn extract_with_context(&self, cx: &Context, extractor: &dyn Extractor) -> Context {
        let cx = with_baggage(cx, extractor);
        let values = report::values(extractor, TRACE);
        let read = match values[..] {
            [] => return cx,
            [value] => parse(value),
            _ => Err("there must be exactly one"),
        };
        match read {
            Ok((span, debug)) => debug::with_remote(&cx, span, debug),
            Err(why) => {
                report::bad_parent(self.place, TRACE, &values, why);
                cx
            }
        }
    }

    fn fields(&self) -> FieldIter<'_> {
        FieldIter::new(FIELDS.as_slice())
    }
}

/// `{trace}:{span}:{parent}:{flags}`.
fn parse(value: &str) -> Result<(SpanContext, bool), &'static str> {
    let value = percent_decode_str(value.trim()).decode_utf8_lossy();
    let parts: Vec<_> = value.splitn(5, ':').collect();
    let &[trace, span, _, flags] = &parts[..] else {
        return Err("it is not trace:span:parent:flags");
    };
    let trace = hex::any_case(trace, 32)
        .filter(|id| *id != 0)
        .ok_or("the trace id is not 1 to 32 hex digits, or is zero")?;
    let span = hex::any_case(span, 16)
        .and_then(|id| u64::try_from(id).ok())
        .filter(|id| *id != 0)
        .ok_or("the span id is not 1 to 16 hex digits, or is zero")?;
    let flags = hex::any_case(flags, 2).ok_or("the flags are not one or two hex digits")?;
    let debug = flags & DEBUG != 0;
    let sampled = TraceFlags::default().with_sampled(debug || flags & SAMPLED != 0);
    let (trace, span) = (TraceId::from(trace), SpanId::from(span));
    let span = SpanContext::new(trace, span, sampled, true, TraceState::NONE);
    Ok((span, debug))
}

fn with_baggage(cx: &Context, carrier: &dyn Extractor) -> Context {
    let mut room = Room::new();
    let mut found = Vec::new();
    for name in carrier.keys() {
        let Some((prefix, key)) = name.split_at_checked(BAGGAGE_PREFIX.len()) else {
            continue;
        };
        if !prefix.eq_ignore_ascii_case(BAGGAGE_PREFIX) {
            continue;
        }
        let Some(value) = carrier.get(name).filter(|_| is_token(key)) else {
            room.refuse();
            continue;
        };
        if room.admit(key.len() + value.len()) {
            found.push(Member {
                key: key.to_ascii_lowercase().into(),
                value: decoded(value).into(),
                properties: Cow::Borrowed(""),
            });
        }
    }
    let cx = added(cx, found, &mut room);
    room.report();
    cx
}

/// As forms decode it: Jaeger's clients wrote a space as `+`.
fn decoded(value: &str) -> String {
    let value = value.replace('+', " ");
    percent_decode_str(&value).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
#[path = "jaeger_tests.rs"]
mod tests;
