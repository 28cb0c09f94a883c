//! Which propagator a layer reads and writes headers with.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use traced::context::Context;
use traced::diagnostics::Place;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::propagation::{self, HeaderExtractor, HeaderInjector};

/// The global propagator, unless the layer was given its own.
#[derive(Clone, Default)]
pub(crate) struct Propagator(Option<Arc<dyn TextMapPropagator + Send + Sync>>);

impl Propagator {
    pub(crate) fn own(propagator: impl TextMapPropagator + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(propagator)))
    }

    /// `cx` with what the headers brought; `layer` is where the global propagator's faults
    /// are reported.
    pub(crate) fn extract(&self, cx: &Context, headers: &HeaderMap, layer: Place) -> Context {
        let carrier = HeaderExtractor(headers);
        match &self.0 {
            Some(own) => own.extract_with_context(cx, &carrier),
            None => propagation::extract_onto(cx, &carrier, layer),
        }
    }

    pub(crate) fn inject(&self, cx: &Context, headers: &mut HeaderMap) {
        let mut carrier = HeaderInjector(headers);
        match &self.0 {
            Some(own) => own.inject_context(cx, &mut carrier),
            None => propagation::inject(cx, &mut carrier),
        }
    }
}

impl fmt::Debug for Propagator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(own) => own.fmt(f),
            None => f.write_str("global"),
        }
    }
}
