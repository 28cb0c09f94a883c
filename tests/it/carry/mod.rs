//! What runs later or elsewhere keeps its trace: tasks, timers, threads, channels, processes,
//! streams. Each test runs where it may be run: on one thread and on several.

mod broadcast;
mod handle;
mod join_set;
mod linked;
mod local;
mod mpsc;
mod process;
mod stream;
mod task;
mod thread;
mod time;

use std::future::Future;
use tokio::runtime::Builder;
use traced::traced;

/// Runs a test on a current-thread runtime, and on one with two workers.
fn on_both_runtimes<F: Future>(test: impl Fn() -> F) {
    for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
        let runtime = builder.worker_threads(2).enable_all().build();
        runtime.expect("a runtime").block_on(test());
    }
}

#[traced]
async fn work() {}

#[traced]
fn blocking_work() {}

/// Says by a span in whose context it was dropped.
#[derive(Debug)]
struct Dropped;

impl Drop for Dropped {
    fn drop(&mut self) {
        dropped();
    }
}

#[traced]
fn dropped() {}
