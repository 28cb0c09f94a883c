//! What records the spans: one provider of the SDK whose processor drops every span, so that what is measured is the
//! adapter and the SDK's own span, and no exporter. Besides, as applications have it: spans that a thread exports to
//! something that drops them, by `traced`'s own provider and by the SDK's with its batch processor.

use opentelemetry::Context;
use opentelemetry::propagation::TextMapCompositePropagator;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::propagation::{BaggagePropagator, TraceContextPropagator};
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, SdkTracerProvider, Span, SpanData, SpanExporter,
    SpanProcessor,
};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Adapter {
    /// The same service without a layer.
    None,
    /// `traced-tower`, `traced-tonic`, over the SDK's provider.
    Traced,
    /// The same over `traced`'s own provider.
    TracedOwn,
    InstrumentationTower,
    /// The same with the SDK's batch processor.
    InstrumentationTowerBatch,
    /// The family of `tracing-opentelemetry-instrumentation-sdk`.
    TracingOpentelemetry,
    /// The same with the SDK's batch processor.
    TracingOpentelemetryBatch,
}

#[derive(Debug)]
struct Discard;

impl SpanProcessor for Discard {
    fn on_start(&self, _: &mut Span, _: &Context) {}

    fn on_end(&self, _: SpanData) {}

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: std::time::Duration) -> OTelSdkResult {
        Ok(())
    }
}

impl SpanExporter for Discard {
    async fn export(&self, _: Vec<SpanData>) -> OTelSdkResult {
        Ok(())
    }
}

fn discarding(adapter: Adapter) -> SdkTracerProvider {
    let builder = SdkTracerProvider::builder();
    match adapter {
        Adapter::InstrumentationTowerBatch | Adapter::TracingOpentelemetryBatch => {
            // As long as that of `traced`: nobody looks fast by dropping.
            let queue = BatchConfigBuilder::default().with_max_queue_size(65_536);
            let processor = BatchSpanProcessor::builder(Discard);
            builder.with_span_processor(processor.with_batch_config(queue.build()).build())
        }
        _ => builder.with_span_processor(Discard),
    }
    .build()
}

pub fn traced(adapter: Adapter) {
    let builder = traced::builder("bench");
    let builder = match adapter {
        Adapter::TracedOwn => builder.exporter(Discard),
        _ => builder.provider(discarding(adapter)),
    };
    // Lives as long as the process, which is measured and then exits.
    std::mem::forget(builder.install().expect("installed"));
}

/// The propagators that the specification names as the default, which `traced` installs too.
pub fn global(adapter: Adapter) -> SdkTracerProvider {
    opentelemetry::global::set_text_map_propagator(TextMapCompositePropagator::new(vec![
        Box::new(TraceContextPropagator::new()),
        Box::new(BaggagePropagator::new()),
    ]));
    let provider = discarding(adapter);
    opentelemetry::global::set_tracer_provider(provider.clone());
    provider
}

/// With the filter that the adapters' documentation asks for. Without one the transport's own spans, of `h2` above all,
/// would be recorded and counted against the adapter.
pub fn tracing(adapter: Adapter) {
    let layer = tracing_opentelemetry::layer().with_tracer(global(adapter).tracer("bench"));
    let filter = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("otel::tracing", LevelFilter::TRACE);
    let subscriber = tracing_subscriber::registry().with(layer.with_filter(filter));
    tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
}
