//! The accounts of a process: exact after every flush, whatever threads and exporters do.

use std::cell::RefCell;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use traced::export::WhenFull;
use traced::opentelemetry::global;
use traced::opentelemetry::trace::Tracer as _;
use traced::setup::Builder;
use traced::{Stats, Telemetry, traced};

use crate::child::{run, said};

/// And one that flushes.
const THREADS: u64 = 8;
const ROUNDS: u64 = 12;
/// Spans of one round of one thread: a root with what is below it.
const EACH: u64 = 1 + 3 * 33;

/// Counts what it is given, and fails as it is told: by the number of the call.
#[derive(Clone)]
struct Failing {
    calls: Arc<AtomicU64>,
    taken: Arc<AtomicU64>,
    fail: fn(u64) -> OTelSdkResult,
}

impl Failing {
    fn new(fail: fn(u64) -> OTelSdkResult) -> Self {
        Self {
            calls: Arc::default(),
            taken: Arc::default(),
            fail,
        }
    }

    fn taken(&self) -> u64 {
        self.taken.load(Ordering::SeqCst)
    }
}

impl SpanExporter for Failing {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        (self.fail)(self.calls.fetch_add(1, Ordering::SeqCst))?;
        self.taken.fetch_add(batch.len() as u64, Ordering::SeqCst);
        Ok(())
    }
}

impl fmt::Debug for Failing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Failing")
    }
}

fn builder(queue: &'static str) -> Builder {
    traced::builder("accounts").environment(move |name| match name {
        "OTEL_BSP_MAX_QUEUE_SIZE" => Some(queue.to_owned()),
        // Long enough that nothing moves by itself.
        "OTEL_BSP_SCHEDULE_DELAY" => Some("3600000".to_owned()),
        _ => None,
    })
}

#[traced("account.root", root)]
fn root() {
    for n in 0..33 {
        child(n);
        leaf();
        global::tracer("raw").in_span("account.raw", |_| ());
    }
}

#[traced("account.child", attrs(account.number = n))]
fn child(n: u32) {}

#[traced("account.leaf", leaf)]
fn leaf() {}

/// Makes spans when its thread ends.
struct Last;

impl Drop for Last {
    fn drop(&mut self) {
        late();
    }
}

#[traced("account.late", root)]
fn late() {}

thread_local! {
    static BEFORE: RefCell<Option<Last>> = const { RefCell::new(None) };
    static AFTER: RefCell<Option<Last>> = const { RefCell::new(None) };
}

#[track_caller]
fn adds_up(stats: Stats, started: u64, taken: u64) {
    let Stats {
        exported,
        dropped,
        failed,
        sampled_out,
        ..
    } = stats;
    assert_eq!(stats.started, started, "{stats:?}");
    assert_eq!((stats.ended, stats.open), (started, 0), "{stats:?}");
    assert_eq!(stats.buffered, 0, "{stats:?}");
    assert_eq!(
        exported + dropped + failed + sampled_out,
        started,
        "{stats:?}"
    );
    assert_eq!(exported, taken, "{stats:?}");
}

pub(crate) fn many_threads() {
    let exporter = Failing::new(|call| match call % 5 {
        3 => Err(OTelSdkError::InternalFailure("no".to_owned())),
        4 => panic!("out of cheese"),
        _ => Ok(()),
    });
    let telemetry = builder("1000000").exporter(exporter.clone());
    let telemetry = telemetry.install().expect("a set-up");
    let barrier = Arc::new(Barrier::new(9));
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let barrier = Arc::clone(&barrier);
            std::thread::spawn(move || {
                BEFORE.set(Some(Last));
                for _ in 0..ROUNDS {
                    root();
                    // Idle, with a buffer that is not full.
                    barrier.wait();
                    barrier.wait();
                }
                AFTER.set(Some(Last));
            })
        })
        .collect();
    for round in 1..=ROUNDS {
        barrier.wait();
        // What a batch came to is the exporter's business; that it is counted is ours.
        let _ = telemetry.flush();
        adds_up(telemetry.stats(), round * THREADS * EACH, exporter.taken());
        barrier.wait();
    }
    for thread in threads {
        thread.join().expect("no panic");
    }
    let _ = telemetry.flush();
    let started = ROUNDS * THREADS * EACH + 2 * THREADS;
    adds_up(telemetry.stats(), started, exporter.taken());
    let stats = telemetry.stats();
    assert!(stats.failed > 0 && stats.exported > 0, "{stats:?}");
    shut_down(&telemetry, started, &exporter);
}

fn shut_down(telemetry: &Telemetry, started: u64, exporter: &Failing) {
    root();
    let _ = telemetry.shutdown();
    adds_up(telemetry.stats(), started + EACH, exporter.taken());
    let dropped = telemetry.stats().dropped;
    root();
    std::thread::spawn(root).join().expect("no panic");
    adds_up(telemetry.stats(), started + 3 * EACH, exporter.taken());
    assert_eq!(telemetry.stats().dropped, dropped + 2 * EACH);
}

/// An exporter that never takes anything: the queue fills up.
pub(crate) fn full() {
    let exporter = Failing::new(|_| {
        loop {
            std::thread::park();
        }
    });
    let telemetry = builder("40").exporter(exporter).install();
    let telemetry = telemetry.expect("a set-up");
    for _ in 0..5 {
        root();
    }
    let stats = telemetry.stats();
    assert_eq!(stats.ended, 5 * EACH);
    // One queue is full, less than a batch is with the thread, and one may be under way.
    assert!(
        (5 * EACH - 120..=5 * EACH - 40).contains(&stats.dropped),
        "{stats:?}"
    );
    assert_eq!(stats.dropped + stats.buffered, stats.ended);
    telemetry
        .shutdown_within(Duration::from_millis(50))
        .expect_err("nothing can be delivered");
    adds_up(telemetry.stats(), 5 * EACH, 0);
}

/// An exporter that is slower than the application: whoever asked for it waits.
pub(crate) fn waits() {
    let exporter = Failing::new(|_| {
        std::thread::sleep(Duration::from_millis(1));
        Ok(())
    });
    let telemetry = builder("40")
        .when_full(WhenFull::Block(Duration::from_mins(1)))
        .exporter(exporter.clone())
        .install()
        .expect("a set-up");
    for _ in 0..20 {
        root();
    }
    telemetry.flush().expect("nothing was lost");
    adds_up(telemetry.stats(), 20 * EACH, exporter.taken());
    assert_eq!(exporter.taken(), 20 * EACH);
}

/// It waits for so long and no longer.
pub(crate) fn waits_in_vain() {
    let exporter = Failing::new(|_| {
        loop {
            std::thread::park();
        }
    });
    let telemetry = builder("40")
        .when_full(WhenFull::Block(Duration::from_millis(1)))
        .exporter(exporter)
        .install()
        .expect("a set-up");
    for _ in 0..5 {
        root();
    }
    assert!(telemetry.stats().dropped > 0);
    let _ = telemetry.shutdown_within(Duration::from_millis(50));
    adds_up(telemetry.stats(), 5 * EACH, 0);
}

/// Plays a scenario in a process of its own, which has accounts of its own.
#[track_caller]
fn plays(scenario: &str) -> Vec<String> {
    let output = run(scenario, &[]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    said(&output)
}

#[test]
fn they_are_exact_with_eight_threads_idle_ones_ending_ones_and_failing_exports() {
    plays("accounts_many_threads");
}

#[test]
fn what_finds_the_queue_full_is_counted_and_said_once() {
    let said = plays("accounts_full");
    let full: Vec<_> = said
        .iter()
        .filter(|line| line.contains("is full"))
        .collect();
    assert_eq!(full.len(), 1, "{said:?}");
    assert!(
        full[0].contains("(40 spans, OTEL_BSP_MAX_QUEUE_SIZE)"),
        "{said:?}"
    );
}

#[test]
fn a_job_that_waits_for_room_loses_nothing() {
    let said = plays("accounts_waits");
    let bad = |line: &&String| line.contains("is full") || line.contains("lost");
    assert_eq!(said.iter().find(bad), None);
}

#[test]
fn a_job_waits_no_longer_than_it_said_and_counts_what_it_lost() {
    let said = plays("accounts_waits_in_vain");
    let full = said.iter().filter(|line| line.contains("is full"));
    assert_eq!(full.count(), 1, "{said:?}");
}
