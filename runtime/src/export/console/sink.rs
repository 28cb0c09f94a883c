//! The sink: collects the spans of each trace until it is whole and has it printed.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry::Key;
use opentelemetry::trace::{SpanContext, TraceId};
use opentelemetry_sdk::Resource;

use super::held::{Held, Limits};
use super::memory::Memory;
use super::model::Span;
use super::printer::{Clock, Inner, Printer, Shared};
use super::style::Style;
use crate::provider::{Records, Sink};

/// Prints each trace as a tree when it is whole.
///
/// A trace is whole when none of its spans is open in this process and no delayed work of it is
/// pending; it is printed at most 5 s after its local root ended, then with the number of spans
/// that are still open. What comes later is printed as a continuation under the names of its
/// ancestors.
///
/// Printing is done on a thread of its own, `traced-console`: a slow terminal never blocks the
/// application. What does not fit the bounds is printed early or, if the terminal does not keep
/// up, dropped, counted and said.
pub struct Console {
    shared: Arc<Shared>,
}

/// How a [`Console`] behaves where the defaults are not wanted.
pub struct Options {
    writer: Box<dyn Write + Send>,
    style: Option<Style>,
    clock: Clock,
    limits: Limits,
    owns_account: bool,
}

/// How long a trace may wait for the spans that outlive its local root.
const GRACE: Duration = Duration::from_secs(5);
const TRACES: usize = 1_000;
const SPANS: usize = 20_000;
/// A dropped console prints what it holds, but does not keep its owner for long.
const FAREWELL: Duration = Duration::from_secs(1);

impl Default for Options {
    /// Standard output, in the style that fits it, the system's clock, no account.
    fn default() -> Self {
        Self {
            writer: Box::new(io::stdout()),
            style: None,
            clock: Arc::new(Instant::now),
            limits: Limits {
                traces: TRACES,
                spans: SPANS,
                grace: GRACE,
            },
            owns_account: false,
        }
    }
}

impl Options {
    /// Whether the console's spans are counted as exported, failed and dropped in
    /// [`provider::stats`](crate::provider::stats): one sink of a process does that.
    pub fn owns_account(mut self, owns_account: bool) -> Self {
        self.owns_account = owns_account;
        self
    }

    /// Writes to `writer` instead of standard output.
    pub fn writer(mut self, writer: impl Write + Send + 'static) -> Self {
        self.writer = Box::new(writer);
        self
    }

    /// A fixed style instead of the terminal's.
    pub fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// Another clock. Who moves it calls [`Console::tick`].
    pub fn clock(mut self, clock: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// At most so many unfinished traces (1,000) and waiting spans (20,000); at least one each.
    pub fn limits(mut self, traces: usize, spans: usize) -> Self {
        self.limits = Limits {
            traces: traces.max(1),
            spans: spans.max(1),
            ..self.limits
        };
        self
    }
}

impl Console {
    /// A console on standard output.
    ///
    /// # Errors
    ///
    /// The system gives no thread.
    pub fn new(owns_account: bool) -> io::Result<Self> {
        Self::with(Options::default().owns_account(owns_account))
    }

    /// A console of its own kind.
    ///
    /// # Errors
    ///
    /// The system gives no thread.
    pub fn with(options: Options) -> io::Result<Self> {
        let Options {
            writer,
            style,
            clock,
            limits,
            owns_account,
        } = options;
        let shared = Arc::new(Shared::new(Held::new(limits), clock, owns_account));
        let printer = Printer {
            shared: Arc::clone(&shared),
            writer,
            style,
            memory: Memory::new(limits.spans.saturating_mul(2)),
            has_printed: false,
            has_complained: false,
        };
        std::thread::Builder::new()
            .name("traced-console".to_owned())
            .spawn(move || printer.run())?;
        Ok(Self { shared })
    }

    /// Has printed what the clock says is due. Only needed with a clock of one's own.
    pub fn tick(&self) {
        let now = (self.shared.clock)();
        self.update(|inner| inner.held.due(now));
    }

    /// Changes the state and wakes the thread if that gave it something to do.
    fn update(&self, change: impl FnOnce(&mut Inner)) {
        let mut inner = self.shared.lock();
        let next = inner.held.next_deadline();
        change(&mut inner);
        let has_work =
            inner.held.has_ready() || inner.unsaid > 0 || inner.held.next_deadline() != next;
        drop(inner);
        if has_work {
            self.shared.wake.notify_one();
        }
    }

    /// Waits until `is_done`, the thread is gone, or the deadline has come.
    fn wait_until<'a>(
        &'a self,
        mut inner: MutexGuard<'a, Inner>,
        deadline: Instant,
        is_done: impl Fn(&Inner) -> bool,
    ) -> MutexGuard<'a, Inner> {
        self.shared.wake.notify_one();
        while !is_done(&inner) && !inner.is_gone {
            let time = deadline.saturating_duration_since(Instant::now());
            if time.is_zero() {
                break;
            }
            let waited = self.shared.done.wait_timeout(inner, time);
            inner = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        inner
    }
}

impl Sink for Console {
    /// A trace is printed when its last span ends, not when a batch is full.
    fn is_direct(&self) -> bool {
        true
    }

    fn started(&self, span: &SpanContext, parent_is_local: bool) {
        // A span that is recorded but not sampled never comes back.
        if span.is_sampled() {
            self.update(|inner| {
                if !inner.is_closed {
                    inner
                        .held
                        .started(span.trace_id(), span.span_id(), !parent_is_local);
                }
            });
        }
    }

    fn ended(&self, spans: Records) {
        let now = (self.shared.clock)();
        let mut dropped = 0;
        self.update(|inner| {
            for span in spans.into_span_data() {
                let span = Span::new(Arc::clone(&inner.service), span);
                if inner.is_closed {
                    dropped += 1;
                } else if !inner.held.ended(span, now) {
                    dropped += 1;
                    inner.unsaid += 1;
                }
            }
        });
        if dropped > 0 {
            self.shared.dropped(dropped);
        }
    }

    fn hold(&self, trace: TraceId) {
        self.update(|inner| {
            if !inner.is_closed {
                inner.held.hold(trace);
            }
        });
    }

    fn release(&self, trace: TraceId) {
        self.update(|inner| inner.held.release(trace));
    }

    fn set_resource(&self, resource: &Resource) {
        if let Some(service) = resource.get(&Key::from_static_str("service.name")) {
            self.shared.lock().service = service.as_str().into();
        }
    }

    fn flush(&self, deadline: Instant) -> Result<(), String> {
        let mut inner = self.shared.lock();
        inner.held.everything();
        let jobs = inner.held.jobs;
        let is_done = |inner: &Inner| inner.jobs_done >= jobs;
        let mut inner = self.wait_until(inner, deadline, is_done);
        match inner.failure.take() {
            Some(failure) => Err(failure),
            None if is_done(&inner) => Ok(()),
            None => Err("the console exporter did not finish printing in time".to_owned()),
        }
    }

    fn shutdown(&self, deadline: Instant) -> Result<(), String> {
        let mut inner = self.shared.lock();
        inner.held.everything();
        inner.is_closed = true;
        let mut inner = self.wait_until(inner, deadline, |inner| inner.is_gone);
        if let Some(failure) = inner.failure.take() {
            return Err(failure);
        }
        let left: usize = std::iter::from_fn(|| inner.held.take())
            .map(|job| job.spans.len())
            .sum();
        let left = left + std::mem::take(&mut inner.in_flight);
        self.shared.dropped(left);
        if left == 0 {
            Ok(())
        } else {
            Err(format!(
                "the console exporter gave up {left} spans: standard output does not take them"
            ))
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // Nobody is left to be told; what could not be printed is counted.
        let _ = self.shutdown(Instant::now() + FAREWELL);
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").finish_non_exhaustive()
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("style", &self.style)
            .field("limits", &self.limits)
            .field("owns_account", &self.owns_account)
            .finish_non_exhaustive()
    }
}
