//! Flush and shutdown: from anywhere, twice, in time, and with every span counted once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};

use super::spans;
use super::worker::{Scripted, account, gated, over};

#[test]
fn a_shutdown_whose_time_is_up_accounts_for_everything() {
    let exporter = Scripted::new(|_| {
        loop {
            std::thread::park();
        }
    });
    let telemetry = over(exporter, &[("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2")]);
    spans(&telemetry, 5);
    let error = telemetry.shutdown_within(Duration::from_millis(300));
    assert_eq!(
        error.unwrap_err().to_string(),
        "the time for shutdown() passed: 2 spans failed, 3 dropped"
    );
    assert_eq!(account(&telemetry), (0, 2, 3, 0));
    // The second time is the same answer, at once.
    let again = telemetry.shutdown().unwrap_err().to_string();
    assert!(
        again.starts_with("the time for shutdown() passed"),
        "{again}"
    );
}

#[test]
fn a_flush_whose_time_is_up_says_so() {
    let (exporter, open) = gated();
    let telemetry = over(exporter, &[]);
    spans(&telemetry, 3);
    let error = telemetry
        .flush_within(Duration::from_millis(100))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the time for flush() passed with 3 spans still to export"
    );
    open.wait();
    telemetry.flush().unwrap();
    assert_eq!(account(&telemetry), (3, 0, 0, 0));
}

#[test]
fn shutdown_twice_and_spans_after_it() {
    let telemetry = over(Scripted::new(|_| Ok(())), &[]);
    spans(&telemetry, 2);
    telemetry.shutdown().unwrap();
    telemetry.shutdown().unwrap();
    telemetry.flush().unwrap();
    spans(&telemetry, 3);
    assert_eq!(account(&telemetry), (2, 0, 3, 0));
}

#[tokio::test]
async fn flush_and_shutdown_on_a_current_thread_runtime() {
    // An exporter that needs the runtime it is called in.
    let telemetry = over(Sleeping, &[]);
    spans(&telemetry, 2);
    telemetry.flush().unwrap();
    assert_eq!(account(&telemetry), (2, 0, 0, 0));
    spans(&telemetry, 1);
    telemetry.shutdown().unwrap();
    assert_eq!(account(&telemetry), (3, 0, 0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn flush_and_shutdown_on_the_only_worker_of_a_runtime() {
    let telemetry = over(Sleeping, &[]);
    let task = tokio::spawn(async move {
        spans(&telemetry, 2);
        telemetry.flush().unwrap();
        telemetry.shutdown().unwrap();
        account(&telemetry)
    });
    assert_eq!(task.await.unwrap(), (2, 0, 0, 0));
}

#[test]
fn shutdown_in_a_panic() {
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let result = std::panic::catch_unwind(move || {
        let exporter = Scripted::new(move |batch| {
            count.fetch_add(batch.len(), Ordering::SeqCst);
            Ok(())
        });
        let telemetry = over(exporter, &[]);
        spans(&telemetry, 2);
        panic!("the service");
    });
    assert!(result.is_err());
    assert_eq!(arrived.load(Ordering::SeqCst), 2);
}

/// Sleeps on tokio's clock, as a client with timeouts does.
#[derive(Debug)]
struct Sleeping;

impl SpanExporter for Sleeping {
    async fn export(&self, _: Vec<SpanData>) -> OTelSdkResult {
        tokio::time::sleep(Duration::from_millis(5)).await;
        Ok(())
    }
}
