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
    contents: Mutex<Contents>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Contents {
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

impl Contents {
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
        let mut contents = self.lock();
        if contents.open.len() < MOST_SPANS {
            contents.open.insert(span.span_context.span_id(), span);
        } else {
            contents.beyond_limit += 1;
        }
    }

    pub(super) fn ended(&self, span: SpanData) {
        let mut contents = self.lock();
        contents.open.remove(&span.span_context.span_id());
        if contents.ended.len() < MOST_SPANS {
            contents.ended.push(span);
        } else {
            contents.beyond_limit += 1;
        }
        self.announce(contents);
    }

    pub(super) fn stray(&self, id: SpanId) {
        self.lock().stray.insert(id);
    }

    pub(super) fn unclaimed(&self, span: SpanData) {
        let mut contents = self.lock();
        if contents.unclaimed.len() < MOST_SPANS {
            contents.unclaimed.push(span);
        }
    }

    /// The last context that led here is gone.
    pub(super) fn contexts_gone(&self) {
        let mut contents = self.lock();
        contents.contexts_gone = true;
        self.announce(contents);
    }

    pub(super) fn findings(&self) -> Findings {
        let contents = self.lock();
        Findings {
            ended: contents.ended.clone(),
            open: contents.open.values().cloned().collect(),
            stray: contents.stray.clone(),
            unclaimed: contents.unclaimed.clone(),
            beyond_limit: contents.beyond_limit,
            settled: contents.settled(),
        }
    }

    /// Blocks until the recording has settled, or the deadline.
    pub(super) fn wait(&self, deadline: Duration) {
        let _ = self
            .changed
            .wait_timeout_while(self.lock(), deadline, |contents| !contents.settled())
            .unwrap_or_else(PoisonError::into_inner);
    }

    /// Resolves when the recording has settled, or at the deadline.
    pub(super) fn settled(self: &Arc<Self>, deadline: Duration) -> Settled {
        Settled {
            state: Arc::clone(self),
            deadline: Some(deadline),
        }
    }

    fn announce(&self, mut contents: MutexGuard<'_, Contents>) {
        if contents.settled() {
            let waiter = contents.waiter.take();
            drop(contents);
            self.changed.notify_all();
            if let Some(waiter) = waiter {
                waiter.wake();
            }
        }
    }

    fn expire(&self) {
        let mut contents = self.lock();
        contents.expired = true;
        let waiter = contents.waiter.take();
        drop(contents);
        if let Some(waiter) = waiter {
            waiter.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
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
        let mut contents = self.state.lock();
        if contents.settled() || contents.expired {
            return Poll::Ready(());
        }
        contents.waiter = Some(task.waker().clone());
        drop(contents);
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
