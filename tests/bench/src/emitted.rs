//! emit: `#[emit::span]`, with an emitter that counts.

use std::hint::black_box;
use std::sync::Once as OnlyOnce;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use emit::event::ToEvent;

use crate::mode::Mode;
use crate::subject::{NAMES, NotThere, Once, Subject, add, block_on};

static ARRIVED: AtomicU64 = AtomicU64::new(0);

struct Counting;

impl emit::Emitter for Counting {
    fn emit<E: ToEvent>(&self, event: E) {
        black_box(event.to_event().props());
        add(&ARRIVED, 1);
    }

    fn blocking_flush(&self, _: Duration) -> bool {
        true
    }
}

fn set_up(mode: Mode) {
    static ONCE: OnlyOnce = OnlyOnce::new();
    ONCE.call_once(|| match mode {
        Mode::Exported => drop(emit::setup().emit_to(Counting).init()),
        Mode::SampledOut => {
            // It has no sampler: a filter decides against every span.
            let none = emit::filter::from_fn(|_| false);
            drop(emit::setup().emit_to(Counting).emit_when(none).init());
        }
        Mode::Nothing | Mode::Disabled => {}
    });
}

#[emit::span("root")]
fn root_of(f: &mut dyn FnMut()) {
    f();
}

fn root(f: &mut dyn FnMut()) {
    root_of(f);
}

#[emit::span("plain")]
fn one(n: usize) -> usize {
    black_box(n)
}

fn plain(spans: usize) {
    for n in 0..spans {
        one(n);
    }
}

#[emit::span("two", item_id: n, item_name: name)]
fn with_two(n: i64, name: &str) -> i64 {
    black_box(name);
    black_box(n)
}

fn two(spans: usize) {
    for n in 0..spans {
        with_two(n as i64, NAMES[n % 4]);
    }
}

#[emit::span("ten", a: n, b: n, c: n, d: n, e: n, f: name, g: name, h: name, i: name, j: name)]
fn with_ten(n: i64, name: &str) -> i64 {
    black_box(name);
    black_box(n)
}

fn ten(spans: usize) {
    for n in 0..spans {
        with_ten(n as i64, NAMES[n % 4]);
    }
}

#[emit::span(err_lvl: "warn", "error")]
fn failing(n: usize) -> Result<usize, NotThere> {
    black_box(n);
    Err(NotThere)
}

fn error(spans: usize) {
    for n in 0..spans {
        let _ = black_box(failing(n));
    }
}

#[emit::span("awaits")]
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

#[emit::span("deep")]
fn deep(spans: usize) {
    if spans > 1 {
        deep(black_box(spans - 1));
    }
}

pub const SUBJECT: Subject = Subject {
    name: "emit `#[span]`",
    modes: &[Mode::Exported, Mode::SampledOut, Mode::Nothing],
    set_up,
    root,
    plain,
    two: Some(two),
    ten: Some(ten),
    error: Some(error),
    awaits: Some(awaits),
    deep,
    flush: || {},
    arrived: &ARRIVED,
};
