//! Starting a span through the seam, and ending it there.

use super::installed::{self, Maker, Start};
use super::own::{self, Slot};
use super::plan::{Plan, Source};
use super::started::{Child, Started};
use super::{Local, Scope, Site, count, mode};
use opentelemetry::Context;
use opentelemetry::global::{BoxedSpan, BoxedTracer};
use opentelemetry::trace::{
    SpanBuilder, SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
    Tracer as _,
};
use std::sync::OnceLock;

/// Who has to be told of a span's end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    /// Nobody, and the work needs no context either.
    AsIs,
    /// Nobody: no span was started, or it records nothing, or it has ended.
    Nothing,
    /// A span of ours, which is under way there.
    Own(&'static Slot),
    /// A span of some other provider.
    Other,
}

/// A span that was started: the context whose span it is.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) cx: Context,
    pub(crate) fate: Fate,
}

/// Starts a span below `parent`, which does not suppress telemetry. The context is
/// `parent` itself if no span was made.
pub(crate) fn start(plan: Plan, parent: &Context) -> Begun {
    match installed::starter(parent, &plan.source) {
        Some((Start::Own(own), _)) => own_span(own.start(parent, plan), parent),
        Some((Start::Other(tracer), accounted)) => {
            let (cx, is_recording) = tracer.start(plan.into_builder(), parent);
            if accounted && !is_recording {
                count::started(1);
                count::sampled_out(1);
            }
            Begun {
                cx,
                fate: Fate::Other,
            }
        }
        None if mode::is_disabled() => own_span(Started::Nothing, parent),
        None => global(plan, parent),
    }
}

/// What becomes of a child of the span of `cx`, the current context, if all that decides is at
/// hand: the way of almost every span. What is not sampled is told apart here, with as little as
/// it takes.
#[inline]
pub(crate) fn foresee(cx: &Context, site: &'static Site) -> Child {
    if cx.is_telemetry_suppressed() {
        return Child::AsIs;
    }
    if cx.get::<Local>().is_some() {
        return Child::Unclear;
    }
    let mode = mode::now();
    if mode.is_own() {
        own::foresee(cx, site, mode)
    } else if mode.is_nothing() {
        Child::Unasked
    } else {
        Child::Unclear
    }
}

/// Where nothing is installed: whether the global provider makes no spans at all. It is asked at
/// each call, with as little as it takes, and until it once makes one.
#[inline(never)]
pub(crate) fn makes_none() -> bool {
    use opentelemetry::trace::Span as _;
    if mode::is_disabled() {
        return true;
    }
    if mode::global_is_real() {
        return false;
    }
    let cx = question();
    // Without the site's scope and name: to copy them would cost more than the answer.
    let tracer = opentelemetry::global::tracer("traced");
    let answer = tracer.build_with_context(SpanBuilder::default(), cx);
    let is_handed_on = answer.span_context().span_id() == cx.span().span_context().span_id();
    if !is_handed_on {
        mode::found_global(true);
    }
    is_handed_on
}

/// A context by which a no-op tracer can be told: that hands its parent on. Telemetry is
/// suppressed in it, so that no other tracer makes a span, and should one do so yet, its
/// parent is not sampled.
fn question() -> &'static Context {
    static QUESTION: OnceLock<Context> = OnceLock::new();
    QUESTION.get_or_init(|| {
        let parent = SpanContext::new(
            TraceId::from(1),
            SpanId::from(1),
            TraceFlags::NOT_SAMPLED,
            true,
            TraceState::NONE,
        );
        let cx = Context::new().with_remote_span_context(parent);
        cx.with_telemetry_suppressed()
    })
}

fn own_span(started: Started, parent: &Context) -> Begun {
    match started {
        Started::Recording(context, slot) => Begun {
            cx: own::context(parent, context, slot),
            fate: Fate::Own(slot),
        },
        Started::Unrecorded(context) => Begun {
            cx: parent.with_remote_span_context(context),
            fate: Fate::Nothing,
        },
        Started::Nothing => Begun {
            cx: parent.clone(),
            fate: Fate::Nothing,
        },
    }
}

/// By the provider that is OpenTelemetry's global one now. It is looked up at each call: it
/// may be replaced, and a tracer kept from before a set-up would stay a no-op for ever.
fn global(plan: Plan, parent: &Context) -> Begun {
    use opentelemetry::trace::Span as _;
    let tracer = opentelemetry::global::tracer_with_scope(plan.source.scope().clone());
    let span = tracer.build_with_context(plan.into_builder(), parent);
    if !span.is_recording() && span.span_context() == parent.span().span_context() {
        mode::found_global(false);
        return Begun {
            cx: parent.clone(),
            fate: Fate::Nothing,
        };
    }
    Begun {
        cx: parent.with_span(span),
        fate: Fate::Other,
    }
}

/// A span below `parent` that its maker ends by itself, and makes current or not.
#[cfg_attr(not(feature = "bridge"), allow(dead_code, reason = "the bridge's"))]
pub(crate) fn span(scope: Scope, builder: SpanBuilder, parent: &Context) -> BoxedSpan {
    let source = Source::from(scope);
    let tracer = match installed::maker(parent) {
        Some((Maker::Own(own), _)) => BoxedTracer::new(own.boxed_tracer(source)),
        Some((Maker::Other(other), _)) => other.boxed_tracer(source.scope().clone()),
        None => opentelemetry::global::tracer_with_scope(source.scope().clone()),
    };
    tracer.build_with_context(builder, parent)
}
