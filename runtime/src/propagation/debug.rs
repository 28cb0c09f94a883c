//! The debug flag of B3 and Jaeger: "record this trace, whatever samplers say".
//!
//! OpenTelemetry's flags have no bit for it (W3C gave that one to random trace ids), so it
//! travels as a value of the context, to be sent on.

use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use opentelemetry::{Context, TraceId};

/// The trace that is to be debugged; the context may come to hold another.
#[derive(Clone, Copy, Debug)]
struct Debugged(TraceId);

/// The context with the remote span, and with its debug flag if it is set.
pub(super) fn with_remote(cx: &Context, span: SpanContext, debug: bool) -> Context {
    let trace = span.trace_id();
    let cx = cx.with_remote_span_context(span);
    if debug {
        cx.with_value(Debugged(trace))
    } else {
        cx
    }
}

/// Whether the span of this context belongs to a trace that is to be debugged.
pub(super) fn is_debugged(cx: &Context, span: &SpanContext) -> bool {
    cx.get::<Debugged>()
        .is_some_and(|Debugged(trace)| *trace == span.trace_id())
}
