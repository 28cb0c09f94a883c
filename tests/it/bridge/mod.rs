//! The bridge to `tracing`: one trace in every nesting, events on the right span, ids in log lines.

mod events;
mod log_lines;
mod nesting;
mod spans;

use std::future::Future;

use tokio::runtime::{Builder, Runtime};
use tracing::Dispatch;
use tracing::dispatcher::{self, with_default};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

/// The bridge, and nothing else.
fn bridge() -> Dispatch {
    Dispatch::new(registry().with(traced::bridge::layer()))
}

/// The bridge for spans and events of every level.
fn bridge_of_all() -> Dispatch {
    let all = traced::bridge::builder()
        .spans(LevelFilter::TRACE)
        .events(LevelFilter::TRACE);
    Dispatch::new(registry().with(all.layer()))
}

/// A runtime whose every thread has this subscriber.
fn runtime(threads: usize, subscriber: &Dispatch) -> Runtime {
    let subscriber = subscriber.clone();
    let mut builder = match threads {
        1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    builder
        .worker_threads(threads)
        .enable_all()
        .on_thread_start(move || std::mem::forget(dispatcher::set_default(&subscriber)))
        .build()
        .expect("a runtime")
}

/// Runs a test on one thread and on several.
fn on_both_runtimes<F: Future>(subscriber: &Dispatch, test: impl Fn() -> F) {
    for threads in [1, 2] {
        let runtime = runtime(threads, subscriber);
        with_default(subscriber, || runtime.block_on(test()));
    }
}
