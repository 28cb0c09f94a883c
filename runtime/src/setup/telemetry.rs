//! The guard: flushing, shutting down, and what a set-up can be asked.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};
use std::{error, fmt, io, thread};

use opentelemetry::trace::noop::NoopTracerProvider;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;

use super::start_line::Facts;
use super::{signal, unended};
use crate::diagnostics::{self, Place};
use crate::export::{Health, Worker};
use crate::provider::{Pipeline, Provider, Stats, TracedProvider, stats};

/// How long [`Telemetry::flush`] waits: as long as one export may take.
const FLUSH_LIMIT: Duration = Duration::from_secs(30);
/// How long [`Telemetry::shutdown`] waits: well within the 30 s that orchestrators
/// commonly leave between asking a process to end and ending it.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(10);

/// A running set-up. Dropping it shuts it down.
///
/// Every method may be called from anywhere: from async code on any runtime, without
/// one, during a panic, and more than once.
#[must_use = "dropping the guard shuts tracing down; keep it until the end of main"]
pub struct Telemetry {
    parts: Arc<Parts>,
}

/// What a set-up is made of. Empty if it is disabled.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) maker: Made,
    pub(super) workers: Vec<Arc<Worker>>,
    pub(super) resource: Resource,
    /// Where it was installed, until it is shut down: then it answers for what is open.
    pub(super) installed: Mutex<Option<Place>>,
    pub(super) facts: Facts,
}

/// Who makes the spans.
#[derive(Debug)]
pub(super) enum Made {
    Nothing,
    Own(TracedProvider, Pipeline),
    /// The user's.
    Sdk(SdkTracerProvider),
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            maker: Made::Nothing,
            workers: Vec::new(),
            resource: Resource::builder_empty().build(),
            installed: Mutex::default(),
            facts: Facts::default(),
        }
    }
}

impl Telemetry {
    pub(super) fn new(parts: Parts) -> Self {
        Self {
            parts: Arc::new(parts),
        }
    }

    /// Sends everything that ended before this call. Blocks for up to 30 s; a collector
    /// that refuses connections is not waited for.
    ///
    /// # Errors
    ///
    /// What was not delivered, and why.
    pub fn flush(&self) -> Result<(), Undelivered> {
        self.flush_within(FLUSH_LIMIT)
    }

    /// As [`flush`](Self::flush), within a time of your own.
    ///
    /// # Errors
    ///
    /// What was not delivered, and why.
    pub fn flush_within(&self, limit: Duration) -> Result<(), Undelivered> {
        self.parts.flush(limit).map_err(Undelivered)
    }

    /// Sends everything that ended and stops. Blocks for up to 10 s; a collector that
    /// refuses connections is not waited for. Spans that end later are counted as
    /// dropped. Calling it again changes nothing and returns the same.
    ///
    /// If anything was lost since the start, one diagnostic line sums it up.
    ///
    /// # Errors
    ///
    /// What was not delivered, and why.
    pub fn shutdown(&self) -> Result<(), Undelivered> {
        self.shutdown_within(SHUTDOWN_LIMIT)
    }

    /// As [`shutdown`](Self::shutdown), within a time of your own.
    ///
    /// # Errors
    ///
    /// What was not delivered, and why.
    pub fn shutdown_within(&self, limit: Duration) -> Result<(), Undelivered> {
        self.parts.shutdown(limit).map_err(Undelivered)
    }

    /// Ends the process on SIGTERM and ctrl-c, after a [`shutdown`](Self::shutdown),
    /// with the exit status that the signal would have led to (143, 130).
    ///
    /// For programs that do not end gracefully by themselves. A service that reacts to
    /// these signals, say by draining its requests, needs only to drop this guard then.
    ///
    /// # Errors
    ///
    /// When the operating system gives no thread or no signal handler.
    pub fn shutdown_on_signal(&self) -> io::Result<()> {
        let parts = Arc::clone(&self.parts);
        signal::on_end(move || {
            // What went wrong was said by the exporter's health.
            let _ = parts.shutdown(SHUTDOWN_LIMIT);
        })
    }

    /// The accounts of this process, as [`traced::stats()`](crate::stats).
    pub fn stats(&self) -> Stats {
        stats()
    }

    /// How each exporter is doing, in the order in which they were given. Empty for
    /// [`Builder::provider`](super::Builder::provider) and for the console.
    pub fn health(&self) -> Vec<Health> {
        if let Made::Own(own, _) = &self.parts.maker {
            own.collect();
        }
        let workers = self.parts.workers.iter();
        workers.map(|worker| worker.health()).collect()
    }

    /// What this process says of itself: for meter and logger providers of your own.
    pub fn resource(&self) -> &Resource {
        &self.parts.resource
    }

    /// Switches instrumentation scopes off, from now on and until the next call: those
    /// whose name matches one of `patterns`, in which `*` stands for any text. An empty
    /// list switches all of them on again.
    ///
    /// What such a package traces makes no spans; what it calls is a child of its caller.
    /// Without effect on [`Builder::provider`](super::Builder::provider), whose scopes are
    /// its own business.
    pub fn set_scopes_off<P: Into<String>>(&self, patterns: impl IntoIterator<Item = P>) {
        if let Made::Own(own, _) = &self.parts.maker {
            own.set_scopes_off(patterns);
        }
    }

    /// The provider, for contexts that name it by [`Local`](crate::provider::Local).
    pub fn provider(&self) -> Provider {
        match &self.parts.maker {
            Made::Own(own, _) => Provider::from(own.clone()),
            Made::Sdk(sdk) => Provider::new(sdk.clone()),
            Made::Nothing => Provider::new(NoopTracerProvider::new()),
        }
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let (Err(why), true) = (self.shutdown(), self.parts.workers.is_empty()) {
            // Workers say by themselves what they lost.
            diagnostics::say(&why.to_string());
        }
    }
}

impl Parts {
    fn flush(&self, limit: Duration) -> Result<(), String> {
        match &self.maker {
            Made::Own(own, _) => own.flush(deadline(limit)),
            Made::Sdk(sdk) => bounded(sdk, limit, |sdk, _| sdk.force_flush()),
            Made::Nothing => Ok(()),
        }
    }

    /// A provider of our own is left running: a span that ends after the shutdown must
    /// still be counted.
    fn shutdown(&self, limit: Duration) -> Result<(), String> {
        let installed = self.installed.lock();
        if let Some(place) = installed.unwrap_or_else(PoisonError::into_inner).take() {
            unended::report(place);
        }
        match &self.maker {
            Made::Own(own, _) => own.shutdown(deadline(limit)),
            Made::Sdk(sdk) => bounded(sdk, limit, SdkTracerProvider::shutdown_with_timeout),
            Made::Nothing => Ok(()),
        }
    }
}

fn deadline(limit: Duration) -> Instant {
    let now = Instant::now();
    // A day is for ever, where the clock cannot hold the sum.
    let longest = now + Duration::from_secs(24 * 60 * 60);
    now.checked_add(limit).unwrap_or(longest)
}

/// A call into a provider that is not ours. It may need a runtime of which this very
/// thread is the only one, so it is made on another and left behind when time is up.
fn bounded<E: fmt::Display + Send + 'static>(
    sdk: &SdkTracerProvider,
    limit: Duration,
    call: fn(&SdkTracerProvider, Duration) -> Result<(), E>,
) -> Result<(), String> {
    let sdk = sdk.clone();
    let (done, is_done) = mpsc::channel();
    thread::Builder::new()
        .name("traced-provider".to_owned())
        .spawn(move || done.send(call(&sdk, limit).map_err(|error| error.to_string())))
        .map_err(|error| format!("no thread to call the provider on: {error}"))?;
    is_done
        .recv_timeout(limit)
        .unwrap_or_else(|_| Err(format!("the provider did not return within {limit:?}")))
}

impl fmt::Debug for Telemetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telemetry")
            .field("health", &self.health())
            .finish_non_exhaustive()
    }
}

/// Spans were lost, or may have been: the text says how and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered(String);

impl fmt::Display for Undelivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for Undelivered {}
