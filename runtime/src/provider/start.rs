//! Starting a span through the seam, and accounting for those that are not sampled.

use super::{Local, Scope, count, installed};
use opentelemetry::Context;
use opentelemetry::global::BoxedSpan;
use opentelemetry::trace::{SpanBuilder, TraceContextExt as _, Tracer as _};

/// Starts a span below `parent`; the returned context is `parent` with the span active.
pub(crate) fn start(scope: Scope, builder: SpanBuilder, parent: &Context) -> Context {
    let (tracer, accounted) = installed::tracer(scope, parent);
    let span = tracer.build_with_context(builder, parent);
    let cx = parent.with_span(span);
    if accounted && !cx.span().is_recording() {
        count::started(1);
    }
    cx
}

/// Ends the span of `cx`. The processors account for recorded spans; one that was not
/// sampled never reaches them and is accounted for here.
pub(crate) fn finished(cx: &Context) {
    let span = cx.span();
    if span.is_recording() {
        span.end();
    } else if !span.span_context().is_sampled()
        && cx.get::<Local>().is_none()
        && installed::is_installed()
    {
        count::sampled_out(1);
    }
}

/// A span below `parent` that its maker ends by itself, and makes current or not. One that is not
/// sampled is not accounted for: nobody would tell of its end.
#[cfg_attr(not(feature = "bridge"), allow(dead_code, reason = "the bridge's"))]
pub(crate) fn span(scope: Scope, builder: SpanBuilder, parent: &Context) -> BoxedSpan {
    let (tracer, _) = installed::tracer(scope, parent);
    tracer.build_with_context(builder, parent)
}
