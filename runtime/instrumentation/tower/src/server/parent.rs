//! Whose child a server span is, and the diagnostic for a layer in the wrong place.

use http::HeaderMap;
use traced::context::{self, Context};
use traced::diagnostics::{self, Kind, Place};
use traced::opentelemetry::trace::{SpanContext, TraceContextExt as _};
use traced::span::SpanStart;

use crate::propagator::Propagator;

/// Where a request comes from.
#[derive(Debug)]
pub(crate) struct Parent {
    /// What was current before the request's headers were read.
    outer: Context,
    /// `outer` with the remote trace and baggage, if there are any.
    extracted: Context,
    /// The span of this process that the layer runs in, which should not be there.
    intruder: Option<SpanContext>,
}

impl Parent {
    /// Reads the headers, before any span starts: the remote trace is the parent, and
    /// samplers see it (PR-1).
    pub(crate) fn of(headers: &HeaderMap, propagator: &Propagator, layer: Place) -> Self {
        let outer = context::current();
        let here = outer.span();
        let here = here.span_context();
        let intruder = (here.is_valid() && !here.is_remote()).then(|| here.clone());
        if intruder.is_some() {
            diagnostics::report(Kind::LayerOrder, layer, || wrong_order(layer));
        }
        let extracted = propagator.extract(&outer, headers, layer);
        Self {
            outer,
            extracted,
            intruder,
        }
    }

    /// Whether nothing below this context is to be traced, so that nobody will ask what a
    /// span would say.
    pub(crate) fn is_suppressed(&self) -> bool {
        self.outer.is_telemetry_suppressed()
    }

    /// The context for a request that gets no span of its own: it still belongs to the
    /// caller's trace, unless the caller is a stranger.
    pub(crate) fn into_context(self, public: bool) -> Context {
        if public || self.joins_its_own_trace() {
            self.outer
        } else {
            self.extracted
        }
    }

    /// Hangs the span where it belongs.
    ///
    /// Inside a local span the tree stays whole: that span is the parent if it is part of
    /// the caller's trace or the caller sent none, and is linked to if the caller's trace
    /// is another one.
    pub(crate) fn adopt(self, span: SpanStart) -> SpanStart {
        if self.joins_its_own_trace() {
            return span.parent(self.outer);
        }
        match &self.intruder {
            Some(intruder) if *intruder != *self.extracted.span().span_context() => {
                span.link(intruder.clone()).parent(self.extracted)
            }
            _ => span.parent(self.extracted),
        }
    }

    /// A new trace that links to the one the request came with.
    pub(crate) fn link(self, span: SpanStart) -> SpanStart {
        span.link(self.extracted.span().span_context().clone())
            .parent(self.outer)
            .root()
    }

    fn joins_its_own_trace(&self) -> bool {
        let trace = self.extracted.span().span_context().trace_id();
        self.intruder
            .as_ref()
            .is_some_and(|intruder| intruder.trace_id() == trace)
    }
}

fn wrong_order(layer: Place) -> String {
    format!(
        "the server layer made at {layer} runs inside a span of the same process, so a request's own trace begins too \
         late; make it the outermost layer (in axum, the last `.layer(..)` of the outermost router, and only one of them) \
         and serve connections outside of any span"
    )
}
