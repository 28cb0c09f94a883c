//! The worker: a bounded queue and the thread that empties it into an exporter.
//!
//! `ended` runs on the application's threads and only takes a short lock.
//! `flush` and `shutdown` block their caller on a condition variable and need
//! nothing of the caller's runtime, so they work from anywhere.

mod fetch;
mod queue;
mod shared;
mod thread;
mod wait;

use std::io;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanExporter;

use self::shared::Shared;
use super::foreign::Foreign;
use super::{Export, Health};
use crate::diagnostics::Place;
use crate::provider::{Records, Sink, Waiting};

/// What becomes of spans that end while the export queue is full. Either way, what is lost
/// is counted as dropped, and said once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenFull {
    /// They are dropped: the application never waits for its telemetry.
    DropNewest,
    /// The thread on which they ended waits for room, at most this long each time, and
    /// then they are dropped. For jobs that would rather be late than lose spans.
    Block(Duration),
}

/// The bounds of a [`Worker`].
///
/// The defaults, but for the length of the queue, are those of the OpenTelemetry
/// specification's batch span processor; [`setup`](crate::setup) reads them from `OTEL_BSP_*`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Spans that may wait (65536; the specification's 2048 are a fiftieth of a second at
    /// 100,000 spans a second, less than many a pause of a network). Besides these, each thread of the process keeps up to
    /// `max_batch_size` spans until it hands them over.
    pub max_queue_size: usize,
    /// Bytes that those spans may hold, about (64 MiB).
    pub max_queue_bytes: usize,
    /// What becomes of spans for which there is no room (the newest are dropped).
    pub when_full: WhenFull,
    /// A span waits at most about this long for its batch to fill (5 s).
    pub schedule_delay: Duration,
    /// Spans that go out together (512).
    pub max_batch_size: usize,
    /// An export that takes longer has failed (30 s); `None` is no limit.
    pub export_timeout: Option<Duration>,
    /// Whether this worker's counts are the process's: exactly one exporter
    /// may feed [`traced::stats()`](crate::stats).
    pub owns_account: bool,
    /// Where in the source this was set up: what was lost is reported there.
    pub place: Option<Place>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_queue_size: 65_536,
            max_queue_bytes: 64 << 20,
            when_full: WhenFull::DropNewest,
            schedule_delay: Duration::from_secs(5),
            max_batch_size: 512,
            export_timeout: Some(Duration::from_secs(30)),
            owns_account: true,
            place: None,
        }
    }
}

/// Carries ended spans to an exporter, on a thread of its own.
///
/// Every span given to it is counted exactly once as exported, failed or
/// dropped. An exporter that errors, panics or hangs loses its batch, never
/// more. Telemetry is suppressed on the worker's threads, so the exporter's own
/// transport leaves no spans.
///
/// A worker that is dropped without [`shutdown`](Sink::shutdown) still sends
/// what it holds, in the background, for as long as the process lives.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Worker {
    /// Starts the thread `traced-export` over any SDK exporter.
    ///
    /// # Errors
    ///
    /// When the operating system gives no thread, or no event queue for its runtime.
    pub fn start(exporter: impl SpanExporter + 'static, settings: Settings) -> io::Result<Self> {
        Self::over(Arc::new(Foreign::new(exporter)), settings)
    }

    pub(crate) fn over(exporter: Arc<dyn Export>, settings: Settings) -> io::Result<Self> {
        let shared = Arc::new(Shared::new(settings, exporter.target()));
        let (ready, is_ready) = mpsc::channel();
        let of_thread = Arc::clone(&shared);
        let handle = std::thread::Builder::new()
            .name(thread::NAME.to_owned())
            .spawn(move || thread::main(&of_thread, &exporter, &ready))?;
        // The thread answers, or ends and closes the channel.
        is_ready
            .recv()
            .unwrap_or_else(|_| Err(io::Error::other("the export thread ended at once")))?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(handle)),
        })
    }

    /// How the exporter is doing.
    pub fn health(&self) -> Health {
        self.shared.health()
    }
}

impl Sink for Worker {
    fn batch_size(&self) -> usize {
        let Settings {
            max_batch_size,
            max_queue_size,
            ..
        } = self.shared.settings;
        max_batch_size.min(max_queue_size)
    }

    fn connect(&self, waiting: &Waiting) {
        self.shared.connect(waiting);
    }

    fn filled(&self, full: usize) -> bool {
        self.shared.filled(full)
    }

    fn ended(&self, spans: Records) {
        self.shared.push(spans);
    }

    fn set_resource(&self, resource: &Resource) {
        self.shared.set_resource(resource);
    }

    /// Sends everything that ended before this call, without waiting for a full
    /// batch. While it runs, a target that refuses connections is given up at once.
    ///
    /// # Errors
    ///
    /// The cause, if a batch failed meanwhile; or that `deadline` passed first.
    fn flush(&self, deadline: Instant) -> Result<(), String> {
        thread::refuse_own_call("flush")?;
        self.shared.flush(deadline)
    }

    /// Sends what is queued, shuts the exporter down and ends the thread. What is
    /// not out by `deadline` is counted as failed or dropped, like all that ends later.
    ///
    /// A second call returns what the first returned.
    ///
    /// # Errors
    ///
    /// The cause, if a batch or the exporter's shutdown failed; or that `deadline` passed.
    fn shutdown(&self, deadline: Instant) -> Result<(), String> {
        thread::refuse_own_call("shutdown")?;
        let result = self.shared.shutdown(deadline);
        let handle = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // A thread that an exporter still holds is left behind rather than waited for.
        if let (Some(handle), true) = (handle, self.shared.thread_has_ended()) {
            drop(handle.join());
        }
        result
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.shared.close_in_background();
    }
}
