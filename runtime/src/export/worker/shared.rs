//! What callers and the export thread share: the queue under its lock, the two
//! ways to wake each other, and the counting, in one place each.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry_sdk::Resource;
use tokio::sync::{Notify, watch};

use super::fetch::{Fetched, Fetching};
use super::own::is_own;
use super::queue::{Pushed, Queue, Refused};
use super::settings::{Settings, WhenFull};
use crate::diagnostics;
use crate::export::{ExportError, Exported, Health, Signals, Trouble};
use crate::provider::{Records, Waiting, count};

/// How long a worker that was dropped, not shut down, may go on sending.
const BACKGROUND_LIMIT: Duration = Duration::from_secs(30);

pub(super) struct Shared {
    pub(super) settings: Settings,
    queue: Mutex<Queue>,
    /// Wakes the thread.
    pub(super) work: Notify,
    /// Wakes those who wait in `flush` and `shutdown`.
    pub(super) progress: Condvar,
    /// Tells the running export that somebody waits.
    urgent: watch::Sender<bool>,
    /// Tells the thread to let go of the running export.
    pub(super) abandoned: watch::Sender<bool>,
    /// What waits in the buffers of threads, of each provider that has this sink.
    sources: Mutex<Vec<Waiting>>,
}

impl Shared {
    pub(super) fn new(settings: Settings, target: &str) -> Self {
        Self {
            settings,
            queue: Mutex::new(Queue::new(target)),
            work: Notify::new(),
            progress: Condvar::new(),
            urgent: watch::Sender::new(false),
            abandoned: watch::Sender::new(false),
            sources: Mutex::default(),
        }
    }

    /// Nothing panics under this lock; should it yet, counts matter more than poison.
    pub(super) fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn signals(self: &Arc<Self>) -> Signals {
        let shared = Arc::clone(self);
        let trouble = Arc::new(move |trouble: Trouble<'_>| {
            let line = shared.lock().reporter.trouble(trouble, Instant::now());
            say(line);
        });
        Signals::new(self.urgent.subscribe(), trouble)
    }

    pub(super) fn health(&self) -> Health {
        let queue = self.lock();
        queue.reporter.health(queue.buffered())
    }

    pub(super) fn thread_has_ended(&self) -> bool {
        self.lock().thread_ended
    }

    pub(super) fn set_resource(&self, resource: &Resource) {
        self.lock().resource = resource.clone();
    }

    pub(super) fn connect(&self, source: &Waiting) {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.push(source.clone());
        drop(sources);
        self.lock().fetch.begin(&self.settings);
        self.work.notify_one();
    }

    /// A thread has filled a batch, so that `full` spans wait: true if they will be fetched.
    pub(super) fn filled(&self, full: usize) -> bool {
        match self.lock().filled(full, &self.settings) {
            Fetching::Never => return false,
            Fetching::WhenWoken => self.work.notify_one(),
            Fetching::Soon => {}
        }
        true
    }

    /// Fetches what threads have written: all of it, or full batches. It comes by `push`.
    pub(super) fn collect(&self, all: bool) {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.retain(Waiting::is_alive);
        let sources = sources.clone();
        let mut done = true;
        for source in &sources {
            done &= if all {
                source.collect()
            } else {
                source.collect_full()
            };
        }
        let ended = sources.is_empty();
        let fetched = Fetched { all, done, ended };
        self.lock().fetched(Instant::now(), fetched, &self.settings);
    }

    pub(super) fn push(&self, spans: Records) {
        let mut queue = self.room_for(&spans);
        let Pushed { wake, refused } = queue.push(spans, is_own(), &self.settings);
        let (dropped, line) = match refused {
            Refused::Nothing => (0, None),
            Refused::Full(spans) => {
                let most = self.settings.max_queue_size;
                let what = format!("{most} spans, OTEL_BSP_MAX_QUEUE_SIZE");
                (spans, queue.reporter.overflow(spans, &what))
            }
            Refused::Heavy(spans) => {
                let what = format!("{} bytes", self.settings.max_queue_bytes);
                (spans, queue.reporter.overflow(spans, &what))
            }
            Refused::Closed(spans) => {
                queue.reporter.dropped(spans);
                (spans, None)
            }
        };
        drop(queue);
        if wake {
            self.work.notify_one();
        }
        self.count(count::dropped, dropped);
        say(line);
    }

    /// The queue; after a wait for room in it, if that is what was asked for.
    fn room_for(&self, spans: &Records) -> MutexGuard<'_, Queue> {
        let queue = self.lock();
        match self.settings.when_full {
            // Whoever empties the queue must not wait for it.
            WhenFull::Block(limit) if !is_own() => {
                let full = |queue: &mut Queue| {
                    !queue.is_closing() && !queue.has_room(spans, &self.settings)
                };
                let waited = self.progress.wait_timeout_while(queue, limit, full);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            _ => queue,
        }
    }

    /// A batch has left the queue.
    pub(super) fn made_room(&self) {
        if matches!(self.settings.when_full, WhenFull::Block(_)) {
            self.progress.notify_all();
        }
    }

    /// The worker was dropped: send what there is, without anybody waiting.
    pub(super) fn close_in_background(&self) {
        self.lock().close(Instant::now() + BACKGROUND_LIMIT);
        self.refresh_urgent();
        self.work.notify_one();
    }

    /// Counts the batch that was under way; `Err` with its last cause.
    pub(super) fn settle(&self, result: Result<Exported, ExportError>) {
        let mut queue = self.lock();
        let spans = queue.settle();
        if spans == 0 {
            return;
        }
        let lines: Vec<String> = match result {
            Ok(exported) => {
                let rejected = exported.rejected.min(spans);
                self.count(count::exported, spans - rejected);
                self.count(count::failed, rejected);
                queue.failures += u64::from(rejected > 0);
                queue.reporter.exported(spans, &exported)
            }
            Err(error) => {
                self.count(count::failed, spans);
                queue.failures += 1;
                let line = queue.reporter.failed(spans, &error, Instant::now());
                line.into_iter().collect()
            }
        };
        drop(queue);
        self.progress.notify_all();
        for line in lines {
            diagnostics::say(&line);
        }
    }

    pub(super) fn flushed(&self, ticket: u64, result: Result<(), String>) {
        let mut queue = self.lock();
        queue.flush_finished = queue.flush_finished.max(ticket);
        queue.flush_error = result.err();
        drop(queue);
        self.refresh_urgent();
        self.progress.notify_all();
    }

    /// The exporter is shut down; nothing goes out any more.
    pub(super) fn stopped(&self, result: Result<(), String>) {
        let mut queue = self.lock();
        queue.stopped = Some(result);
        queue.closed = true;
    }

    /// The thread is about to end, as planned or not: leave nothing uncounted.
    pub(super) fn thread_ends(&self) {
        let mut queue = self.lock();
        queue.close(Instant::now());
        self.abandon(&mut queue);
        queue.thread_ended = true;
        drop(queue);
        self.progress.notify_all();
    }

    /// Accounts for everything that will not be exported: (failed, dropped).
    pub(super) fn abandon(&self, queue: &mut Queue) -> (u64, u64) {
        queue.closed = true;
        let failed = queue.settle();
        if failed > 0 {
            self.count(count::failed, failed);
            queue.failures += 1;
            queue.reporter.given_up(failed);
        }
        let dropped = queue.abandon_waiting();
        if dropped > 0 {
            self.count(count::dropped, dropped);
            queue.reporter.dropped(dropped);
        }
        self.abandoned.send_replace(true);
        self.work.notify_one();
        self.progress.notify_all();
        (failed, dropped)
    }

    pub(super) fn refresh_urgent(&self) {
        let urgent = self.lock().is_urgent();
        self.urgent
            .send_if_modified(|was| std::mem::replace(was, urgent) != urgent);
    }

    fn count(&self, counter: fn(u64), spans: u64) {
        if self.settings.owns_account && spans > 0 {
            counter(spans);
        }
    }
}

pub(super) fn say(line: Option<String>) {
    if let Some(line) = line {
        diagnostics::say(&line);
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("settings", &self.settings)
            .field("health", &self.health())
            .finish_non_exhaustive()
    }
}
