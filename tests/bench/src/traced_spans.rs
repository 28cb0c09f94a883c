//! `#[traced]` and `#[traced(leaf)]`.

use std::hint::black_box;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use traced::{Telemetry, traced};

use crate::mode::Mode;
use crate::subject::{NAMES, NotThere, Once, Subject, add, block_on};

static ARRIVED: AtomicU64 = AtomicU64::new(0);
static TELEMETRY: OnceLock<Telemetry> = OnceLock::new();

#[derive(Debug)]
struct Counting;

impl SpanExporter for Counting {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        add(&ARRIVED, batch.len());
        Ok(())
    }
}

fn set_up(mode: Mode) {
    if mode == Mode::Nothing {
        return;
    }
    TELEMETRY.get_or_init(|| {
        let sampler = if mode == Mode::SampledOut {
            "parentbased_always_off"
        } else {
            "parentbased_always_on"
        };
        let disabled = mode == Mode::Disabled;
        let read = move |name: &str| match name {
            "OTEL_SDK_DISABLED" => Some(disabled.to_string()),
            "OTEL_TRACES_SAMPLER" => Some(sampler.to_owned()),
            "OTEL_BSP_MAX_QUEUE_SIZE" => Some("300000".to_owned()),
            _ => None,
        };
        let telemetry = traced::builder("bench")
            .environment(read)
            .exporter(Counting);
        telemetry.install().expect("nothing can be refused")
    });
}

fn flush() {
    if let Some(telemetry) = TELEMETRY.get() {
        let flushed = telemetry.flush_within(Duration::from_secs(20));
        flushed.expect("nothing can fail");
    }
}

#[traced("bench.root", root)]
fn root_of(f: &mut dyn FnMut()) {
    f();
}

fn root(f: &mut dyn FnMut()) {
    root_of(f);
}

const ALL: &[Mode] = &Mode::ALL;

/// The workloads of one form of the attribute.
macro_rules! workloads {
    ($module:ident, $($leaf:ident)?) => {
        mod $module {
            use super::*;

            #[traced("bench.plain" $(, $leaf)?)]
            fn one(n: usize) -> usize {
                black_box(n)
            }

            pub fn plain(spans: usize) {
                for n in 0..spans {
                    one(n);
                }
            }

            #[traced("bench.two" $(, $leaf)?, attrs(item.id = n, item.name = name))]
            fn with_two(n: i64, name: &str) -> i64 {
                black_box(name);
                black_box(n)
            }

            pub fn two(spans: usize) {
                for n in 0..spans {
                    with_two(n as i64, NAMES[n % 4]);
                }
            }

            #[traced("bench.ten" $(, $leaf)?, attrs(
                item.a = n, item.b = n, item.c = n, item.d = n, item.e = n,
                item.f = name, item.g = name, item.h = name, item.i = name, item.j = name,
            ))]
            fn with_ten(n: i64, name: &str) -> i64 {
                black_box(name);
                black_box(n)
            }

            pub fn ten(spans: usize) {
                for n in 0..spans {
                    with_ten(n as i64, NAMES[n % 4]);
                }
            }

            #[traced("bench.error" $(, $leaf)?)]
            fn failing(n: usize) -> Result<usize, NotThere> {
                black_box(n);
                Err(NotThere)
            }

            pub fn error(spans: usize) {
                for n in 0..spans {
                    let _ = black_box(failing(n));
                }
            }

            #[traced("bench.deep" $(, $leaf)?)]
            pub fn deep(spans: usize) {
                if spans > 1 {
                    deep(black_box(spans - 1));
                }
            }
        }
    };
}

workloads!(attached,);
workloads!(leaf, leaf);

#[traced("bench.awaits")]
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

pub const ATTACHED: Subject = Subject {
    name: "`#[traced]`",
    modes: ALL,
    set_up,
    root,
    plain: attached::plain,
    two: Some(attached::two),
    ten: Some(attached::ten),
    error: Some(attached::error),
    awaits: Some(awaits),
    deep: attached::deep,
    flush,
    arrived: &ARRIVED,
};

pub const LEAF: Subject = Subject {
    name: "`#[traced(leaf)]`",
    modes: ALL,
    set_up,
    root,
    plain: leaf::plain,
    two: Some(leaf::two),
    ten: Some(leaf::ten),
    error: Some(leaf::error),
    awaits: None,
    deep: leaf::deep,
    flush,
    arrived: &ARRIVED,
};
