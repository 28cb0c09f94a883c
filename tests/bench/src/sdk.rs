//! opentelemetry_sdk: `in_span`, and its batch processor.

use std::hint::black_box;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;

use opentelemetry::global::BoxedTracer;
use opentelemetry::trace::{
    FutureExt as _, Status, TraceContextExt as _, Tracer as _, TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracer, SdkTracerProvider, SpanData,
    SpanExporter,
};

use crate::mode::Mode;
use crate::subject::{NAMES, NotThere, Once, Subject, add, block_on};

static ARRIVED: AtomicU64 = AtomicU64::new(0);
static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();
static TRACER: OnceLock<Tracer> = OnceLock::new();

/// A provider's own, or what OpenTelemetry hands out where there is none.
enum Tracer {
    Sdk(SdkTracer),
    Global(BoxedTracer),
}

#[derive(Debug)]
pub struct Counting(pub &'static AtomicU64);

impl SpanExporter for Counting {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        add(self.0, batch.len());
        Ok(())
    }
}

/// The SDK's provider over an exporter that counts, with room for a whole sample.
pub fn provider(mode: Mode, arrived: &'static AtomicU64) -> SdkTracerProvider {
    let config = BatchConfigBuilder::default().with_max_queue_size(300_000);
    let processor = BatchSpanProcessor::builder(Counting(arrived))
        .with_batch_config(config.build())
        .build();
    let root = if mode == Mode::SampledOut {
        Sampler::AlwaysOff
    } else {
        Sampler::AlwaysOn
    };
    SdkTracerProvider::builder()
        .with_span_processor(processor)
        .with_sampler(Sampler::ParentBased(Box::new(root)))
        .build()
}

fn set_up(mode: Mode) {
    TRACER.get_or_init(|| {
        if mode == Mode::Nothing {
            return Tracer::Global(opentelemetry::global::tracer("bench"));
        }
        let provider = PROVIDER.get_or_init(|| provider(mode, &ARRIVED));
        Tracer::Sdk(provider.tracer("bench"))
    });
}

fn flush() {
    if let Some(provider) = PROVIDER.get() {
        provider.force_flush().expect("nothing can fail");
    }
}

fn in_span<R>(name: &'static str, f: impl FnOnce(Context) -> R) -> R {
    match TRACER.get() {
        Some(Tracer::Sdk(tracer)) => tracer.in_span(name, f),
        Some(Tracer::Global(tracer)) => tracer.in_span(name, f),
        None => unreachable!("set up first"),
    }
}

fn root(f: &mut dyn FnMut()) {
    in_span("root", |_| f());
}

fn plain(spans: usize) {
    for n in 0..spans {
        in_span("plain", |_| black_box(n));
    }
}

fn two(spans: usize) {
    for n in 0..spans {
        in_span("two", |cx| {
            let span = cx.span();
            span.set_attribute(KeyValue::new("item.id", n as i64));
            span.set_attribute(KeyValue::new("item.name", NAMES[n % 4].to_owned()));
            black_box(n)
        });
    }
}

fn ten(spans: usize) {
    const INTS: [&str; 5] = ["item.a", "item.b", "item.c", "item.d", "item.e"];
    const TEXTS: [&str; 5] = ["item.f", "item.g", "item.h", "item.i", "item.j"];
    for n in 0..spans {
        in_span("ten", |cx| {
            let span = cx.span();
            for key in INTS {
                span.set_attribute(KeyValue::new(key, n as i64));
            }
            for key in TEXTS {
                span.set_attribute(KeyValue::new(key, NAMES[n % 4].to_owned()));
            }
            black_box(n)
        });
    }
}

fn error(spans: usize) {
    for n in 0..spans {
        in_span("error", |cx| {
            black_box(n);
            let span = cx.span();
            span.record_error(&NotThere);
            span.set_status(Status::error(NotThere.to_string()));
        });
    }
}

fn awaits(spans: usize) {
    let Some(Tracer::Sdk(tracer)) = TRACER.get() else {
        return;
    };
    for n in 0..spans {
        let span = tracer.start("awaits");
        let cx = Context::current_with_span(span);
        let body = async {
            for _ in 0..10 {
                Once::default().await;
            }
            black_box(n)
        };
        block_on(body.with_context(cx));
    }
}

fn deep(spans: usize) {
    in_span("deep", |_| {
        if spans > 1 {
            deep(black_box(spans - 1));
        }
    });
}

pub const SUBJECT: Subject = Subject {
    name: "SDK `in_span`",
    modes: &[Mode::Exported, Mode::SampledOut, Mode::Nothing],
    set_up,
    root,
    plain,
    two: Some(two),
    ten: Some(ten),
    error: Some(error),
    awaits: Some(awaits),
    deep,
    flush,
    arrived: &ARRIVED,
};
