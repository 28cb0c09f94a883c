//! Whose child a server span is, and the diagnostic for a layer in the wrong place.

use http::HeaderMap;
use traced::context::{self, Context};
use traced::diagnostics::{self, Kind, Place as Source};
use traced::opentelemetry::trace::{SpanContext, TraceContextExt as _};

use crate::propagator::Propagator;

/// Where a request comes from.
#[derive(Debug)]
pub(crate) struct Parent {
    /// What was current before the request's headers were read.
    outer: Context,
    /// `outer` with the remote trace and baggage, if there are any.
    extracted: Context,
    /// The span of this process that the layer runs in, which should not be there.
    intruder: Option<Box<SpanContext>>,
}

/// Where a span hangs.
#[derive(Debug, Default)]
pub(crate) struct Place {
    pub(crate) parent: Context,
    pub(crate) link: Option<Box<SpanContext>>,
    /// A new trace begins.
    pub(crate) is_root: bool,
}

impl Parent {
    /// Reads the headers, before any span starts: the remote trace is the parent, and
    /// samplers see it (PR-1).
    pub(crate) fn of(headers: &HeaderMap, propagator: &Propagator, layer: Source) -> Self {
        let outer = context::current();
        let intruder = if outer.has_active_span() {
            intruder(&outer, layer)
        } else {
            None
        };
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

    /// Where the span belongs.
    ///
    /// Inside a local span the tree stays whole: that span is the parent if it is part of
    /// the caller's trace or the caller sent none, and is linked to if the caller's trace
    /// is another one.
    pub(crate) fn adopt(self) -> Place {
        if self.joins_its_own_trace() {
            return Place {
                parent: self.outer,
                ..Place::default()
            };
        }
        let caller = self.extracted.span();
        let is_caller = |intruder: &SpanContext| intruder == caller.span_context();
        let link = self.intruder.filter(|intruder| !is_caller(intruder));
        Place {
            parent: self.extracted,
            link,
            is_root: false,
        }
    }

    /// A new trace that links to the one the request came with.
    pub(crate) fn link(self) -> Place {
        Place {
            link: Some(Box::new(self.extracted.span().span_context().clone())),
            parent: self.outer,
            is_root: true,
        }
    }

    fn joins_its_own_trace(&self) -> bool {
        self.intruder.as_ref().is_some_and(|intruder| {
            intruder.trace_id() == self.extracted.span().span_context().trace_id()
        })
    }
}

/// The span of this process in `outer`, of which is told.
#[cold]
fn intruder(outer: &Context, layer: Source) -> Option<Box<SpanContext>> {
    let here = outer.span();
    let here = here.span_context();
    (here.is_valid() && !here.is_remote()).then(|| {
        diagnostics::report(Kind::LayerOrder, layer, || wrong_order(layer));
        Box::new(here.clone())
    })
}

fn wrong_order(layer: Source) -> String {
    format!(
        "the server layer made at {layer} runs inside a span of the same process, so a request's own trace begins too \
         late; make it the outermost layer (in axum, the last `.layer(..)` of the outermost router, and only one of them) \
         and serve connections outside of any span"
    )
}
