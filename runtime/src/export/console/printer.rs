//! The thread that prints, and what it shares with the threads that end spans.

use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::held::{Held, Job};
use super::memory::Memory;
use super::style::Style;
use crate::diagnostics;
use crate::provider::count;

/// Tells the time; a test moves it.
pub(super) type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// What the console and its thread share.
pub(super) struct Shared {
    inner: Mutex<Inner>,
    /// The thread has something to do.
    pub(super) wake: Condvar,
    /// The thread has done something.
    pub(super) done: Condvar,
    pub(super) clock: Clock,
    owns_account: bool,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) held: Held,
    pub(super) service: Arc<str>,
    /// No span is taken any more.
    pub(super) is_closed: bool,
    /// The thread has left.
    pub(super) is_gone: bool,
    /// Jobs that were printed, or could not be.
    pub(super) jobs_done: u64,
    /// Spans that are being written, until their fate is known.
    pub(super) in_flight: usize,
    /// Spans that found no room and were not spoken of yet.
    pub(super) unsaid: usize,
    /// Why the last write failed, until a flush reports it.
    pub(super) failure: Option<String>,
}

impl Shared {
    pub(super) fn new(held: Held, clock: Clock, owns_account: bool) -> Self {
        let inner = Inner {
            held,
            service: "unknown_service".into(),
            is_closed: false,
            is_gone: false,
            jobs_done: 0,
            in_flight: 0,
            unsaid: 0,
            failure: None,
        };
        Self {
            inner: Mutex::new(inner),
            wake: Condvar::new(),
            done: Condvar::new(),
            clock,
            owns_account,
        }
    }

    /// A panic elsewhere does not make the state wrong: every change is complete or not begun.
    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn exported(&self, spans: usize) {
        self.account(count::exported, spans);
    }

    pub(super) fn failed(&self, spans: usize) {
        self.account(count::failed, spans);
    }

    pub(super) fn dropped(&self, spans: usize) {
        self.account(count::dropped, spans);
    }

    fn account(&self, count: fn(u64), spans: usize) {
        if self.owns_account {
            count(spans as u64);
        }
    }
}

/// Runs on the thread.
pub(super) struct Printer {
    pub(super) shared: Arc<Shared>,
    pub(super) writer: Box<dyn Write + Send>,
    /// Nothing: asked of the terminal for each trace.
    pub(super) style: Option<Style>,
    pub(super) memory: Memory,
    pub(super) has_printed: bool,
    /// A failing terminal is spoken of once.
    pub(super) has_complained: bool,
}

impl Drop for Printer {
    fn drop(&mut self) {
        self.shared.lock().is_gone = true;
        self.shared.done.notify_all();
    }
}

impl Printer {
    /// Prints until the console is closed and nothing is left.
    pub(super) fn run(mut self) {
        let shared = Arc::clone(&self.shared);
        let mut inner = shared.lock();
        loop {
            inner.held.due((shared.clock)());
            let unsaid = std::mem::take(&mut inner.unsaid);
            if let Some(job) = inner.held.take() {
                inner.in_flight = job.spans.len();
                let forgot = inner.held.forgot;
                drop(inner);
                complain_of_dropped(unsaid);
                let result = self.print(&job, forgot);
                inner = shared.lock();
                self.settle(&mut inner, &job, result);
            } else if unsaid > 0 {
                drop(inner);
                complain_of_dropped(unsaid);
                inner = shared.lock();
            } else if inner.is_closed {
                return;
            } else {
                inner = self.wait(inner);
            }
        }
    }

    fn wait<'a>(&'a self, inner: MutexGuard<'a, Inner>) -> MutexGuard<'a, Inner> {
        let wake = &self.shared.wake;
        match inner.held.next_deadline() {
            Some(deadline) => {
                let time = deadline.saturating_duration_since((self.shared.clock)());
                wake.wait_timeout(inner, time)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
            }
            None => wake.wait(inner).unwrap_or_else(PoisonError::into_inner),
        }
    }

    fn print(&mut self, job: &Job, forgot: bool) -> Result<(), String> {
        let style = self.style.unwrap_or_else(Style::stdout);
        let mut text = self.memory.draw(job, forgot, &style);
        if self.has_printed {
            text.insert(0, '\n');
        }
        self.has_printed = true;
        let written = self
            .writer
            .write_all(text.as_bytes())
            .and_then(|()| self.writer.flush());
        written.map_err(|error| {
            let text = format!("the console exporter cannot write to standard output: {error}");
            if !std::mem::replace(&mut self.has_complained, true) {
                diagnostics::say(&text);
            }
            text
        })
    }

    /// Books what became of a job, unless a shutdown has given it up meanwhile.
    fn settle(&self, inner: &mut Inner, job: &Job, result: Result<(), String>) {
        inner.held.printed(job.spans.len());
        inner.jobs_done += 1;
        let spans = std::mem::take(&mut inner.in_flight);
        match result {
            Ok(()) => self.shared.exported(spans),
            Err(failure) => {
                inner.failure = Some(failure);
                self.shared.failed(spans);
            }
        }
        self.shared.done.notify_all();
    }
}

fn complain_of_dropped(spans: usize) {
    if spans > 0 {
        diagnostics::say(&format!(
            "the console exporter dropped {spans} spans: standard output does not take them as fast as they come"
        ));
    }
}
