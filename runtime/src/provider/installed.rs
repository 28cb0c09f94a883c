//! Who makes the spans: carried in the context, installed, or global.

use super::Scope;
use opentelemetry::global::{BoxedTracer, ObjectSafeTracerProvider};
use opentelemetry::trace::TracerProvider;
use opentelemetry::{Context, InstrumentationScope};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

pub(super) static INSTALLED: RwLock<Option<Provider>> = RwLock::new(None);

/// Any OpenTelemetry tracer provider, with one cached tracer per scope.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    source: Box<dyn ObjectSafeTracerProvider + Send + Sync>,
    // As many entries as there are instrumented packages in the process.
    tracers: RwLock<HashMap<Scope, Arc<BoxedTracer>>>,
}

impl Provider {
    /// Wraps a tracer provider.
    pub fn new(source: impl ObjectSafeTracerProvider + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner {
            source: Box::new(source),
            tracers: RwLock::default(),
        }))
    }

    fn tracer(&self, scope: Scope) -> Arc<BoxedTracer> {
        let cached = self
            .0
            .tracers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(tracer) = cached.get(&scope) {
            return Arc::clone(tracer);
        }
        drop(cached);
        let tracer = Arc::new(BoxedTracer::new(
            self.0.source.boxed_tracer(scope.to_otel()),
        ));
        let mut cached = self
            .0
            .tracers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(cached.entry(scope).or_insert(tracer))
    }
}

impl TracerProvider for Provider {
    type Tracer = BoxedTracer;

    fn tracer_with_scope(&self, scope: InstrumentationScope) -> BoxedTracer {
        BoxedTracer::new(self.0.source.boxed_tracer(scope))
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

pub(super) fn is_installed() -> bool {
    INSTALLED
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .is_some()
}

/// The tracer for a span below `parent`, and whether the installed provider made it.
pub(super) fn tracer(scope: Scope, parent: &Context) -> (Arc<BoxedTracer>, bool) {
    if let Some(Local(provider)) = parent.get::<Local>() {
        return (provider.tracer(scope), false);
    }
    let installed = INSTALLED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(provider) = installed.as_ref() {
        return (provider.tracer(scope), true);
    }
    drop(installed);
    // Looked up at each call: what is global now may be replaced later, and a tracer
    // kept from before a set-up would stay a no-op for ever.
    (
        Arc::new(opentelemetry::global::tracer_with_scope(scope.to_otel())),
        false,
    )
}
