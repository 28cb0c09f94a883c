//! How the trace is written to metadata and read from it.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use traced::context::Context;
use traced::diagnostics::Place;
use traced::opentelemetry::propagation::{Injector, TextMapPropagator};
use traced::propagation::{HeaderExtractor, HeaderInjector, extract_onto, inject};

/// The process's format, or one of a layer's own.
#[derive(Clone, Default)]
pub(crate) struct Propagator(Option<Arc<dyn TextMapPropagator + Send + Sync>>);

impl Propagator {
    pub(crate) fn new(propagator: impl TextMapPropagator + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(propagator)))
    }

    /// Writes the trace; what stands there under the same key is replaced (RS-11).
    pub(crate) fn inject(&self, cx: &Context, metadata: &mut HeaderMap) {
        let mut carrier = Text(HeaderInjector(metadata));
        match &self.0 {
            Some(own) => own.inject_context(cx, &mut carrier),
            None => inject(cx, &mut carrier),
        }
    }

    /// `cx` with what the metadata brought.
    pub(crate) fn extract(&self, cx: &Context, metadata: &HeaderMap, place: Place) -> Context {
        let carrier = HeaderExtractor(metadata);
        match &self.0 {
            Some(own) => own.extract_with_context(cx, &carrier),
            None => extract_onto(cx, &carrier, place),
        }
    }
}

impl fmt::Debug for Propagator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "own" } else { "global" })
    }
}

/// Metadata that is text: gRPC takes the value of a key in `-bin` for base64, which no propagator writes (RS-11).
struct Text<'a>(HeaderInjector<'a>);

impl Injector for Text<'_> {
    fn set(&mut self, key: &str, value: String) {
        let ending = key.len().checked_sub(4).and_then(|at| key.get(at..));
        if !ending.is_some_and(|ending| ending.eq_ignore_ascii_case("-bin")) {
            self.0.set(key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rs_11_nothing_is_written_under_a_binary_key() {
        let mut metadata = HeaderMap::new();
        metadata.insert("b3", "old".parse().unwrap());
        let mut carrier = Text(HeaderInjector(&mut metadata));
        for key in ["B3", "grpc-trace-bin", "X-Bin", "bin"] {
            carrier.set(key, "new".to_owned());
        }
        let mut written: Vec<_> = metadata
            .iter()
            .map(|(key, value)| format!("{key}={value:?}"))
            .collect();
        written.sort();
        assert_eq!(written, ["b3=\"new\"", "bin=\"new\""]);
    }
}
