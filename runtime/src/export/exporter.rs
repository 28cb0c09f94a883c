//! What the worker asks of an exporter, and what an exporter tells it.
//!
//! The SDK's own trait answers only "worked" or "did not"; a backend may also
//! take part of a batch, and an exporter that retries knows of trouble before
//! it gives up.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use opentelemetry_sdk::Resource;
use tokio::sync::watch;

use crate::provider::Records;

/// A future behind a pointer, so that [`Export`] can be used as a trait object.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way out of the process, driven by one worker and never concurrently.
pub(crate) trait Export: Send + Sync + fmt::Debug + 'static {
    /// Sends one batch, retrying where that is of use.
    ///
    /// May panic or hang: the worker bounds and survives both.
    fn export(&self, batch: Batch) -> BoxFuture<'_, Result<Exported, ExportError>>;

    /// Sends whatever the exporter itself has kept back.
    fn flush(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(ready(Ok(())))
    }

    /// Releases what the exporter holds; nothing is exported afterwards.
    fn shutdown(&self, limit: Duration) -> BoxFuture<'_, Result<(), String>>;

    /// Where spans go, as a person calls it: a URL, a name.
    fn target(&self) -> &str;
}

/// Spans on their way out.
#[derive(Debug)]
pub(crate) struct Batch {
    /// In the order in which they ended, thread by thread.
    pub(crate) spans: Records,
    /// Who produced them.
    pub(crate) resource: Resource,
    /// The line to the worker while the export runs.
    pub(crate) signals: Signals,
}

/// What a backend did with a batch that it accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Exported {
    /// How many spans of the batch it refused.
    pub(crate) rejected: u64,
    /// What it has to say, about the refused spans or in general.
    pub(crate) message: Option<String>,
}

/// Why a whole batch is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExportError {
    /// One sentence for a person: what could not be done, and why.
    pub(crate) cause: String,
}

impl ExportError {
    pub(crate) fn new(cause: impl Into<String>) -> Self {
        Self {
            cause: cause.into(),
        }
    }
}

/// An attempt failed, and the export goes on trying: why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble<'a> {
    /// It may well pass: a person is told only if it ends in a loss.
    Passing(&'a str),
    /// A person should know at once.
    Lasting(&'a str),
}

/// The line between a running export and the worker.
#[derive(Clone)]
pub(crate) struct Signals {
    urgent: watch::Receiver<bool>,
    trouble: Arc<dyn Fn(Trouble<'_>) + Send + Sync>,
}

impl Signals {
    pub(crate) fn new(
        urgent: watch::Receiver<bool>,
        trouble: Arc<dyn Fn(Trouble<'_>) + Send + Sync>,
    ) -> Self {
        Self { urgent, trouble }
    }

    /// Somebody waits for this export: a flush or a shutdown is under way.
    pub(crate) fn is_urgent(&self) -> bool {
        *self.urgent.borrow()
    }

    /// Waits until somebody waits.
    pub(crate) async fn urgent(&self) {
        let mut urgent = self.urgent.clone();
        if urgent.wait_for(|urgent| *urgent).await.is_err() {
            // The worker is gone, and nobody will ever wait.
            std::future::pending::<()>().await;
        }
    }

    /// Reports an attempt that failed, while the export goes on trying.
    pub(crate) fn trouble(&self, trouble: Trouble<'_>) {
        (self.trouble)(trouble);
    }
}

impl fmt::Debug for Signals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signals")
            .field("urgent", &self.is_urgent())
            .finish_non_exhaustive()
    }
}
