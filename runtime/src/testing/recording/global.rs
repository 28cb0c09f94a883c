//! The global provider of a process under test: it leads spans to the recording they belong to.
//!
//! OpenTelemetry has one global provider per process, and tests run in parallel in one process.
//! This provider looks at the parent context of each span: below a recording it asks that
//! recording, elsewhere it looks for the recording whose context was lost.

use std::sync::{Arc, Mutex, Once, OnceLock, PoisonError, Weak};
use std::thread::{self, ThreadId};
use std::time::Instant;

use opentelemetry::{
    Context, InstrumentationScope, SpanId, TraceFlags, TraceId,
    global::{self, BoxedSpan, BoxedTracer, ObjectSafeTracer},
    trace::{
        Span as _, SpanBuilder, SpanContext, TraceContextExt as _, TraceState, Tracer,
        TracerProvider, noop::NoopTracer,
    },
};
use tokio::runtime::{Handle, Id as RuntimeId};

use super::{provider, state::State};
use crate::provider::{Local, Records, Sink, TracedProvider};

/// Where a recording runs, for spans that lost its context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Home {
    runtime: Option<RuntimeId>,
    /// Unless it may move to other threads.
    thread: Option<ThreadId>,
}

impl Home {
    /// Of a recording that stays on this thread.
    pub(super) fn this_thread() -> Self {
        Self {
            runtime: Handle::try_current().ok().map(|handle| handle.id()),
            thread: Some(thread::current().id()),
        }
    }

    /// Of a recording that moves with its task, if it is in a runtime.
    pub(super) fn this_task() -> Self {
        let here = Self::this_thread();
        Self {
            thread: here.thread.filter(|_| here.runtime.is_none()),
            ..here
        }
    }
}

/// A recording that has not been judged yet. Dropping it closes the entry.
#[derive(Debug)]
pub(super) struct Open {
    state: Arc<State>,
    provider: TracedProvider,
    home: Home,
}

static OPEN: Mutex<Vec<Weak<Open>>> = Mutex::new(Vec::new());

/// Registers a recording, and sees to it that global spans find it.
pub(super) fn open(state: Arc<State>, provider: TracedProvider, home: Home) -> Arc<Open> {
    install();
    let open = Arc::new(Open {
        state,
        provider,
        home,
    });
    let mut all = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|open| open.strong_count() > 0);
    all.push(Arc::downgrade(&open));
    open
}

fn all_open() -> Vec<Arc<Open>> {
    let all = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    all.iter().filter_map(Weak::upgrade).collect()
}

/// The recording that a span without a recording's context was lost from, if only one can be.
fn owner(open: &[Arc<Open>]) -> Option<&Arc<Open>> {
    let here = Home::this_thread();
    let only = |matches: &dyn Fn(&Home) -> bool| {
        let mut matching = open.iter().filter(|open| matches(&open.home));
        matching.next().filter(|_| matching.next().is_none())
    };
    only(&|home| home.runtime.is_some() && home.runtime == here.runtime)
        .or_else(|| only(&|home| home.thread == here.thread))
}

fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if !somebody_is_installed() {
            global::set_tracer_provider(Routing);
        }
    });
}

/// OpenTelemetry does not tell whether a global provider was set. The no-op one hands the parent's
/// context on, every other makes a new span id. The parent is not sampled, so that a provider
/// that samples as its parent does never exports the question.
fn somebody_is_installed() -> bool {
    let parent = SpanContext::new(
        TraceId::from(1),
        SpanId::from(1),
        TraceFlags::NOT_SAMPLED,
        true,
        TraceState::NONE,
    );
    let cx = Context::new().with_remote_span_context(parent.clone());
    let tracer = global::tracer("traced.testing");
    let probe = tracer.build_with_context(SpanBuilder::from_name("probe"), &cx);
    *probe.span_context() != parent
}

#[derive(Debug)]
struct Routing;

#[derive(Debug)]
struct RoutingTracer(InstrumentationScope);

impl TracerProvider for Routing {
    type Tracer = RoutingTracer;

    fn tracer_with_scope(&self, scope: InstrumentationScope) -> RoutingTracer {
        RoutingTracer(scope)
    }
}

impl Tracer for RoutingTracer {
    type Span = BoxedSpan;

    fn build_with_context(&self, builder: SpanBuilder, parent: &Context) -> BoxedSpan {
        let scope = self.0.clone();
        if let Some(Local(provider)) = parent.get::<Local>() {
            let tracer = provider.tracer_with_scope(scope);
            return tracer.build_with_context(builder, parent);
        }
        let open = all_open();
        let owner = owner(&open);
        let tracer = match owner {
            Some(owner) => boxed(owner.provider.tracer_with_scope(scope)),
            None if open.is_empty() => boxed(NoopTracer::new()),
            None => boxed(unclaimed().tracer_with_scope(scope)),
        };
        let span = tracer.build_with_context(builder, parent);
        if let Some(owner) = owner {
            owner.state.stray(span.span_context().span_id());
        }
        span
    }
}

fn boxed(tracer: impl ObjectSafeTracer + Send + Sync + 'static) -> BoxedTracer {
    BoxedTracer::new(Box::new(tracer))
}

/// The provider of spans that any open recording may have lost.
fn unclaimed() -> &'static TracedProvider {
    static UNCLAIMED: OnceLock<TracedProvider> = OnceLock::new();
    UNCLAIMED.get_or_init(|| provider::recording(ToAll))
}

/// Shows each ended span to all open recordings.
#[derive(Debug)]
struct ToAll;

impl Sink for ToAll {
    fn is_direct(&self) -> bool {
        true
    }

    fn ended(&self, spans: Records) {
        for span in spans.into_span_data() {
            for open in all_open() {
                open.state.unclaimed(span.clone());
            }
        }
    }

    fn flush(&self, _deadline: Instant) -> Result<(), String> {
        Ok(())
    }

    fn shutdown(&self, _deadline: Instant) -> Result<(), String> {
        Ok(())
    }
}
