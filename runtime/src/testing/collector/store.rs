//! Keeps what arrived, within bounds, and wakes those who wait for it.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{
    decode::{self, Arrival},
    received::Received,
    reply::Reply,
};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;

/// What came in, and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Export requests of both transports, whatever the answer.
    pub requests: u64,
    /// Requests refused because they were no OTLP, or had impossible ids.
    pub malformed: u64,
    /// Spans that were kept.
    pub kept: u64,
    /// Spans that were turned away because the answer said so (see [`Reply`]).
    pub rejected: u64,
    /// Spans that were turned away because the collector was full.
    pub overflowed: u64,
}

/// Decides what to answer to a batch.
pub(super) type Responder = Box<dyn Fn(&[Received]) -> Reply + Send + Sync>;

pub(super) struct Store {
    state: Mutex<State>,
    changed: Condvar,
    max_bytes: usize,
    responder: Responder,
}

#[derive(Default)]
struct State {
    /// Shared with readers; copied on the next arrival only while a reader still holds it.
    spans: Arc<Vec<Received>>,
    bytes: usize,
    counts: Counts,
}

impl Store {
    pub(super) fn new(max_bytes: usize, responder: Responder) -> Self {
        Self {
            state: Mutex::default(),
            changed: Condvar::new(),
            max_bytes,
            responder,
        }
    }

    /// Takes in a request and says what to answer.
    pub(super) fn receive(&self, request: ExportTraceServiceRequest) -> Reply {
        match decode::request(request) {
            Ok(arrivals) => self.keep(arrivals),
            Err(why) => self.refuse(&why),
        }
    }

    /// Counts a request that is no OTLP at all.
    pub(super) fn refuse(&self, why: &impl fmt::Display) -> Reply {
        let counts = &mut self.lock().counts;
        counts.requests += 1;
        counts.malformed += 1;
        Reply::Refuse(why.to_string())
    }

    fn keep(&self, arrivals: Vec<Arrival>) -> Reply {
        let (batch, sizes): (Vec<Received>, Vec<usize>) = arrivals
            .into_iter()
            .map(|arrival| (arrival.received, arrival.bytes))
            .unzip();
        // Outside of the lock: it is the test's own code.
        let reply = (self.responder)(&batch);

        let total = batch.len();
        let wanted = reply.kept(total);
        let mut state = self.lock();
        let mut room = self.max_bytes.saturating_sub(state.bytes);
        let fitting = sizes[..wanted]
            .iter()
            .take_while(|&&size| match room.checked_sub(size) {
                Some(rest) => {
                    room = rest;
                    true
                }
                None => false,
            })
            .count();
        state.bytes = self.max_bytes - room;
        state.counts.requests += 1;
        state.counts.kept += fitting as u64;
        state.counts.rejected += (total - wanted) as u64;
        state.counts.overflowed += (wanted - fitting) as u64;
        Arc::make_mut(&mut state.spans).extend(batch.into_iter().take(fitting));
        drop(state);
        self.changed.notify_all();

        if fitting == wanted {
            reply
        } else {
            Reply::Partial {
                rejected: u32::try_from(total - fitting).unwrap_or(u32::MAX),
                message: format!("the test collector keeps {} bytes of spans", self.max_bytes),
            }
        }
    }

    pub(super) fn spans(&self) -> Arc<Vec<Received>> {
        Arc::clone(&self.lock().spans)
    }

    pub(super) fn counts(&self) -> Counts {
        self.lock().counts
    }

    /// Waits until `done` says yes to what has arrived, or returns what has until the deadline.
    pub(super) fn wait_for(
        &self,
        deadline: Duration,
        mut done: impl FnMut(&[Received]) -> bool,
    ) -> Result<Arc<Vec<Received>>, Arc<Vec<Received>>> {
        let start = Instant::now();
        loop {
            let seen = self.spans();
            if done(&seen) {
                return Ok(seen);
            }
            let count = seen.len();
            drop(seen);
            let left = deadline.saturating_sub(start.elapsed());
            let (state, waited) = self
                .changed
                .wait_timeout_while(self.lock(), left, |state| state.spans.len() == count)
                .unwrap_or_else(PoisonError::into_inner);
            if waited.timed_out() {
                return Err(Arc::clone(&state.spans));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("counts", &self.counts())
            .field("max_bytes", &self.max_bytes)
            .finish_non_exhaustive()
    }
}
