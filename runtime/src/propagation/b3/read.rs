//! Reading the two encodings of B3.

use opentelemetry::propagation::Extractor;
use opentelemetry::trace::{SpanContext, TraceState};
use opentelemetry::{SpanId, TraceFlags, TraceId};

use crate::diagnostics::Place;
use crate::propagation::{hex, report};

pub(super) const SINGLE: &str = "b3";
pub(super) const TRACE_ID: &str = "x-b3-traceid";
pub(super) const SPAN_ID: &str = "x-b3-spanid";
pub(super) const SAMPLED: &str = "x-b3-sampled";
pub(super) const FLAGS: &str = "x-b3-flags";

/// A remote span, and whether its trace is to be debugged.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) span: SpanContext,
    pub(super) debug: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    Drop,
    Record,
    Debug,
}

impl Read {
    /// From `b3: {trace}-{span}[-{decision}[-{parent}]]`.
    pub(super) fn single(carrier: &dyn Extractor, place: Place) -> Option<Self> {
        let values = report::values(carrier, SINGLE);
        let read = match values[..] {
            [] | ["0" | "1" | "d"] => return None,
            [value] => parse(value),
            _ => Err("there must be exactly one"),
        };
        read.map_err(|why| report::bad_parent(place, SINGLE, &values, why))
            .ok()
    }

    /// From `x-b3-traceid` and its companions.
    pub(super) fn multi(carrier: &dyn Extractor, place: Place) -> Option<Self> {
        let [trace, span, sampled, flags] =
            [TRACE_ID, SPAN_ID, SAMPLED, FLAGS].map(|field| report::values(carrier, field));
        // A decision without ids means something, but nothing that a context could keep.
        if trace.is_empty() && span.is_empty() {
            return None;
        }
        let read = || {
            let span = ids(only(&trace)?, only(&span)?)?;
            let decision = match (&flags[..], &sampled[..]) {
                (["1"], _) => Decision::Debug,
                (_, ["1" | "true"]) => Decision::Record,
                (_, [] | ["0" | "false"]) => Decision::Drop,
                _ => return Err("the decision in x-b3-sampled is not one 0 or 1"),
            };
            Ok(Self::new(span, decision))
        };
        read()
            .map_err(|why| report::bad_parent(place, TRACE_ID, &trace, why))
            .ok()
    }

    fn new((trace, span): (TraceId, SpanId), decision: Decision) -> Self {
        let flags = TraceFlags::default().with_sampled(decision != Decision::Drop);
        Self {
            span: SpanContext::new(trace, span, flags, true, TraceState::NONE),
            debug: decision == Decision::Debug,
        }
    }
}

fn parse(value: &str) -> Result<Read, &'static str> {
    let mut parts = value.split('-');
    let mut part = || parts.next();
    let span = ids(part().unwrap_or_default(), part().unwrap_or_default())?;
    let decision = match part() {
        None | Some("0") => Decision::Drop,
        Some("1") => Decision::Record,
        Some("d") => Decision::Debug,
        Some(_) => return Err("the decision is not 0, 1 or d"),
    };
    if part().is_some_and(|parent| hex::lower(parent, 16).is_none()) {
        return Err("the parent's id is not 16 lower-case hex digits");
    }
    if part().is_some() {
        return Err("it has more than four parts");
    }
    Ok(Read::new(span, decision))
}

fn only<'a>(values: &[&'a str]) -> Result<&'a str, &'static str> {
    match values {
        [value] => Ok(value),
        _ => Err("there must be exactly one x-b3-traceid and one x-b3-spanid"),
    }
}

/// Trace ids may have half the digits: they stand for the lower half.
fn ids(trace: &str, span: &str) -> Result<(TraceId, SpanId), &'static str> {
    let trace = hex::lower(trace, 32)
        .or_else(|| hex::lower(trace, 16))
        .filter(|id| *id != 0)
        .ok_or("the trace id is not 16 or 32 lower-case hex digits, or is zero")?;
    let span = hex::lower(span, 16)
        .and_then(|id| u64::try_from(id).ok())
        .filter(|id| *id != 0)
        .ok_or("the span id is not 16 lower-case hex digits, or is zero")?;
    Ok((trace.into(), span.into()))
}
