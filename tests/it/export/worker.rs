//! The worker over exporters that panic, hang, fail and call back: nothing gets through
//! to the service, and every span is counted once.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use traced::Telemetry;
use traced::diagnostics::capture;
use traced::opentelemetry::Context;

use super::{builder, spans, wait_for};

/// An exporter that does what a test says, on whatever thread the worker calls it.
#[derive(Clone)]
pub(super) struct Scripted(Arc<dyn Fn(Vec<SpanData>) -> OTelSdkResult + Send + Sync>);

impl Scripted {
    pub(super) fn new(
        export: impl Fn(Vec<SpanData>) -> OTelSdkResult + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(export))
    }
}

impl SpanExporter for Scripted {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        (self.0)(batch)
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripted")
    }
}

pub(super) fn over(exporter: impl SpanExporter + 'static, variables: &[(&str, &str)]) -> Telemetry {
    builder(variables).exporter(exporter).build().unwrap()
}

/// What became of the spans: (exported, failed, dropped, buffered).
pub(super) fn account(telemetry: &Telemetry) -> (u64, u64, u64, u64) {
    let health = &telemetry.health()[0];
    (
        health.exported,
        health.failed,
        health.dropped,
        health.buffered,
    )
}

#[test]
fn an_exporter_that_panics_loses_its_batch_and_no_more() {
    let calls = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&calls);
    let exporter = Scripted::new(move |_| match seen.fetch_add(1, Ordering::SeqCst) {
        0 => panic!("out of cheese"),
        _ => Ok(()),
    });
    let telemetry = over(exporter, &[]);
    spans(&telemetry, 2);
    assert_eq!(
        telemetry.flush().unwrap_err().to_string(),
        "Scripted cannot export: it panicked: out of cheese"
    );
    spans(&telemetry, 3);
    telemetry.flush().unwrap();
    assert_eq!(account(&telemetry), (3, 2, 0, 0));
    telemetry.shutdown().unwrap();
}

#[test]
fn an_exporter_that_errors_is_quoted() {
    let exporter = Scripted::new(|_| Err(OTelSdkError::InternalFailure("disk full".into())));
    let telemetry = over(exporter, &[]);
    spans(&telemetry, 1);
    assert_eq!(
        telemetry.flush().unwrap_err().to_string(),
        "Scripted cannot export: Operation failed: disk full"
    );
    assert_eq!(account(&telemetry), (0, 1, 0, 0));
}

#[test]
fn an_exporter_that_blocks_for_ever_is_left_behind() {
    let exporter = Scripted::new(|_| {
        loop {
            std::thread::park();
        }
    });
    let telemetry = over(exporter, &[("OTEL_BSP_EXPORT_TIMEOUT", "100")]);
    spans(&telemetry, 1);
    assert_eq!(
        telemetry.flush().unwrap_err().to_string(),
        "cannot export traces to Scripted: it took longer than 100ms (OTEL_BSP_EXPORT_TIMEOUT)"
    );
    spans(&telemetry, 1);
    assert_eq!(
        telemetry.flush().unwrap_err().to_string(),
        "Scripted cannot export: it is still busy with an earlier call"
    );
    assert_eq!(account(&telemetry), (0, 2, 0, 0));
    telemetry.shutdown().unwrap_err();
}

/// An exporter whose first export waits at a gate.
pub(super) fn gated() -> (Scripted, Arc<Barrier>) {
    let gate = Arc::new(Barrier::new(2));
    let of_exporter = Arc::clone(&gate);
    let first = AtomicUsize::new(0);
    let exporter = Scripted::new(move |_| {
        if first.fetch_add(1, Ordering::SeqCst) == 0 {
            of_exporter.wait();
        }
        Ok(())
    });
    (exporter, gate)
}

#[test]
fn a_full_queue_drops_the_newest_and_counts_them() {
    let captured = capture();
    let (exporter, open) = gated();
    let telemetry = over(
        exporter,
        &[
            ("OTEL_BSP_MAX_QUEUE_SIZE", "13"),
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "3"),
        ],
    );
    // The first batch leaves the queue and stands at the gate.
    spans(&telemetry, 3);
    wait_for("the batch to be taken", || {
        spans(&telemetry, 1);
        telemetry.health()[0].dropped > 0
    });
    let before = telemetry.health()[0].clone();
    assert_eq!(before.buffered, 3 + 13);
    spans(&telemetry, 20);
    assert_eq!(telemetry.health()[0].dropped, before.dropped + 20);
    open.wait();
    telemetry.flush().unwrap();
    assert_eq!(account(&telemetry), (16, 0, before.dropped + 20, 0));
    let full = "the export queue is full (13 spans, OTEL_BSP_MAX_QUEUE_SIZE)";
    let said = captured.lines().into_iter();
    assert_eq!(said.filter(|line| line.starts_with(full)).count(), 1);
}

#[test]
fn a_flush_delivers_what_many_threads_ended() {
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let exporter = Scripted::new(move |batch| {
        count.fetch_add(batch.len(), Ordering::SeqCst);
        Ok(())
    });
    let telemetry = over(exporter, &[("OTEL_BSP_MAX_QUEUE_SIZE", "100000")]);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| spans(&telemetry, 1000));
        }
    });
    telemetry.flush().unwrap();
    assert_eq!(account(&telemetry), (8000, 0, 0, 0));
    assert_eq!(arrived.load(Ordering::SeqCst), 8000);
}

#[test]
fn the_schedule_delivers_without_a_flush() {
    let telemetry = over(
        Scripted::new(|_| Ok(())),
        &[("OTEL_BSP_SCHEDULE_DELAY", "20")],
    );
    spans(&telemetry, 1);
    wait_for("the schedule", || account(&telemetry) == (1, 0, 0, 0));
}

#[test]
fn an_exporter_leaves_no_spans_and_cannot_wait_for_itself() {
    let telemetry: Arc<Mutex<Option<Telemetry>>> = Arc::default();
    let inner = Arc::clone(&telemetry);
    let found = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&found);
    let exporter = Scripted::new(move |_| {
        let guard = inner.lock().unwrap();
        let own = guard.as_ref().unwrap();
        let suppressed = Context::is_current_telemetry_suppressed();
        // Ended by force, as a transport that ignores suppression would.
        spans(own, 1);
        let mut notes = notes.lock().unwrap();
        notes.push((suppressed, own.flush().unwrap_err().to_string()));
        Ok(())
    });
    let worker = over(exporter, &[]);
    spans(&worker, 1);
    let health = {
        let mut slot = telemetry.lock().unwrap();
        *slot = Some(worker);
        drop(slot);
        // The exporter needs the slot: look at it only in between.
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut health = None;
        while health.is_none() && Instant::now() < deadline {
            let slot = telemetry.try_lock();
            health = slot.ok().and_then(|slot| {
                let health = slot.as_ref().unwrap().health()[0].clone();
                (health.exported > 0).then_some(health)
            });
            std::thread::sleep(Duration::from_millis(2));
        }
        health.expect("an export within the schedule")
    };
    assert_eq!(health.failed, 0);
    assert_eq!(
        found.lock().unwrap()[0],
        (
            true,
            "flush() was called from inside an exporter, which it would wait for".to_owned()
        )
    );
}
