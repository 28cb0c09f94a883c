//! Who makes the spans: carried in the context, installed, or global.

use super::mode::{self, Mode};
use super::own::TracedProvider;
use super::plan::Source;
use opentelemetry::global::{BoxedTracer, ObjectSafeTracerProvider};
use opentelemetry::trace::{Span as _, SpanBuilder, TraceContextExt as _, Tracer, TracerProvider};
use opentelemetry::{Context, InstrumentationScope};
use std::any::Any;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

pub(super) static INSTALLED: RwLock<Option<Provider>> = RwLock::new(None);

/// Any OpenTelemetry tracer provider.
#[derive(Clone)]
pub struct Provider {
    pub(super) maker: Maker,
    /// Dropped with the last copy of this provider.
    _kept: Option<Arc<dyn Any + Send + Sync>>,
}

#[derive(Clone)]
pub(super) enum Maker {
    Own(TracedProvider),
    Other(Arc<Other>),
}

/// A provider of which only OpenTelemetry's API is known, with one tracer for each scope.
pub(super) struct Other {
    source: Box<dyn Foreign>,
    // As many entries as there are instrumented packages in the process: to compare a few names takes less than to hash
    // one.
    tracers: RwLock<Vec<(InstrumentationScope, Arc<dyn Starter>)>>,
}

/// Any tracer provider, with tracers of its own type.
pub trait Foreign: ObjectSafeTracerProvider + Send + Sync {
    /// Its tracer for a scope.
    fn starter(&self, scope: InstrumentationScope) -> Arc<dyn Starter>;
}

/// A tracer that puts what it starts into a context as it is: behind OpenTelemetry's own object-safe tracer, a span would
/// be a box in a box.
pub trait Starter: Send + Sync {
    /// The context with the span that was started, and whether it records.
    fn start(&self, builder: SpanBuilder, parent: &Context) -> (Context, bool);
}

impl Provider {
    /// Wraps a tracer provider.
    pub fn new(source: impl Foreign + 'static) -> Self {
        mode::carried();
        let source = Box::new(source);
        Self {
            maker: Maker::Other(Arc::new(Other {
                source,
                tracers: RwLock::default(),
            })),
            _kept: None,
        }
    }

    /// What installing it means.
    #[cfg_attr(
        not(feature = "setup"),
        allow(dead_code, reason = "only a set-up installs")
    )]
    pub(super) fn mode(&self) -> Mode {
        match &self.maker {
            Maker::Own(own) => own.mode(),
            Maker::Other(_) => Mode::other(),
        }
    }

    /// As this one; `kept` is dropped with the last copy.
    #[cfg_attr(
        not(feature = "testing"),
        allow(dead_code, reason = "only a recording has to know")
    )]
    pub(crate) fn keeping(self, kept: impl Any + Send + Sync) -> Self {
        Self {
            _kept: Some(Arc::new(kept)),
            ..self
        }
    }
}

impl From<TracedProvider> for Provider {
    fn from(own: TracedProvider) -> Self {
        mode::carried();
        Self {
            maker: Maker::Own(own),
            _kept: None,
        }
    }
}

impl Other {
    /// A tracer whose spans are not made for a context.
    pub(super) fn boxed_tracer(&self, scope: InstrumentationScope) -> BoxedTracer {
        BoxedTracer::new(self.source.boxed_tracer(scope))
    }

    pub(super) fn tracer(&self, scope: &InstrumentationScope) -> Arc<dyn Starter> {
        let of_scope = |cached: &[(InstrumentationScope, Arc<dyn Starter>)]| {
            let found = cached.iter().find(|(known, _)| known == scope);
            found.map(|(_, tracer)| Arc::clone(tracer))
        };
        let cached = self.tracers.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(tracer) = of_scope(&cached) {
            return tracer;
        }
        drop(cached);
        let tracer = self.source.starter(scope.clone());
        let mut cached = self.tracers.write().unwrap_or_else(PoisonError::into_inner);
        of_scope(&cached).unwrap_or_else(|| {
            cached.push((scope.clone(), Arc::clone(&tracer)));
            tracer
        })
    }
}

impl<P> Foreign for P
where
    P: TracerProvider<Tracer: Tracer<Span: Send + Sync + 'static> + Send + Sync + 'static>,
    P: Send + Sync,
{
    fn starter(&self, scope: InstrumentationScope) -> Arc<dyn Starter> {
        Arc::new(self.tracer_with_scope(scope))
    }
}

impl<T> Starter for T
where
    T: Tracer<Span: Send + Sync + 'static> + Send + Sync,
{
    fn start(&self, builder: SpanBuilder, parent: &Context) -> (Context, bool) {
        let span = self.build_with_context(builder, parent);
        let is_recording = span.is_recording();
        (parent.with_span(span), is_recording)
    }
}

impl TracerProvider for Provider {
    type Tracer = BoxedTracer;

    fn tracer_with_scope(&self, scope: InstrumentationScope) -> BoxedTracer {
        BoxedTracer::new(match &self.maker {
            Maker::Own(own) => own.boxed_tracer(Source::Scope(Arc::new(scope))),
            Maker::Other(other) => other.source.boxed_tracer(scope),
        })
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").finish_non_exhaustive()
    }
}

/// A context value: spans below this context are made by this provider, whatever else
/// is installed. This is how tests that run in parallel in one process stay apart.
#[derive(Clone, Debug)]
pub struct Local(pub Provider);

/// Who makes a span below `parent`, and whether that is the installed provider; `None`
/// if it is OpenTelemetry's global one.
pub(super) fn maker(parent: &Context) -> Option<(Maker, bool)> {
    if let Some(Local(provider)) = parent.get::<Local>() {
        return Some((provider.maker.clone(), false));
    }
    let installed = INSTALLED.read().unwrap_or_else(PoisonError::into_inner);
    let provider = installed.as_ref()?;
    Some((provider.maker.clone(), true))
}
