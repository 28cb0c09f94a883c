//! Starting a span through the seam, and ending it there.

use super::installed::{self, Maker};
use super::own::{self, Span};
use super::plan::{Plan, Source};
use super::{Scope, count};
use opentelemetry::global::{BoxedSpan, BoxedTracer};
use opentelemetry::trace::{SpanBuilder, SpanContext, TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue};

/// What a provider of ours made of a plan.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a provider of ours makes it")
)]
#[allow(
    clippy::large_enum_variant,
    reason = "a span is moved to where it lives at once, and a box would cost as much as it"
)]
pub(super) enum Started {
    Recording(Span),
    /// Decided against; what is injected below it carries this context.
    Unrecorded(SpanContext),
    /// Nothing: the work runs in the context of its parent.
    Nothing,
}

/// Who has to be told of a span's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nobody: no span was started, or it records nothing, or it has ended.
    Nothing,
    /// A span of ours.
    Own,
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
    match installed::maker(parent) {
        Some((Maker::Own(own), _)) => own_span(own.start(parent, plan), parent),
        Some((Maker::Other(other), accounted)) => {
            let tracer = other.tracer(plan.source.scope());
            let span = tracer.build_with_context(plan.into_builder(), parent);
            let cx = parent.with_span(span);
            if accounted && !cx.span().is_recording() {
                count::started(1);
                count::sampled_out(1);
            }
            Begun {
                cx,
                fate: Fate::Other,
            }
        }
        None => global(plan, parent),
    }
}

fn own_span(started: Started, parent: &Context) -> Begun {
    match started {
        Started::Recording(span) => Begun {
            cx: parent.with_span(span),
            fate: Fate::Own,
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

/// Ends the span of `cx`.
pub(crate) fn end(cx: &Context, fate: Fate) {
    match fate {
        Fate::Nothing => {}
        Fate::Own => own::end(cx),
        Fate::Other => cx.span().end(),
    }
}

/// Sets attributes of the span of `cx`.
pub(crate) fn extend(cx: &Context, fate: Fate, attributes: Vec<KeyValue>) {
    match fate {
        Fate::Nothing => {}
        Fate::Own => own::extend(cx, attributes),
        Fate::Other => cx.span().set_attributes(attributes),
    }
}

/// A span below `parent` that its maker ends by itself, and makes current or not.
#[cfg_attr(not(feature = "bridge"), allow(dead_code, reason = "the bridge's"))]
pub(crate) fn span(scope: Scope, builder: SpanBuilder, parent: &Context) -> BoxedSpan {
    let source = Source::from(scope);
    let tracer = match installed::maker(parent) {
        Some((Maker::Own(own), _)) => BoxedTracer::new(own.boxed_tracer(source)),
        Some((Maker::Other(other), _)) => {
            return other
                .tracer(source.scope())
                .build_with_context(builder, parent);
        }
        None => opentelemetry::global::tracer_with_scope(source.scope().clone()),
    };
    tracer.build_with_context(builder, parent)
}
