//! The tracer and its provider: OpenTelemetry's API over a core.

use super::core::{Core, Settings, next_id};
use super::filter::Filter;
use super::limits::Limits;
use super::sampling::{self, Sampling};
use super::span::Span;
use super::start;
use crate::provider::mode::{self, Mode};
use crate::provider::plan::{Plan, Source};
use crate::provider::started::Started;
use crate::provider::{Pipeline, clock};
use opentelemetry::global::ObjectSafeTracer;
use opentelemetry::trace::{self, SpanBuilder, SpanContext, SpanKind, TraceContextExt as _};
use opentelemetry::{Context, InstrumentationScope};
use opentelemetry_sdk::trace::{Sampler, ShouldSample, SpanLimits};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A tracer provider that hands ended spans to the sinks of a [`Pipeline`].
///
/// It does what the SDK's `SdkTracerProvider` does, in less time, but:
///
/// - It has no span processors; for these give `SdkTracerProvider` to
///   [`Builder::provider`](crate::setup::Builder::provider).
/// - A span that would be the child of an unsampled one of this process is not made: its
///   body runs in the parent's context, and what is injected there carries the parent's
///   id. The SDK makes a new id that no trace will ever show.
/// - A context whose span is invalid has no parent, for samplers as well.
/// - New trace ids are random in every bit, and the trace context's flag says so.
/// - The span of a traced function or of an adapter that somebody ends through its context takes
///   nothing more from then on, and has that end; but it is exported when its function or adapter
///   is done with it.
#[derive(Clone, Debug)]
pub struct TracedProvider(pub(super) Arc<Core>);

/// How a [`TracedProvider`] makes spans.
#[derive(Debug)]
pub struct Options {
    sampling: Sampling,
    limits: SpanLimits,
    value_length: Option<usize>,
    off: Vec<String>,
    accounted: bool,
}

impl Default for Options {
    /// Everything is sampled, within the specification's limits, and counted in
    /// [`traced::stats()`](crate::stats). No environment variable is read.
    fn default() -> Self {
        Self {
            sampling: Sampling::new(Box::new(Sampler::AlwaysOn), Some(&Sampler::AlwaysOn)),
            limits: SpanLimits::default(),
            value_length: None,
            off: Vec::new(),
            accounted: true,
        }
    }
}

impl Options {
    /// Samples by this sampler. The SDK's own `Sampler` costs a child nothing.
    pub fn sampler<S: ShouldSample + 'static>(mut self, sampler: S) -> Self {
        let known = sampling::known(&sampler).cloned();
        self.sampling = Sampling::new(Box::new(sampler), known.as_ref());
        self
    }

    /// How much a span may hold; what is beyond is dropped and counted in the span.
    pub fn limits(mut self, limits: SpanLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Characters that the text of an attribute may have.
    pub fn value_length(mut self, limit: Option<usize>) -> Self {
        self.value_length = limit;
        self
    }

    /// Scopes that are switched off from the start; see [`TracedProvider::set_scopes_off`].
    pub fn scopes_off(mut self, patterns: Vec<String>) -> Self {
        self.off = patterns;
        self
    }

    /// Whether its spans are counted in [`traced::stats()`](crate::stats).
    pub fn accounted(mut self, accounted: bool) -> Self {
        self.accounted = accounted;
        self
    }
}

/// How long a shutdown takes at most after the sinks were stopped.
const MOMENT: Duration = Duration::from_millis(100);

impl TracedProvider {
    /// A provider that hands its spans to these sinks.
    pub fn new(pipeline: Pipeline, options: Options) -> Self {
        clock::start();
        let settings = Settings {
            id: next_id(),
            sampling: options.sampling,
            limits: Limits::new(options.limits, options.value_length).shared(),
            filter: Filter::default(),
            accounted: options.accounted,
            direct: pipeline.is_direct() || !options.accounted,
        };
        settings.filter.set(options.off);
        Self(Core::new(settings, pipeline))
    }

    /// Switches instrumentation scopes off, from now on and until the next call: those
    /// whose name matches one of `patterns`, in which `*` stands for any text. What they
    /// trace makes no spans; its callees are children of its caller.
    pub fn set_scopes_off<P: Into<String>>(&self, patterns: impl IntoIterator<Item = P>) {
        let patterns = patterns.into_iter().map(Into::into).collect();
        self.0.settings.filter.set(patterns);
        mode::update(self.mode());
    }

    /// Delivers everything that ended before the call.
    ///
    /// # Errors
    ///
    /// Why a sink could not by `deadline`.
    pub fn flush(&self, deadline: Instant) -> Result<(), String> {
        let collected = self.0.collector.collect_by(deadline);
        self.0.collector.pipeline.flush(deadline)?;
        if collected {
            Ok(())
        } else {
            Err("the time for flush() passed while another thread waited for room".to_owned())
        }
    }

    /// Delivers everything and stops the sinks. Spans that end later are counted as
    /// dropped.
    ///
    /// # Errors
    ///
    /// Why a sink could not by `deadline`.
    pub fn shutdown(&self, deadline: Instant) -> Result<(), String> {
        self.0.collector.collect_by(deadline);
        let result = self.0.collector.pipeline.stop(deadline);
        // What was told to wait for room is refused now: this takes a moment.
        self.0
            .collector
            .close(deadline.max(Instant::now() + MOMENT));
        result
    }

    pub(in crate::provider) fn mode(&self) -> Mode {
        self.0.settings.mode()
    }

    pub(in crate::provider) fn start(&self, parent: &Context, plan: Plan) -> Started {
        start::start(&self.0, parent, plan)
    }

    pub(in crate::provider) fn boxed_tracer(
        &self,
        source: Source,
    ) -> Box<dyn ObjectSafeTracer + Send + Sync> {
        Box::new(Tracer {
            core: Arc::clone(&self.0),
            source,
        })
    }

    /// Hands over what waits in the buffers of threads.
    pub fn collect(&self) {
        self.0.collector.collect();
    }
}

impl trace::TracerProvider for TracedProvider {
    type Tracer = Tracer;

    fn tracer_with_scope(&self, scope: InstrumentationScope) -> Tracer {
        Tracer {
            core: Arc::clone(&self.0),
            source: Source::Scope(Arc::new(scope)),
        }
    }
}

/// A tracer of [`TracedProvider`].
#[derive(Clone, Debug)]
pub struct Tracer {
    core: Arc<Core>,
    source: Source,
}

impl trace::Tracer for Tracer {
    type Span = Span;

    fn build_with_context(&self, builder: SpanBuilder, parent: &Context) -> Span {
        if parent.is_telemetry_suppressed() {
            return Span::unrecorded(SpanContext::empty_context());
        }
        let plan = plan(self.source.clone(), builder);
        match start::start(&self.core, parent, plan) {
            Started::Recording(context, slot) => Span::owned(context, slot),
            Started::Unrecorded(context) => Span::unrecorded(context),
            Started::Nothing => Span::unrecorded(parent.span().span_context().clone()),
        }
    }
}

/// What OpenTelemetry's builder says.
fn plan(source: Source, builder: SpanBuilder) -> Plan {
    Plan {
        source,
        name: builder.name,
        kind: builder.span_kind.unwrap_or(SpanKind::Internal),
        attributes: builder.attributes.unwrap_or_default(),
        links: builder.links.unwrap_or_default(),
        events: builder.events.unwrap_or_default(),
        start: builder.start_time,
        place: None,
    }
}
