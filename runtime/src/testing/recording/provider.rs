//! The tracer provider of one recording.

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::{Context, InstrumentationScope, trace::TracerProvider};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{Sampler, SdkTracer, SdkTracerProvider, Span, SpanData, SpanLimits, SpanProcessor},
};

use super::state::State;

/// An SDK provider that no environment variable reaches: it records everything.
pub(super) fn sdk(processor: impl SpanProcessor + 'static) -> SdkTracerProvider {
    SdkTracerProvider::builder()
        .with_sampler(Sampler::AlwaysOn)
        .with_span_limits(SpanLimits::default())
        .with_resource(Resource::builder_empty().build())
        .with_span_processor(processor)
        .build()
}

/// What the contexts of a recording hold, and nobody else: when it is dropped, no context is left
/// in which a span of this recording could start.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) sdk: SdkTracerProvider,
    pub(super) state: Arc<State>,
}

impl TracerProvider for Held {
    type Tracer = SdkTracer;

    fn tracer_with_scope(&self, scope: InstrumentationScope) -> SdkTracer {
        self.sdk.tracer_with_scope(scope)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.state.contexts_gone();
    }
}

/// Writes into one recording.
#[derive(Debug)]
pub(super) struct Writer(pub(super) Arc<State>);

impl SpanProcessor for Writer {
    fn on_start(&self, span: &mut Span, _parent: &Context) {
        if let Some(span) = span.exported_data() {
            self.0.started(span);
        }
    }

    fn on_end(&self, span: SpanData) {
        self.0.ended(span);
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _timeout: Duration) -> OTelSdkResult {
        Ok(())
    }
}
