//! The queue's bookkeeping: what waits, what is under way, what is to happen
//! next. Pure state under one lock; it knows no thread and no exporter.

use std::collections::VecDeque;
use std::time::Instant;

use opentelemetry_sdk::Resource;

use super::fetch::{Fetch, Fetched, Fetching};
use super::settings::Settings;
use crate::export::health::Reporter;
use crate::provider::Records;

/// What the thread is to do now.
#[derive(Debug)]
pub(super) enum Next {
    Export(Records, Resource),
    /// Fetch what threads have written: all of it, or batches that are full.
    Collect {
        all: bool,
    },
    /// Everything that was asked for is out: flush the exporter for this ticket.
    Flush(u64),
    /// Nothing, until this moment or until it is woken.
    Wait(Option<Instant>),
    /// Everything is out, and nothing will come.
    Stop(Instant),
}

/// What became of spans that were handed in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pushed {
    /// Whether the thread is to be woken.
    pub(super) wake: bool,
    /// Those that found no room.
    pub(super) refused: Refused,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Nothing,
    /// So many, the newest; for their number, or for their bytes.
    Full(u64),
    Heavy(u64),
    /// All of them, for nothing will be exported any more.
    Closed(u64),
}

#[derive(Debug)]
pub(super) struct Queue {
    waiting: VecDeque<Records>,
    /// The sums of what waits.
    waiting_spans: usize,
    waiting_bytes: usize,
    in_flight: u64,
    /// When the oldest waiting span must go out, batch full or not.
    due: Option<Instant>,
    /// When the thread fetches what others have written.
    pub(super) fetch: Fetch,
    /// Spans ever accepted, and how many of those are accounted for.
    accepted: u64,
    settled: u64,
    /// Up to which accepted span somebody waits.
    wanted: u64,
    /// The latest flush asked for, and the latest one finished.
    pub(super) flush_asked: u64,
    pub(super) flush_finished: u64,
    pub(super) flush_error: Option<String>,
    /// Set by the first shutdown: its deadline.
    closing: Option<Instant>,
    /// Nothing will be exported any more.
    pub(super) closed: bool,
    pub(super) thread_ended: bool,
    /// What the exporter's own shutdown came to, once it was asked.
    pub(super) stopped: Option<Result<(), String>>,
    /// Set when the deadline of the shutdown passed: what a person is told.
    pub(super) overran: Option<String>,
    /// Batches lost so far, to tell whether one was lost during a flush or a shutdown.
    pub(super) failures: u64,
    pub(super) failures_before_close: u64,
    pub(super) resource: Resource,
    pub(super) reporter: Reporter,
}

impl Queue {
    pub(super) fn new(target: &str) -> Self {
        Self {
            waiting: VecDeque::new(),
            waiting_spans: 0,
            waiting_bytes: 0,
            in_flight: 0,
            due: None,
            fetch: Fetch::default(),
            accepted: 0,
            settled: 0,
            wanted: 0,
            flush_asked: 0,
            flush_finished: 0,
            flush_error: None,
            closing: None,
            closed: false,
            thread_ended: false,
            stopped: None,
            overran: None,
            failures: 0,
            failures_before_close: 0,
            resource: Resource::builder_empty().build(),
            reporter: Reporter::new(target),
        }
    }

    pub(super) fn buffered(&self) -> u64 {
        self.waiting_spans as u64 + self.in_flight
    }

    /// Whether `spans` would find room now. A batch larger than all room is taken in part.
    pub(super) fn has_room(&self, spans: &Records, settings: &Settings) -> bool {
        let most = settings.max_queue_size;
        self.waiting_spans + spans.len().min(most) <= most
            && (self.waiting_bytes == 0
                || self.waiting_bytes + spans.bytes() <= settings.max_queue_bytes)
    }

    /// `fetched` are spans that the thread itself brings: they had room where they were before, and
    /// have it here, whatever else waits.
    pub(super) fn push(
        &mut self,
        mut spans: Records,
        fetched: bool,
        settings: &Settings,
    ) -> Pushed {
        if self.closing.is_some() {
            return Pushed {
                wake: false,
                refused: Refused::Closed(spans.len() as u64),
            };
        }
        let heavy = !fetched
            && self.waiting_bytes > 0
            && self.waiting_bytes + spans.bytes() > settings.max_queue_bytes;
        let room = if heavy {
            0
        } else if fetched {
            spans.len()
        } else {
            settings.max_queue_size.saturating_sub(self.waiting_spans)
        };
        let beyond = spans.split_off(room);
        let refused = match beyond.len() as u64 {
            0 => Refused::Nothing,
            spans if heavy => Refused::Heavy(spans),
            spans => Refused::Full(spans),
        };
        if spans.is_empty() {
            return Pushed {
                wake: false,
                refused,
            };
        }
        let before = self.waiting_spans;
        self.waiting_spans += spans.len();
        self.waiting_bytes += spans.bytes();
        self.accepted += spans.len() as u64;
        self.waiting.push_back(spans);
        let first = self.due.is_none();
        if first {
            self.due = Instant::now().checked_add(settings.schedule_delay);
        }
        let full = settings.max_batch_size;
        Pushed {
            wake: first || (before < full && self.waiting_spans >= full),
            refused,
        }
    }

    /// What threads have written was fetched, or not as somebody else did so just then.
    pub(super) fn fetched(&mut self, now: Instant, fetched: Fetched, settings: &Settings) {
        self.fetch.fetched(now, fetched, settings);
        if fetched.all && self.waiting_spans == 0 {
            self.due = None;
        }
    }

    /// A thread has filled a batch, so that `full` spans wait to be fetched.
    pub(super) fn filled(&mut self, full: usize, settings: &Settings) -> Fetching {
        // What is fetched must find room, or the thread would fetch more than it can send.
        let has_room = self.waiting_spans + full <= settings.max_queue_size;
        if self.closing.is_some() || !has_room {
            return Fetching::Never;
        }
        self.fetch.filled(full, settings)
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing.is_some()
    }

    /// Takes no more spans; false if that was so already.
    pub(super) fn close(&mut self, deadline: Instant) -> bool {
        if self.closing.is_some() {
            return false;
        }
        self.closing = Some(deadline);
        self.failures_before_close = self.failures;
        true
    }

    /// Asks for everything accepted so far; the ticket is done when
    /// `flush_finished` has reached it.
    pub(super) fn ask_flush(&mut self) -> u64 {
        self.wanted = self.accepted;
        self.flush_asked += 1;
        self.flush_asked
    }

    /// Whether somebody waits for what is queued.
    pub(super) fn is_urgent(&self) -> bool {
        self.closing.is_some() || self.flush_asked > self.flush_finished
    }

    pub(super) fn next(&mut self, now: Instant, settings: &Settings) -> Next {
        if self.closed {
            return Next::Stop(now);
        }
        if let Some(all) = self.fetch.is_due(now) {
            if all {
                // What comes has waited for long enough.
                self.due = Some(now);
            }
            return Next::Collect { all };
        }
        if self.batch_is_due(now, settings) {
            return self.take_batch(settings);
        }
        if self.flush_asked > self.flush_finished {
            return Next::Flush(self.flush_asked);
        }
        match self.closing {
            Some(deadline) => Next::Stop(deadline),
            None => Next::Wait([self.due, self.fetch.due()].into_iter().flatten().min()),
        }
    }

    fn batch_is_due(&self, now: Instant, settings: &Settings) -> bool {
        !self.waiting.is_empty()
            && (self.closing.is_some()
                || self.settled < self.wanted
                || self.waiting_spans >= settings.max_batch_size
                || self.due.is_some_and(|due| due <= now))
    }

    fn take_batch(&mut self, settings: &Settings) -> Next {
        let most = settings.max_batch_size;
        let mut spans = Records::default();
        while let Some(mut next) = self.waiting.pop_front() {
            let rest = next.split_off(most - spans.len());
            if !rest.is_empty() {
                self.waiting.push_front(rest);
            }
            if spans.is_empty() {
                spans = next;
            } else {
                spans.append(next);
            }
            if spans.len() == most {
                break;
            }
        }
        self.waiting_spans -= spans.len();
        self.waiting_bytes = self.waiting_bytes.saturating_sub(spans.bytes());
        self.in_flight = spans.len() as u64;
        self.due = if self.waiting.is_empty() {
            None
        } else {
            Instant::now().checked_add(settings.schedule_delay)
        };
        Next::Export(spans, self.resource.clone())
    }

    /// Ends the batch that was under way. Zero, if its spans were already
    /// counted because a shutdown could not wait for them.
    pub(super) fn settle(&mut self) -> u64 {
        let spans = std::mem::take(&mut self.in_flight);
        self.settled += spans;
        spans
    }

    /// Gives up what waits: how many spans that were.
    pub(super) fn abandon_waiting(&mut self) -> u64 {
        let spans = std::mem::take(&mut self.waiting_spans) as u64;
        self.waiting = VecDeque::new();
        self.waiting_bytes = 0;
        self.due = None;
        self.settled += spans;
        spans
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
