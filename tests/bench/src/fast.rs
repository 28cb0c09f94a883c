//! fastrace: `#[trace]`, `LocalSpan` and `Span`.

use std::hint::black_box;
use std::sync::Once as OnlyOnce;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use fastrace::collector::{Config, Reporter, SpanRecord};
use fastrace::future::FutureExt as _;
use fastrace::local::LocalSpan;
use fastrace::prelude::{Span, SpanContext};
use fastrace::trace;

use crate::mode::Mode;
use crate::subject::{NAMES, NotThere, Once, Subject, add, block_on};

static ARRIVED: AtomicU64 = AtomicU64::new(0);

struct Counting;

impl Reporter for Counting {
    fn report(&mut self, spans: Vec<SpanRecord>) {
        add(&ARRIVED, spans.len());
    }
}

/// Whether roots are sampled: who starts one says so.
static SAMPLED: AtomicBool = AtomicBool::new(true);

fn set_up(mode: Mode) {
    static ONCE: OnlyOnce = OnlyOnce::new();
    if mode != Mode::Nothing {
        ONCE.call_once(|| fastrace::set_reporter(Counting, Config::default()));
    }
    SAMPLED.store(mode != Mode::SampledOut, Ordering::Relaxed);
}

fn flush() {
    fastrace::flush();
}

fn root(f: &mut dyn FnMut()) {
    let context = SpanContext::random().sampled(SAMPLED.load(Ordering::Relaxed));
    let root = Span::root("root", context);
    let _guard = root.set_local_parent();
    f();
}

#[trace]
fn one(n: usize) -> usize {
    black_box(n)
}

fn plain(spans: usize) {
    for n in 0..spans {
        one(n);
    }
}

#[trace(properties = { "item.id": "{n}", "item.name": "{name}" })]
fn with_two(n: i64, name: &str) -> i64 {
    black_box(name);
    black_box(n)
}

fn two(spans: usize) {
    for n in 0..spans {
        with_two(n as i64, NAMES[n % 4]);
    }
}

#[trace(properties = {
    "item.a": "{n}", "item.b": "{n}", "item.c": "{n}", "item.d": "{n}", "item.e": "{n}",
    "item.f": "{name}", "item.g": "{name}", "item.h": "{name}", "item.i": "{name}", "item.j": "{name}",
})]
fn with_ten(n: i64, name: &str) -> i64 {
    black_box(name);
    black_box(n)
}

fn ten(spans: usize) {
    for n in 0..spans {
        with_ten(n as i64, NAMES[n % 4]);
    }
}

#[trace]
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

#[trace]
fn deep(spans: usize) {
    if spans > 1 {
        deep(black_box(spans - 1));
    }
}

/// It has no notion of an error: what a user would write by hand.
fn error(spans: usize) {
    for n in 0..spans {
        let span = LocalSpan::enter_with_local_parent("error");
        black_box(n);
        let _span = span.with_property(|| ("error", NotThere.to_string()));
    }
}

fn ten_properties(n: usize) -> [(&'static str, String); 10] {
    let (number, name) = (|| n.to_string(), || NAMES[n % 4].to_owned());
    [
        ("item.a", number()),
        ("item.b", number()),
        ("item.c", number()),
        ("item.d", number()),
        ("item.e", number()),
        ("item.f", name()),
        ("item.g", name()),
        ("item.h", name()),
        ("item.i", name()),
        ("item.j", name()),
    ]
}

mod local {
    use super::*;

    pub fn plain(spans: usize) {
        for n in 0..spans {
            let _span = LocalSpan::enter_with_local_parent("plain");
            black_box(n);
        }
    }

    pub fn two(spans: usize) {
        for n in 0..spans {
            let _span = LocalSpan::enter_with_local_parent("two").with_properties(|| {
                [
                    ("item.id", n.to_string()),
                    ("item.name", NAMES[n % 4].to_owned()),
                ]
            });
            black_box(n);
        }
    }

    pub fn ten(spans: usize) {
        for n in 0..spans {
            let span = LocalSpan::enter_with_local_parent("ten");
            let _span = span.with_properties(|| super::ten_properties(n));
            black_box(n);
        }
    }

    pub fn deep(spans: usize) {
        let _span = LocalSpan::enter_with_local_parent("deep");
        if spans > 1 {
            deep(black_box(spans - 1));
        }
    }
}

mod whole {
    use super::*;

    pub fn plain(spans: usize) {
        for n in 0..spans {
            let span = Span::enter_with_local_parent("plain");
            let _guard = span.set_local_parent();
            black_box(n);
        }
    }

    pub fn two(spans: usize) {
        for n in 0..spans {
            let span = Span::enter_with_local_parent("two").with_properties(|| {
                [
                    ("item.id", n.to_string()),
                    ("item.name", NAMES[n % 4].to_owned()),
                ]
            });
            let _guard = span.set_local_parent();
            black_box(n);
        }
    }

    pub fn ten(spans: usize) {
        for n in 0..spans {
            let span = Span::enter_with_local_parent("ten");
            let span = span.with_properties(|| super::ten_properties(n));
            let _guard = span.set_local_parent();
            black_box(n);
        }
    }

    pub fn error(spans: usize) {
        for n in 0..spans {
            let span = Span::enter_with_local_parent("error");
            black_box(n);
            let _span = span.with_property(|| ("error", NotThere.to_string()));
        }
    }

    async fn ten_awaits(n: usize) -> usize {
        for _ in 0..10 {
            Once::default().await;
        }
        black_box(n)
    }

    pub fn awaits(spans: usize) {
        for n in 0..spans {
            block_on(ten_awaits(n).in_span(Span::enter_with_local_parent("awaits")));
        }
    }

    pub fn deep(spans: usize) {
        let span = Span::enter_with_local_parent("deep");
        let _guard = span.set_local_parent();
        if spans > 1 {
            deep(black_box(spans - 1));
        }
    }
}

const MODES: &[Mode] = &[Mode::Exported, Mode::SampledOut, Mode::Nothing];

pub const ATTRIBUTE: Subject = Subject {
    name: "fastrace `#[trace]`",
    modes: MODES,
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

pub const LOCAL: Subject = Subject {
    name: "fastrace `LocalSpan`",
    modes: MODES,
    set_up,
    root,
    plain: local::plain,
    two: Some(local::two),
    ten: Some(local::ten),
    error: Some(error),
    // It lives on a thread, and not in a future.
    awaits: None,
    deep: local::deep,
    flush,
    arrived: &ARRIVED,
};

pub const WHOLE: Subject = Subject {
    name: "fastrace `Span`",
    modes: MODES,
    set_up,
    root,
    plain: whole::plain,
    two: Some(whole::two),
    ten: Some(whole::ten),
    error: Some(whole::error),
    awaits: Some(whole::awaits),
    deep: whole::deep,
    flush,
    arrived: &ARRIVED,
};
