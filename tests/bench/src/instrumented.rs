//! `#[tracing::instrument]` with tracing-opentelemetry, over the SDK and its batch processor.

use std::hint::black_box;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::instrument;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::mode::Mode;
use crate::sdk;
use crate::subject::{NAMES, NotThere, Once, Subject, block_on};

static ARRIVED: AtomicU64 = AtomicU64::new(0);
static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

fn set_up(mode: Mode) {
    if mode == Mode::Nothing {
        return;
    }
    PROVIDER.get_or_init(|| {
        let provider = sdk::provider(mode, &ARRIVED);
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("bench"));
        let subscriber = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(subscriber).expect("the first one");
        provider
    });
}

fn flush() {
    if let Some(provider) = PROVIDER.get() {
        provider.force_flush().expect("nothing can fail");
    }
}

#[instrument(skip_all)]
fn root_of(f: &mut dyn FnMut()) {
    f();
}

fn root(f: &mut dyn FnMut()) {
    root_of(f);
}

#[instrument(skip_all)]
fn one(n: usize) -> usize {
    black_box(n)
}

fn plain(spans: usize) {
    for n in 0..spans {
        one(n);
    }
}

#[instrument(skip_all, fields(item.id = n, item.name = name))]
fn with_two(n: i64, name: &str) -> i64 {
    black_box(name);
    black_box(n)
}

fn two(spans: usize) {
    for n in 0..spans {
        with_two(n as i64, NAMES[n % 4]);
    }
}

#[instrument(skip_all, fields(
    item.a = n, item.b = n, item.c = n, item.d = n, item.e = n,
    item.f = name, item.g = name, item.h = name, item.i = name, item.j = name,
))]
fn with_ten(n: i64, name: &str) -> i64 {
    black_box(name);
    black_box(n)
}

fn ten(spans: usize) {
    for n in 0..spans {
        with_ten(n as i64, NAMES[n % 4]);
    }
}

#[instrument(skip_all, err)]
fn failing(n: usize) -> Result<usize, NotThere> {
    black_box(n);
    Err(NotThere)
}

fn error(spans: usize) {
    for n in 0..spans {
        let _ = black_box(failing(n));
    }
}

#[instrument(skip_all)]
async fn ten_awaits(n: usize) -> usize {
    for _ in 0..10 {
        Once::default().await;
    }
    black_box(n)
}

fn awaits(spans: usize) {
    for n in 0..spans {
        block_on(ten_awaits(n));
    }
}

#[instrument(skip_all)]
fn deep(spans: usize) {
    if spans > 1 {
        deep(black_box(spans - 1));
    }
}

pub const SUBJECT: Subject = Subject {
    name: "`#[instrument]` + tracing-opentelemetry",
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
