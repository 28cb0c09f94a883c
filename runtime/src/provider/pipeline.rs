//! The span processor that counts spans and hands them to the sinks.

use super::{Provider, Sink, count, hold, installed, stats};
use opentelemetry::Context;
use opentelemetry::trace::{Span as _, SpanId, TraceContextExt as _, TraceId};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{Span, SpanData, SpanProcessor};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// Makes `provider` the one that spans come from where no `Local` says otherwise, and
/// `pipeline` the one that timers tell about the traces they keep open.
pub(crate) fn install(provider: Provider, pipeline: Option<Pipeline>) {
    let listener = pipeline.map(|pipeline| -> hold::Listener {
        Arc::new(move |trace, pending| pipeline.pending(trace, pending))
    });
    *hold::LISTENER
        .write()
        .unwrap_or_else(PoisonError::into_inner) = listener;
    *installed::INSTALLED
        .write()
        .unwrap_or_else(PoisonError::into_inner) = Some(provider);
}

/// How long a flush may take when the caller does not say. Source: the default export
/// timeout of OpenTelemetry's batch span processor.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(30);

/// The span processor that counts every span and hands it to the sinks.
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
        stats::ENDED.fetch_add(1, Ordering::Release);
        let Some((last, others)) = self.sinks.split_last() else {
            count::dropped(1);
            return;
        };
        for sink in others {
            sink.ended(span.clone());
        }
        last.ended(span);
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
        for sink in &*self.sinks {
            sink.set_resource(resource);
        }
    }
}
