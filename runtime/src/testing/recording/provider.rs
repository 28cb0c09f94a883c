//! The tracer provider of one recording.

use std::sync::Arc;
use std::time::Instant;

use super::state::State;
use crate::provider::{Options, Pipeline, Records, Sink, SpanView, TracedProvider};

/// A provider that no environment variable reaches: it records everything, and its spans are
/// not those of the process.
pub(super) fn recording(sink: impl Sink) -> TracedProvider {
    let pipeline = Pipeline::new([Arc::new(sink) as Arc<dyn Sink>]);
    TracedProvider::new(pipeline, Options::default().accounted(false))
}

/// What the contexts of a recording hold, and nobody else: when it is dropped, no context is left
/// in which a span of this recording could start.
#[derive(Debug)]
pub(super) struct Held(pub(super) Arc<State>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.contexts_gone();
    }
}

/// Writes into one recording.
#[derive(Debug)]
pub(super) struct Writer(pub(super) Arc<State>);

impl Sink for Writer {
    fn is_direct(&self) -> bool {
        true
    }

    fn opened(&self, span: SpanView<'_>, _parent_is_local: bool) {
        self.0.started(span.to_span_data());
    }

    fn ended(&self, spans: Records) {
        for span in spans.into_span_data() {
            self.0.ended(span);
        }
    }

    fn flush(&self, _deadline: Instant) -> Result<(), String> {
        Ok(())
    }

    fn shutdown(&self, _deadline: Instant) -> Result<(), String> {
        Ok(())
    }
}
