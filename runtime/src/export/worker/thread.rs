//! The thread `traced-export`: a current-thread runtime that is driven for as
//! long as the worker lives, so that idle connections are served too.

use std::io;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::time::{timeout, timeout_at};

use super::own;
use super::queue::Next;
use super::shared::Shared;
use crate::export::foreign::panic_words;
use crate::export::{Batch, Export, ExportError, Exported};

pub(super) const NAME: &str = "traced-export";

/// The whole life of the thread; answers `ready` once its runtime stands.
pub(super) fn main(
    shared: &Arc<Shared>,
    exporter: &Arc<dyn Export>,
    ready: &mpsc::Sender<io::Result<()>>,
) {
    let _account = Account(shared);
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        // Whoever started the thread waits for the answer.
        Err(error) => return drop(ready.send(Err(error))),
    };
    own::mark();
    drop(ready.send(Ok(())));
    runtime.block_on(run(shared, exporter));
    // An exporter's call may hang on a blocking thread: leave it behind.
    runtime.shutdown_background();
}

/// Leaves nothing uncounted, however the thread ends.
struct Account<'a>(&'a Shared);

impl Drop for Account<'_> {
    fn drop(&mut self) {
        self.0.thread_ends();
    }
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread()
        .enable_all()
        .thread_name(NAME)
        .on_thread_start(own::mark)
        .build()
}

async fn run(shared: &Arc<Shared>, exporter: &Arc<dyn Export>) {
    loop {
        let woken = shared.work.notified();
        let next = shared.lock().next(Instant::now(), &shared.settings);
        match next {
            Next::Collect { all } => shared.collect(all),
            Next::Export(spans, resource) => {
                shared.made_room();
                let batch = Batch {
                    spans,
                    resource,
                    signals: shared.signals(),
                };
                shared.settle(export(shared, exporter, batch).await);
            }
            Next::Flush(ticket) => {
                let exporter = Arc::clone(exporter);
                let limit = shared.settings.export_timeout;
                let result = guarded(shared, limit, async move { exporter.flush().await }).await;
                shared.flushed(ticket, result.unwrap_or_else(Err));
            }
            Next::Wait(None) => woken.await,
            Next::Wait(Some(until)) => drop(timeout_at(until.into(), woken).await),
            Next::Stop(deadline) => {
                shared.stopped(stop(shared, exporter, deadline).await);
                return;
            }
        }
    }
}

async fn export(
    shared: &Shared,
    exporter: &Arc<dyn Export>,
    batch: Batch,
) -> Result<Exported, ExportError> {
    let running = Arc::clone(exporter);
    let call = async move { running.export(batch).await };
    match guarded(shared, shared.settings.export_timeout, call).await {
        Ok(result) => result,
        Err(why) => Err(ExportError::new(format!(
            "cannot export traces to {}: {why}",
            exporter.target()
        ))),
    }
}

async fn stop(
    shared: &Shared,
    exporter: &Arc<dyn Export>,
    deadline: Instant,
) -> Result<(), String> {
    let limit = deadline.saturating_duration_since(Instant::now());
    let exporter = Arc::clone(exporter);
    let call = async move { exporter.shutdown(limit).await };
    guarded(shared, Some(limit), call).await.unwrap_or_else(Err)
}

/// Runs a call of the exporter so that neither a panic nor a hang gets further.
async fn guarded<R: Send + 'static>(
    shared: &Shared,
    limit: Option<Duration>,
    call: impl Future<Output = R> + Send + 'static,
) -> Result<R, String> {
    let mut call = tokio::spawn(call);
    let abort = call.abort_handle();
    let mut abandoned = shared.abandoned.subscribe();
    let bounded = async {
        match limit {
            Some(limit) => timeout(limit, &mut call)
                .await
                .map_err(|_| format!("it took longer than {limit:?} (OTEL_BSP_EXPORT_TIMEOUT)"))?,
            None => (&mut call).await,
        }
        .map_err(panic_words)
    };
    let result = tokio::select! {
        result = bounded => result,
        _ = abandoned.wait_for(|abandoned| *abandoned) => Err("shutdown did not wait".to_owned()),
    };
    // Of no effect on a call that has returned.
    abort.abort();
    result
}
