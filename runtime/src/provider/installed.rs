//! Who makes the spans: carried in the context, installed, or global.

use super::mode::{self, Mode};
use super::own::TracedProvider;
use super::plan::Source;
use opentelemetry::global::{BoxedTracer, ObjectSafeTracerProvider};
use opentelemetry::trace::{Span as _, SpanBuilder, TraceContextExt as _, Tracer, TracerProvider};
use opentelemetry::{Context, InstrumentationScope};
use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

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
    /// A list that only grows, by as many as there are instrumented packages in the process: to look takes no lock, and to
    /// compare a few names takes less than to hash one.
    first: OnceLock<Box<Known>>,
}

/// The tracer of a scope, and the next one.
struct Known {
    scope: InstrumentationScope,
    /// The same scope, where it can be told by its address.
    shared: Option<&'static InstrumentationScope>,
    tracer: Arc<dyn Starter>,
    next: OnceLock<Box<Self>>,
}

impl Known {
    fn is_for(&self, source: &Source) -> bool {
        match (self.shared, source.shared()) {
            (Some(known), Some(scope)) => std::ptr::eq(known, scope),
            _ => self.scope == *source.scope(),
        }
    }
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
                first: OnceLock::new(),
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

    fn find(&self, source: &Source) -> Option<Arc<dyn Starter>> {
        let mut known = self.first.get();
        while let Some(this) = known {
            if this.is_for(source) {
                return Some(Arc::clone(&this.tracer));
            }
            known = this.next.get();
        }
        None
    }

    fn make(&self, source: &Source) -> Arc<dyn Starter> {
        let scope = source.scope();
        let tracer = self.source.starter(scope.clone());
        let mut made = Box::new(Known {
            scope: scope.clone(),
            shared: source.shared(),
            tracer: Arc::clone(&tracer),
            next: OnceLock::new(),
        });
        let mut place = &self.first;
        while let Err(back) = place.set(made) {
            made = back;
            match place.get() {
                Some(known) if known.is_for(source) => return Arc::clone(&known.tracer),
                Some(known) => place = &known.next,
                None => break,
            }
        }
        tracer
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
    with_provider(parent, |provider| provider.maker.clone())
}

/// Who starts a span.
pub(super) enum Start {
    Own(TracedProvider),
    Other(Arc<dyn Starter>),
}

/// As [`maker`], for a span of this source.
pub(super) fn starter(parent: &Context, source: &Source) -> Option<(Start, bool)> {
    let (found, accounted) = with_provider(parent, |provider| match &provider.maker {
        Maker::Own(own) => Ok(Start::Own(own.clone())),
        Maker::Other(other) => match other.find(source) {
            Some(tracer) => Ok(Start::Other(tracer)),
            None => Err(Arc::clone(other)),
        },
    })?;
    // It is asked for a tracer when nothing is locked.
    let start = found.unwrap_or_else(|other| Start::Other(other.make(source)));
    Some((start, accounted))
}

fn with_provider<R>(parent: &Context, look: impl FnOnce(&Provider) -> R) -> Option<(R, bool)> {
    if let Some(Local(provider)) = parent.get::<Local>() {
        return Some((look(provider), false));
    }
    let installed = INSTALLED.read().unwrap_or_else(PoisonError::into_inner);
    Some((look(installed.as_ref()?), true))
}
