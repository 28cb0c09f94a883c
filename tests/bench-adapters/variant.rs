//! What is compared: the same router, with and without each adapter.
//!
//! All record into one provider of the SDK whose processor drops every span, so that what is
//! measured is the adapter and the SDK's own span, and no exporter.

use axum::Router;
use axum::routing::get;
use opentelemetry::Context;
use opentelemetry::propagation::TextMapCompositePropagator;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::propagation::{BaggagePropagator, TraceContextPropagator};
use opentelemetry_sdk::trace::{SdkTracerProvider, Span, SpanData, SpanProcessor};
use tracing_subscriber::layer::SubscriberExt as _;

pub const NAMES: [&str; 4] = [
    "no layer",
    "traced-tower",
    "opentelemetry-instrumentation-tower",
    "axum-tracing-opentelemetry",
];

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

/// The router of one variant, set up as its documentation says.
pub fn router(name: &str) -> Router {
    let provider = SdkTracerProvider::builder()
        .with_span_processor(Discard)
        .build();
    let router = Router::new().route("/orders/{id}", get(|| async { "an order" }));
    match name {
        "no layer" => router,
        "traced-tower" => {
            let telemetry = traced::builder("bench").provider(provider).install();
            // Lives as long as the process, which is measured and then exits.
            std::mem::forget(telemetry.expect("installed"));
            router.layer(traced_tower::ServerLayer::new())
        }
        "opentelemetry-instrumentation-tower" => {
            set_global(provider);
            let layer = opentelemetry_instrumentation_tower::http::server::LayerBuilder::builder()
                .with_metrics(false)
                .build()
                .expect("a layer");
            router.layer(layer)
        }
        "axum-tracing-opentelemetry" => {
            let tracer = provider.tracer("bench");
            set_global(provider);
            let layer = tracing_opentelemetry::layer().with_tracer(tracer);
            let subscriber = tracing_subscriber::registry().with(layer);
            tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
            router.layer(axum_tracing_opentelemetry::middleware::OtelAxumLayer::default())
        }
        other => panic!("no variant is called `{other}`"),
    }
}

/// The propagators that the specification names as the default, which `traced` installs too.
fn set_global(provider: SdkTracerProvider) {
    opentelemetry::global::set_text_map_propagator(TextMapCompositePropagator::new(vec![
        Box::new(TraceContextPropagator::new()),
        Box::new(BaggagePropagator::new()),
    ]));
    opentelemetry::global::set_tracer_provider(provider);
}
