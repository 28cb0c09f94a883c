//! What one recording has seen so far, and the wait for its end.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use opentelemetry::SpanId;
use opentelemetry_sdk::trace::SpanData;

/// A recording keeps so many spans, ended and open each; what comes on top is counted.
pub(super) const MOST_SPANS: usize = 100_000;

/// Shared by the recording's provider, its waiter and whoever looks at it.
#[derive(Debug, Default)]
pub(super) struct State {
    seen: Mutex<Seen>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Seen {
    /// By id, as they started: what is known of a span that never ends.
    open: HashMap<SpanId, SpanData>,
    ended: Vec<SpanData>,
    /// Started where the recording's context had been lost.
    stray: HashSet<SpanId>,
    /// Of no recording in particular.
    unclaimed: Vec<SpanData>,
    beyond_limit: usize,
    contexts_gone: bool,
    expired: bool,
    waiter: Option<Waker>,
}

impl Seen {
    /// Nothing can be added any more: no span is open, and nobody has a context to start one in.
    fn settled(&self) -> bool {
        self.open.is_empty() && self.contexts_gone
    }
}

/// All that a recording saw, for its judge.
#[derive(Clone, Debug)]
pub(super) struct Findings {
    pub(super) ended: Vec<SpanData>,
    pub(super) open: Vec<SpanData>,
    pub(super) stray: HashSet<SpanId>,
    pub(super) unclaimed: Vec<SpanData>,
    pub(super) beyond_limit: usize,
    pub(super) settled: bool,
}

impl State {
    pub(super) fn started(&self, span: SpanData) {
        let mut seen = self.lock();
        if seen.open.len() < MOST_SPANS {
            seen.open.insert(span.span_context.span_id(), span);
        } else {
            seen.beyond_limit += 1;
        }
    }

    pub(super) fn ended(&self, span: SpanData) {
        let mut seen = self.lock();
        seen.open.remove(&span.span_context.span_id());
        if seen.ended.len() < MOST_SPANS {
            seen.ended.push(span);
        } else {
            seen.beyond_limit += 1;
        }
        self.announce(seen);
    }

    pub(super) fn stray(&self, id: SpanId) {
        self.lock().stray.insert(id);
    }

    pub(super) fn unclaimed(&self, span: SpanData) {
        let mut seen = self.lock();
        if seen.unclaimed.len() < MOST_SPANS {
            seen.unclaimed.push(span);
        }
    }

    /// The last context that led here is gone.
    pub(super) fn contexts_gone(&self) {
        let mut seen = self.lock();
        seen.contexts_gone = true;
        self.announce(seen);
    }

    pub(super) fn findings(&self) -> Findings {
        let seen = self.lock();
        Findings {
            ended: seen.ended.clone(),
            open: seen.open.values().cloned().collect(),
            stray: seen.stray.clone(),
            unclaimed: seen.unclaimed.clone(),
            beyond_limit: seen.beyond_limit,
            settled: seen.settled(),
        }
    }

    /// Blocks until the recording has settled, or the deadline.
    pub(super) fn wait(&self, deadline: Duration) {
        let _ = self
            .changed
            .wait_timeout_while(self.lock(), deadline, |seen| !seen.settled())
            .unwrap_or_else(PoisonError::into_inner);
    }

    /// Resolves when the recording has settled, or at the deadline.
    pub(super) fn settled(self: &Arc<Self>, deadline: Duration) -> Settled {
        Settled {
            state: Arc::clone(self),
            deadline: Some(deadline),
        }
    }

    fn announce(&self, mut seen: MutexGuard<'_, Seen>) {
        if seen.settled() {
            let waiter = seen.waiter.take();
            drop(seen);
            self.changed.notify_all();
            if let Some(waiter) = waiter {
                waiter.wake();
            }
        }
    }

    fn expire(&self) {
        let mut seen = self.lock();
        seen.expired = true;
        let waiter = seen.waiter.take();
        drop(seen);
        if let Some(waiter) = waiter {
            waiter.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See [`State::settled`]. Needs no runtime: the deadline is kept by a thread, which is started
/// only if there is something to wait for. So it works under any executor, and a paused tokio
/// clock neither stops nor hurries it.
#[derive(Debug)]
pub(super) struct Settled {
    state: Arc<State>,
    /// Until the thread has been started.
    deadline: Option<Duration>,
}

impl Future for Settled {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        let mut seen = self.state.lock();
        if seen.settled() || seen.expired {
            return Poll::Ready(());
        }
        seen.waiter = Some(task.waker().clone());
        drop(seen);
        if let Some(deadline) = self.deadline.take() {
            let state = Arc::clone(&self.state);
            let started = thread::Builder::new()
                .name("traced-recording".to_owned())
                .spawn(move || {
                    state.wait(deadline);
                    state.expire();
                });
            if started.is_err() {
                // Nobody would wake this future: rather judge what there is.
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
}
