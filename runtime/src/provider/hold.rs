//! Telling those who wait for a trace's end that it is not over: a timer is pending.

use opentelemetry::trace::TraceId;
use std::sync::{Arc, PoisonError, RwLock};

/// Told `true` when work of a trace is scheduled, `false` when it began or was given up.
pub(super) type Listener = Arc<dyn Fn(TraceId, bool) + Send + Sync>;

pub(super) static LISTENER: RwLock<Option<Listener>> = RwLock::new(None);

#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "nothing waits without a pipeline")
)]
fn tell(trace: TraceId, pending: bool) {
    let listener = LISTENER
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    if let Some(listener) = listener {
        listener(trace, pending);
    }
}

/// Keeps a trace open for those who wait for its end, until dropped.
#[derive(Debug)]
#[must_use = "the trace is kept open while this is alive"]
pub struct Hold(TraceId);

#[cfg_attr(
    not(feature = "tokio"),
    allow(dead_code, reason = "only timers hold traces")
)]
impl Hold {
    /// Keeps `trace` open.
    pub fn new(trace: TraceId) -> Self {
        tell(trace, true);
        Self(trace)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        tell(self.0, false);
    }
}
