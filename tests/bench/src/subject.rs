//! What every library has to do.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use crate::mode::Mode;

/// One way to make spans. Each workload gets how many spans to make below a root of its own.
pub struct Subject {
    pub name: &'static str,
    pub modes: &'static [Mode],
    pub set_up: fn(Mode),
    /// Runs a closure in a root span.
    pub root: fn(&mut dyn FnMut()),
    pub plain: fn(usize),
    pub two: Option<fn(usize)>,
    pub ten: Option<fn(usize)>,
    pub error: Option<fn(usize)>,
    pub awaits: Option<fn(usize)>,
    /// So many spans, each the child of the one before.
    pub deep: fn(usize),
    /// Waits until all that ended is exported.
    pub flush: fn(),
    pub arrived: &'static AtomicU64,
}

pub static NAMES: [&str; 4] = ["chair", "table", "a lamp of brass", "shelf"];

pub fn add(counter: &AtomicU64, spans: usize) {
    counter.fetch_add(spans as u64, Ordering::Relaxed);
}

/// What an operation fails with.
#[derive(Debug)]
pub struct NotThere;

impl std::fmt::Display for NotThere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it is not there")
    }
}

impl std::error::Error for NotThere {}

/// Pending once, then ready.
#[derive(Default)]
pub struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// Polls until ready: no runtime is part of what is measured.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut task = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut task) {
            return output;
        }
    }
}
