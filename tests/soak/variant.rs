//! What is compared: the same tree of spans, by four toolkits, each set up as its own
//! documentation says and with its own defaults.

use std::borrow::Cow;
use std::sync::OnceLock;

use opentelemetry::trace::{TraceContextExt as _, Tracer as _, TracerProvider as _};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use tracing_subscriber::layer::SubscriberExt as _;

/// The first two are the same to who reads the table: ours, and what it is measured by.
pub const NAMES: [&str; 4] = ["traced", "SDK", "SDK + tracing", "fastrace"];

/// Spans of a tree: a root and its children.
pub const SPANS: u64 = 10;
const CHILDREN: i64 = 9;

/// A toolkit that is set up.
pub struct Variant {
    /// Makes a tree.
    pub work: fn(i64, &str),
    /// Sends what is left; how many spans it knows to be lost, or -1 if it does not say.
    pub end: Box<dyn FnOnce() -> i64>,
}

/// Sets up one of [`NAMES`].
pub fn set_up(name: &str, protocol: &str, endpoint: &str) -> Variant {
    match name {
        "traced" => traced(protocol, endpoint),
        "SDK" => sdk(protocol, endpoint),
        "SDK + tracing" => sdk_and_tracing(protocol, endpoint),
        "fastrace" => fastrace_(protocol, endpoint),
        other => panic!("no variant is called `{other}`"),
    }
}

fn traced(protocol: &str, endpoint: &str) -> Variant {
    let variables = [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.to_owned()),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.to_owned()),
        ("TRACED_RESOURCE_DETECTORS", "none".to_owned()),
    ];
    let telemetry = traced::builder("soak")
        .environment(move |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone())
        })
        .install()
        .expect("a set-up");
    Variant {
        work: by_traced::place,
        end: Box::new(move || {
            // What it came to stands in the accounts.
            let _ = telemetry.shutdown();
            let stats = telemetry.stats();
            i64::try_from(stats.dropped + stats.failed).expect("a short run")
        }),
    }
}

mod by_traced {
    use super::CHILDREN;
    use traced::traced;

    #[traced("order.place", root, attrs(order.quantity = quantity, order.sku = sku))]
    pub fn place(quantity: i64, sku: &str) {
        for index in 0..CHILDREN {
            line(index, sku);
        }
    }

    #[traced("order.line", attrs(order.index = index, order.sku = sku))]
    fn line(index: i64, sku: &str) {
        std::hint::black_box(index);
    }
}

fn resource() -> Resource {
    Resource::builder_empty().with_service_name("soak").build()
}

fn exporter(protocol: &str, endpoint: &str) -> SpanExporter {
    let built = match protocol {
        "grpc" => {
            // Its transport runs where it is built, for as long as the process.
            let runtime = Box::leak(Box::new(
                tokio::runtime::Builder::new_multi_thread()
                    .worker_threads(1)
                    .enable_all()
                    .build()
                    .expect("a runtime"),
            ));
            let _entered = runtime.enter();
            SpanExporter::builder()
                .with_tonic()
                .with_endpoint(endpoint)
                .build()
        }
        _ => SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{endpoint}/v1/traces"))
            .build(),
    };
    built.expect("an exporter")
}

fn provider(protocol: &str, endpoint: &str) -> SdkTracerProvider {
    SdkTracerProvider::builder()
        .with_batch_exporter(exporter(protocol, endpoint))
        .with_resource(resource())
        .build()
}

static TRACER: OnceLock<SdkTracer> = OnceLock::new();

fn sdk(protocol: &str, endpoint: &str) -> Variant {
    let provider = provider(protocol, endpoint);
    let _ = TRACER.set(provider.tracer("soak"));
    Variant {
        work: |quantity, sku| {
            let tracer = TRACER.get().expect("it is set up");
            tracer.in_span("order.place", |cx| {
                cx.span()
                    .set_attribute(KeyValue::new("order.quantity", quantity));
                cx.span()
                    .set_attribute(KeyValue::new("order.sku", sku.to_owned()));
                for index in 0..CHILDREN {
                    tracer.in_span("order.line", |cx| {
                        cx.span().set_attribute(KeyValue::new("order.index", index));
                        cx.span()
                            .set_attribute(KeyValue::new("order.sku", sku.to_owned()));
                        std::hint::black_box(index);
                    });
                }
            });
        },
        end: Box::new(move || {
            let _ = provider.shutdown();
            -1
        }),
    }
}

fn sdk_and_tracing(protocol: &str, endpoint: &str) -> Variant {
    let provider = provider(protocol, endpoint);
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("soak"));
    // As its documentation advises: what the exporter's transport traces is not exported.
    let filter =
        tracing_subscriber::filter::filter_fn(|metadata| metadata.target().starts_with("soak"));
    let layer = tracing_subscriber::Layer::with_filter(layer, filter);
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
    Variant {
        work: by_tracing::place,
        end: Box::new(move || {
            let _ = provider.shutdown();
            -1
        }),
    }
}

mod by_tracing {
    use super::CHILDREN;

    #[tracing::instrument(name = "order.place", fields(order.quantity = quantity, order.sku = sku), skip_all)]
    pub fn place(quantity: i64, sku: &str) {
        for index in 0..CHILDREN {
            line(index, sku);
        }
    }

    #[tracing::instrument(name = "order.line", fields(order.index = index, order.sku = sku), skip_all)]
    fn line(index: i64, sku: &str) {
        std::hint::black_box(index);
    }
}

fn fastrace_(protocol: &str, endpoint: &str) -> Variant {
    let scope = InstrumentationScope::builder("soak").build();
    let reporter = fastrace_opentelemetry::OpenTelemetryReporter::new(
        exporter(protocol, endpoint),
        Cow::Owned(resource()),
        scope,
    );
    fastrace::set_reporter(reporter, fastrace::collector::Config::default());
    Variant {
        work: by_fastrace::place,
        end: Box::new(|| {
            fastrace::flush();
            -1
        }),
    }
}

mod by_fastrace {
    use super::CHILDREN;
    use fastrace::prelude::{LocalSpan, Span, SpanContext};

    pub fn place(quantity: i64, sku: &str) {
        let root = Span::root("order.place", SpanContext::random()).with_properties(|| {
            [
                ("order.quantity", quantity.to_string()),
                ("order.sku", sku.to_owned()),
            ]
        });
        let _guard = root.set_local_parent();
        for index in 0..CHILDREN {
            line(index, sku);
        }
    }

    fn line(index: i64, sku: &str) {
        let _span = LocalSpan::enter_with_local_parent("order.line").with_properties(|| {
            [
                ("order.index", index.to_string()),
                ("order.sku", sku.to_owned()),
            ]
        });
        std::hint::black_box(index);
    }
}
