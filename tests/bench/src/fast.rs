//! fastrace: `#[trace]`, `LocalSpan` and `Span`.

use std::hint::black_box;
use std::sync::Once as OnlyOnce;
use std::sync::atomic::AtomicU64;

use fastrace::collector::{Config, Reporter, SpanRecord};
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

fn set_up(mode: Mode) {
    static ONCE: OnlyOnce = OnlyOnce::new();
    if mode == Mode::Exported {
        ONCE.call_once(|| fastrace::set_reporter(Counting, Config::default()));
    }
}

fn flush() {
    fastrace::flush();
}

fn root(f: &mut dyn FnMut()) {
    let root = Span::root("root", SpanContext::random());
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

    pub fn deep(spans: usize) {
        let span = Span::enter_with_local_parent("deep");
        let _guard = span.set_local_parent();
        if spans > 1 {
            deep(black_box(spans - 1));
        }
    }
}

const MODES: &[Mode] = &[Mode::Exported, Mode::Nothing];

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
    ten: None,
    error: None,
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
    two: None,
    ten: None,
    error: None,
    awaits: None,
    deep: whole::deep,
    flush,
    arrived: &ARRIVED,
};
