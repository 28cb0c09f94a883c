//! The queue's bookkeeping: what waits, what is under way, what is to happen
//! next. Pure state under one lock; it knows no thread and no exporter.

use std::collections::VecDeque;
use std::time::Instant;

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;

use super::Settings;
use crate::export::health::Reporter;

/// What the thread is to do now.
#[derive(Debug)]
pub(super) enum Next {
    Export(Vec<SpanData>, Resource),
    /// Everything that was asked for is out: flush the exporter for this ticket.
    Flush(u64),
    /// Nothing, until this moment or until it is woken.
    Wait(Option<Instant>),
    /// Everything is out, and nothing will come.
    Stop(Instant),
}

/// What became of a span that was handed in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pushed {
    Queued { wake: bool },
    Full,
    Closed,
}

#[derive(Debug)]
pub(super) struct Queue {
    waiting: VecDeque<SpanData>,
    in_flight: u64,
    /// When the oldest waiting span must go out, batch full or not.
    due: Option<Instant>,
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
            in_flight: 0,
            due: None,
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
        self.waiting.len() as u64 + self.in_flight
    }

    pub(super) fn push(&mut self, span: SpanData, settings: &Settings) -> Pushed {
        if self.closing.is_some() {
            return Pushed::Closed;
        }
        if self.waiting.len() >= settings.max_queue_size {
            return Pushed::Full;
        }
        self.waiting.push_back(span);
        self.accepted += 1;
        let first = self.due.is_none();
        if first {
            self.due = Instant::now().checked_add(settings.schedule_delay);
        }
        Pushed::Queued {
            wake: first || self.waiting.len() == settings.max_batch_size,
        }
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
        if self.batch_is_due(now, settings) {
            return self.take_batch(settings);
        }
        if self.flush_asked > self.flush_finished {
            return Next::Flush(self.flush_asked);
        }
        match self.closing {
            Some(deadline) => Next::Stop(deadline),
            None => Next::Wait(self.due),
        }
    }

    fn batch_is_due(&self, now: Instant, settings: &Settings) -> bool {
        !self.waiting.is_empty()
            && (self.closing.is_some()
                || self.settled < self.wanted
                || self.waiting.len() >= settings.max_batch_size
                || self.due.is_some_and(|due| due <= now))
    }

    fn take_batch(&mut self, settings: &Settings) -> Next {
        let len = self.waiting.len().min(settings.max_batch_size);
        let spans: Vec<_> = self.waiting.drain(..len).collect();
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
        let spans = self.waiting.len() as u64;
        self.waiting = VecDeque::new();
        self.due = None;
        self.settled += spans;
        spans
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
