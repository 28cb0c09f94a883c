//! Where ended spans go.

use opentelemetry::trace::{SpanContext, TraceId};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;
use std::fmt::Debug;
use std::time::Instant;

/// Where ended spans go: a worker that exports batches, or the console.
///
/// All but `flush` and `shutdown` are called on the application's threads: they must
/// neither block nor panic.
pub trait Sink: Debug + Send + Sync + 'static {
    /// A recorded span started.
    fn started(&self, _span: &SpanContext, _parent_is_local: bool) {}

    /// A sampled span ended.
    fn ended(&self, span: SpanData);

    /// Work of this trace is scheduled; its spans have not started yet.
    fn hold(&self, _trace: TraceId) {}

    /// The scheduled work has begun or was given up. Called once for each `hold`.
    fn release(&self, _trace: TraceId) {}

    /// Tells what the process is, before the first span.
    fn set_resource(&self, _resource: &Resource) {}

    /// Delivers everything that ended before the call.
    ///
    /// # Errors
    ///
    /// Why something could not be delivered by `deadline`.
    fn flush(&self, deadline: Instant) -> Result<(), String>;

    /// Delivers everything and stops; later spans are dropped and counted.
    ///
    /// # Errors
    ///
    /// Why something could not be delivered by `deadline`.
    fn shutdown(&self, deadline: Instant) -> Result<(), String>;
}
