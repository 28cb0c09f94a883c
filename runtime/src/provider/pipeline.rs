//! The sinks of a provider, and how a provider of the SDK feeds them, too.

use super::{Records, Sink, SpanView, Waiting, count};
use opentelemetry::Context;
use opentelemetry::trace::{Span as _, SpanId, TraceContextExt as _, TraceId};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{Span, SpanData, SpanProcessor};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a flush may take when the caller does not say. Source: the default export
/// timeout of OpenTelemetry's batch span processor.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(30);

/// The sinks that a provider hands its ended spans to.
///
/// It is a span processor as well: given to a provider of the SDK, it counts that one's
/// spans and hands them to the sinks.
#[derive(Clone, Debug)]
pub struct Pipeline {
    sinks: Arc<[Arc<dyn Sink>]>,
}

impl Pipeline {
    /// A pipeline into `sinks`.
    pub fn new(sinks: impl IntoIterator<Item = Arc<dyn Sink>>) -> Self {
        Self {
            sinks: sinks.into_iter().collect(),
        }
    }

    pub(super) fn pending(&self, trace: TraceId, pending: bool) {
        for sink in &*self.sinks {
            if pending {
                sink.hold(trace);
            } else {
                sink.release(trace);
            }
        }
    }

    /// Whether some sink wants each span at once.
    pub(super) fn is_direct(&self) -> bool {
        self.sinks.iter().any(|sink| sink.is_direct())
    }

    pub(super) fn batch_size(&self) -> usize {
        let sizes = self.sinks.iter().map(|sink| sink.batch_size());
        sizes.min().unwrap_or(512)
    }

    pub(super) fn connect(&self, waiting: &Waiting) {
        for sink in &*self.sinks {
            sink.connect(waiting);
        }
    }

    /// Whether a sink will fetch what is full.
    pub(super) fn filled(&self, full: usize) -> bool {
        let mut fetched = false;
        for sink in &*self.sinks {
            fetched |= sink.filled(full);
        }
        fetched
    }

    pub(super) fn opened(&self, span: SpanView<'_>, parent_is_local: bool) {
        for sink in &*self.sinks {
            sink.opened(span, parent_is_local);
        }
    }

    /// Hands sampled spans on, which were counted as ended.
    pub(super) fn ended(&self, spans: Records) {
        let Some((last, others)) = self.sinks.split_last() else {
            return count::dropped(spans.len() as u64);
        };
        for sink in others {
            sink.ended(spans.clone());
        }
        last.ended(spans);
    }

    /// Tells every sink what the process is.
    pub(crate) fn set_resource_of_all(&self, resource: &Resource) {
        for sink in &*self.sinks {
            sink.set_resource(resource);
        }
    }

    /// Flushes every sink by `deadline`.
    ///
    /// # Errors
    ///
    /// The first sink's reason, after all were tried.
    pub fn flush(&self, deadline: Instant) -> Result<(), String> {
        self.each(|sink| sink.flush(deadline))
    }

    /// Shuts every sink down by `deadline`.
    ///
    /// # Errors
    ///
    /// The first sink's reason, after all were tried.
    pub fn stop(&self, deadline: Instant) -> Result<(), String> {
        self.each(|sink| sink.shutdown(deadline))
    }

    fn each(&self, f: impl Fn(&dyn Sink) -> Result<(), String>) -> Result<(), String> {
        self.sinks
            .iter()
            .map(|sink| f(&**sink))
            .fold(Ok(()), Result::and)
    }
}

impl SpanProcessor for Pipeline {
    fn on_start(&self, span: &mut Span, parent: &Context) {
        count::started(1);
        let parent = parent.span();
        let parent = parent.span_context();
        let parent_is_local = parent.span_id() != SpanId::INVALID && !parent.is_remote();
        for sink in &*self.sinks {
            sink.started(span.span_context(), parent_is_local);
        }
    }

    fn on_end(&self, span: SpanData) {
        if !span.span_context.is_sampled() {
            count::sampled_out(1);
            return;
        }
        count::ended(1);
        self.ended(span.into());
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.flush(Instant::now() + FLUSH_TIMEOUT)
            .map_err(OTelSdkError::InternalFailure)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.stop(Instant::now() + timeout)
            .map_err(OTelSdkError::InternalFailure)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.set_resource_of_all(resource);
    }
}
