//! The bounds of a worker.

use std::time::Duration;

use crate::diagnostics::Place;

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

/// The bounds of a [`Worker`](super::Worker).
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
