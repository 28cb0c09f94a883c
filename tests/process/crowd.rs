//! Random work of traced functions under an installed provider, on many threads at once, while
//! another one flushes: every span arrives once, below its caller, with all that was set on it.
//!
//! Every function says in attributes who it is and who called it, so that each span can be judged
//! by itself.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{self, Waker};
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use opentelemetry_sdk::trace::{InMemorySpanExporter, SpanData};
use traced::opentelemetry::trace::{SpanId, Status, TraceContextExt as _};
use traced::opentelemetry::{Array, KeyValue, Value};
use traced::{context, record, traced};

use crate::child::run;

/// What a span is expected to be.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is judged by itself")]
struct Made {
    parent: i64,
    late: bool,
    other: bool,
    event: bool,
    failed: bool,
    cancelled: bool,
}

static NEXT: AtomicI64 = AtomicI64::new(1);
static MADE: Mutex<Option<HashMap<i64, Made>>> = Mutex::new(None);

fn note(id: i64, change: impl FnOnce(&mut Made)) {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    change(made.get_or_insert_default().entry(id).or_default());
}

/// Who calls next.
fn call(parent: i64) -> i64 {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    note(id, |made| made.parent = parent);
    id
}

/// Xorshift: a few numbers of no importance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// Of any length: some fit in words, some do not.
fn text(id: i64) -> String {
    let length = usize::try_from(id % 41).unwrap_or(0);
    "größe".chars().cycle().take(length * length / 4).collect()
}

#[traced("crowd.root", root, attrs(crowd.id = id, crowd.parent = 0, crowd.text = text(id)))]
fn root(chance: &mut Chance, id: i64) {
    work(chance, id, 5);
}

#[traced("crowd.step", attrs(crowd.id = id, crowd.parent = parent, crowd.text = text(id)), late(crowd.late: int))]
fn step(chance: &mut Chance, id: i64, parent: i64, depth: u32) {
    if chance.one_in(3) {
        record!(crowd.late = -id);
        note(id, |made| made.late = true);
    }
    work(chance, id, depth);
    if chance.one_in(9) {
        traced::current().event("crowd.event", vec![KeyValue::new("crowd.of", id)]);
        note(id, |made| made.event = true);
    }
    if chance.one_in(9) {
        let cx = context::current();
        let other = KeyValue::new("crowd.other", id);
        let set = move || cx.span().set_attribute(other);
        thread::spawn(set).join().expect("no panic");
        note(id, |made| made.other = true);
    }
}

#[traced("crowd.leaf", leaf, attrs(crowd.id = id, crowd.parent = parent, crowd.text = %text(id)))]
fn leaf(id: i64, parent: i64) {}

/// Attributes that no word can hold.
#[traced("crowd.list", attrs(crowd.list = [id, parent], crowd.id = id, crowd.parent = parent, crowd.text = text(id)))]
fn list(id: i64, parent: i64) {}

#[traced("crowd.failing", attrs(crowd.id = id, crowd.parent = parent, crowd.text = text(id)))]
fn failing(id: i64, parent: i64) -> Result<(), String> {
    Err(format!("{id} fails"))
}

#[traced("crowd.panicking", attrs(crowd.id = id, crowd.parent = parent, crowd.text = text(id)))]
fn panicking(chance: &mut Chance, id: i64, parent: i64, depth: u32) {
    work(chance, id, depth);
    resume_unwind(Box::new(()));
}

#[traced("crowd.future", attrs(crowd.id = id, crowd.parent = parent, crowd.text = text(id)), late(crowd.late: int))]
async fn future(chance: &mut Chance, id: i64, parent: i64, depth: u32) {
    for _ in 0..chance.below(4) {
        tokio::task::yield_now().await;
    }
    record!(crowd.late = -id);
    note(id, |made| made.late = true);
    work(chance, id, depth);
    if depth > 0 && chance.one_in(2) {
        let inner = call(id);
        Box::pin(future(chance, inner, id, depth - 1)).await;
    }
}

#[traced("crowd.pending", attrs(crowd.id = id, crowd.parent = parent, crowd.text = text(id)))]
async fn pending(id: i64, parent: i64) {
    std::future::pending::<()>().await;
}

/// What a function does besides: calls others.
fn work(chance: &mut Chance, id: i64, depth: u32) {
    if depth == 0 {
        return;
    }
    for _ in 0..chance.below(5) {
        let inner = call(id);
        let below = depth - 1;
        match chance.below(10) {
            0..4 => step(chance, inner, id, below),
            4 => leaf(inner, id),
            5 => list(inner, id),
            6 => {
                note(inner, |made| made.failed = true);
                failing(inner, id).expect_err("it fails");
            }
            7 => {
                note(inner, |made| made.failed = true);
                let panics = AssertUnwindSafe(|| panicking(chance, inner, id, below));
                catch_unwind(panics).expect_err("it panics");
            }
            8 => block_on(future(chance, inner, id, below)),
            _ => {
                note(inner, |made| made.cancelled = true);
                let mut polled = Box::pin(pending(inner, id));
                let mut task = task::Context::from_waker(Waker::noop());
                assert!(polled.as_mut().poll(&mut task).is_pending());
                // Wherever it is dropped, it ends there.
                if chance.one_in(2) {
                    thread::spawn(move || drop(polled))
                        .join()
                        .expect("no panic");
                }
            }
        }
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut task = task::Context::from_waker(Waker::noop());
    loop {
        if let task::Poll::Ready(output) = future.as_mut().poll(&mut task) {
            return output;
        }
    }
}

const THREADS: u64 = 4;
const ROOTS: u64 = 300;

pub(crate) fn plays() {
    let memory = InMemorySpanExporter::default();
    let builder = traced::builder("crowd").environment(|name| match name {
        "OTEL_BSP_MAX_QUEUE_SIZE" => Some("10000000".to_owned()),
        // The export thread fetches all the time, too.
        "OTEL_BSP_SCHEDULE_DELAY" => Some("10".to_owned()),
        _ => None,
    });
    let telemetry = builder.exporter(memory.clone()).install();
    let telemetry = telemetry.expect("a set-up");
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                telemetry.flush().expect("nothing can fail");
                thread::yield_now();
            }
        });
        let threads: Vec<_> = (1..=THREADS)
            .map(|seed| {
                scope.spawn(move || {
                    let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ seed);
                    for _ in 0..ROOTS {
                        let id = call(0);
                        root(&mut chance, id);
                    }
                })
            })
            .collect();
        let ends: Vec<_> = threads.into_iter().map(ScopedJoinHandle::join).collect();
        over.store(true, Ordering::Relaxed);
        assert!(ends.iter().all(Result::is_ok), "a panic");
    });
    telemetry.flush().expect("nothing can fail");
    let spans = memory.get_finished_spans().expect("no panic");
    judge(&spans);
    let stats = telemetry.stats();
    let all = spans.len() as u64;
    assert_eq!((stats.started, stats.exported), (all, all), "{stats:?}");
    assert_eq!(stats.late_children + stats.orphans, 0, "{stats:?}");
    telemetry
        .shutdown_within(Duration::from_secs(10))
        .expect("all is out");
}

fn value<'s>(span: &'s SpanData, key: &str) -> Option<&'s Value> {
    let mut all = span.attributes.iter().filter(|kv| kv.key.as_str() == key);
    let found = all.next();
    assert!(all.next().is_none(), "{key} twice: {span:?}");
    found.map(|kv| &kv.value)
}

fn number(span: &SpanData, key: &str) -> Option<i64> {
    match value(span, key) {
        Some(Value::I64(number)) => Some(*number),
        None => None,
        other => panic!("{key} is {other:?}"),
    }
}

fn judge(spans: &[SpanData]) {
    let made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let made = made.as_ref().expect("there was work");
    let mut ids = HashMap::new();
    for span in spans {
        let id = number(span, "crowd.id").unwrap_or_else(|| panic!("whose is {span:?}"));
        assert!(
            ids.insert(id, span.span_context.span_id()).is_none(),
            "{id} twice"
        );
    }
    assert_eq!(ids.len(), made.len(), "some did not arrive");
    assert!(ids.len() > 10_000, "{} are too few to tell", ids.len());
    for span in spans {
        let id = number(span, "crowd.id").expect("looked at before");
        let expected = &made[&id];
        assert_eq!(number(span, "crowd.parent"), Some(expected.parent));
        let parent = ids
            .get(&expected.parent)
            .copied()
            .unwrap_or(SpanId::INVALID);
        assert_eq!(span.parent_span_id, parent, "{span:?}");
        assert_eq!(
            value(span, "crowd.text"),
            Some(&text(id).into()),
            "{span:?}"
        );
        let late = expected.late.then_some(-id);
        assert_eq!(number(span, "crowd.late"), late, "{span:?}");
        let other = expected.other.then_some(id);
        assert_eq!(number(span, "crowd.other"), other, "{span:?}");
        // A payload that no hook has seen tells nothing.
        let failure = expected.failed && span.name != "crowd.panicking";
        let told = !span.events.is_empty();
        assert_eq!(told, expected.event || failure, "{span:?}");
        let failed = matches!(span.status, Status::Error { .. });
        assert_eq!(failed, expected.failed, "{span:?}");
        let cancelled = value(span, "traced.cancelled").is_some();
        assert_eq!(cancelled, expected.cancelled, "{span:?}");
        if span.name == "crowd.list" {
            let list = Array::I64(vec![id, expected.parent]);
            assert_eq!(value(span, "crowd.list"), Some(&Value::Array(list)));
        }
        assert!(span.start_time <= span.end_time, "{span:?}");
    }
}

#[test]
fn every_span_arrives_once_below_its_caller_with_all_that_was_set() {
    let output = run("crowd", &[]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
}
