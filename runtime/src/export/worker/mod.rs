//! The worker: a bounded queue and the thread that empties it into an exporter.
//!
//! `ended` runs on the application's threads and only takes a short lock.
//! `flush` and `shutdown` block their caller on a condition variable and need
//! nothing of the caller's runtime, so they work from anywhere.

mod fetch;
mod own;
mod queue;
mod settings;
mod shared;
mod thread;
mod wait;

use std::io;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Instant;

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanExporter;

pub use self::settings::{Settings, WhenFull};
use self::shared::Shared;
use super::foreign::Foreign;
use super::{Export, Health};
use crate::provider::{Records, Sink, Waiting};

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
        own::refuse_call("flush")?;
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
        own::refuse_call("shutdown")?;
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
