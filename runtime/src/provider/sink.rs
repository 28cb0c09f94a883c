//! Where ended spans go.

use super::{Records, SpanView, Waiting};
use opentelemetry::trace::{SpanContext, TraceId};
use opentelemetry_sdk::Resource;
use std::fmt::Debug;
use std::time::Instant;

/// Where ended spans go: a worker that exports batches, or the console.
///
/// All but `flush` and `shutdown` are called on the application's threads: they must
/// neither panic nor, unless somebody asked for it, block.
///
/// Spans come in [`Records`], a batch at a time: iterate over them, or turn them into the
/// SDK's `SpanData` by [`Records::into_span_data`].
pub trait Sink: Debug + Send + Sync + 'static {
    /// True if spans are wanted one by one, the moment they end, and their starts, too.
    /// This costs every span of the process a lock.
    fn is_direct(&self) -> bool {
        false
    }

    /// A sink that takes batches wants them no larger than this.
    fn batch_size(&self) -> usize {
        512
    }

    /// How to get at what threads have written. Who overrides this has to do so within the time
    /// that a span may wait, again and again.
    fn connect(&self, _waiting: &Waiting) {}

    /// A batch is full, so that about `full` spans wait in such. True if this sink will have them
    /// collected soon, on a thread of its own; otherwise the thread that filled it does so.
    fn filled(&self, _full: usize) -> bool {
        false
    }

    /// A recorded span started; only told if [`is_direct`](Self::is_direct).
    fn opened(&self, span: SpanView<'_>, parent_is_local: bool) {
        self.started(&span.span_context(), parent_is_local);
    }

    /// As [`opened`](Self::opened), for those to whom the ids are enough.
    fn started(&self, _span: &SpanContext, _parent_is_local: bool) {}

    /// Sampled spans ended.
    fn ended(&self, spans: Records);

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
