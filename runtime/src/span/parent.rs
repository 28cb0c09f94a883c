//! Whose child a span is.
//!
//! P is the context current when the body starts to run, C the one current where the
//! function was called. They differ when a future is moved to another task, thread or
//! `join_all` before it is polled.
//!
//! 1. P or C suppressed: no span; the body runs in P, suppressed.
//! 2. P valid: a child of P, so that wrappers such as `.traced("step")` or OpenTelemetry's
//!    `with_context` do what everyone expects. If C is valid and of another trace, a link
//!    to C is kept. Baggage is never merged.
//! 3. P invalid, C valid: what would have been an orphan is a child of C. P's values stay;
//!    C's baggage is added if P has none.
//! 4. Neither: a root.
//!
//! Work that `task::spawn_linked` or `time::every` started is of a trace that has not begun
//! yet. Its context counts as a valid one, as P and as C, and the span is a root on purpose,
//! with a link to whoever started the work.

use crate::propagation;
use crate::provider::Local;
use opentelemetry::Context;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::trace::{Link, SpanContext, TraceContextExt as _, TraceId};
use std::sync::Arc;

/// Where a span is to be started.
#[derive(Debug)]
pub(super) enum Parent {
    /// No span: run in this context.
    Suppressed(Context),
    /// A child of this context's span, with a link to where else it was called.
    Child(Context, Vec<SpanContext>),
    /// A root on purpose in this context, which has no valid span, with links to its causes.
    Entry(Context, Vec<SpanContext>),
    /// A root in this context, which has no valid span, for want of a parent.
    Root(Context),
}

/// The four-case rule above; `called` is absent where C is P.
pub(super) fn resolve(called: Option<&Context>, polled: Context) -> Parent {
    if polled.is_telemetry_suppressed() {
        return Parent::Suppressed(polled);
    }
    if called.is_some_and(Context::is_telemetry_suppressed) {
        return Parent::Suppressed(polled.with_telemetry_suppressed());
    }
    if has_valid_span(&polled) {
        let trace = polled.span().span_context().trace_id();
        let links = called_elsewhere(called, trace).map_or_else(Vec::new, |span| vec![span]);
        return Parent::Child(polled, links);
    }
    if let Some(StartedBy(starter)) = polled.get() {
        let mut links = causes(&polled);
        links.extend(called_elsewhere(called, starter.trace_id()));
        return Parent::Entry(with_local_of(polled, called), links);
    }
    match called {
        Some(called) if has_valid_span(called) => Parent::Child(adopt(&polled, called), Vec::new()),
        Some(called) if called.get::<StartedBy>().is_some() => {
            Parent::Entry(adopt(&polled, called), causes(called))
        }
        called => Parent::Root(with_local_of(polled, called)),
    }
}

/// True if what starts in `cx`, and was called there, is a child of its span and no more.
pub(super) fn is_plain(cx: &Context) -> bool {
    has_valid_span(cx) && !cx.is_telemetry_suppressed()
}

fn has_valid_span(cx: &Context) -> bool {
    cx.span().span_context().is_valid()
}

/// The span of C, if it is of another trace.
fn called_elsewhere(called: Option<&Context>, trace: TraceId) -> Option<SpanContext> {
    let span = called?.span();
    let span = span.span_context();
    (span.is_valid() && span.trace_id() != trace).then(|| span.clone())
}

/// A child of an explicit parent: `parent = cx`.
pub(super) fn explicit(parent: &Context, polled: Context) -> Parent {
    if polled.is_telemetry_suppressed() {
        return Parent::Suppressed(polled);
    }
    if parent.span().span_context().is_valid() {
        Parent::Child(adopt(&polled, parent), Vec::new())
    } else {
        Parent::Entry(rootless(&polled), causes(parent))
    }
}

/// A new trace, whatever is current.
pub(super) fn root(polled: Context) -> Parent {
    if polled.is_telemetry_suppressed() {
        Parent::Suppressed(polled)
    } else {
        let links = causes(&polled);
        Parent::Entry(rootless(&polled), links)
    }
}

/// A context value: here begins a new trace, because of this span; invalid if of none.
#[derive(Debug)]
struct StartedBy(SpanContext);

/// A context for work that outlives the trace of `cx`: all that `cx` has but its span, to
/// which each root that starts there links back.
///
/// Such a root is an entry point: it is not reported as an orphan, and it stays a root if its
/// function was called in some trace, to which it then links, too.
pub fn new_trace(cx: &Context) -> Context {
    let begun = if has_valid_span(cx) || cx.get::<StartedBy>().is_none() {
        cx.with_value(StartedBy(cx.span().span_context().clone()))
    } else {
        cx.clone()
    };
    // Set, though empty: unlike a context that has no trace by chance, this one must hide
    // the trace of whoever polls the work.
    begun.with_remote_span_context(SpanContext::empty_context())
}

/// What a root that starts in `cx` itself, not below a span there, links back to.
fn causes(cx: &Context) -> Vec<SpanContext> {
    cx.get::<StartedBy>()
        .filter(|StartedBy(starter)| starter.is_valid() && !has_valid_span(cx))
        .map(|StartedBy(starter)| starter.clone())
        .into_iter()
        .collect()
}

/// `cx` below the span that started this process, if one did.
pub(super) fn continued(cx: &Context) -> Option<Context> {
    let from = propagation::inherited().filter(|from| has_valid_span(from))?;
    Some(adopt(cx, from))
}

fn rootless(cx: &Context) -> Context {
    if cx.has_active_span() {
        cx.with_remote_span_context(SpanContext::empty_context())
    } else {
        cx.clone()
    }
}

/// `onto` with the span of `from`; and with its baggage and test recording where `onto`
/// has none. Other values of `from` can't be listed and stay behind.
fn adopt(onto: &Context, from: &Context) -> Context {
    let mut cx = onto.with_remote_span_context(from.span().span_context().clone());
    if cx.baggage().is_empty() && !from.baggage().is_empty() {
        let baggage = from.baggage().iter().map(|(key, (value, metadata))| {
            opentelemetry::baggage::KeyValueMetadata::new(
                key.clone(),
                value.clone(),
                metadata.clone(),
            )
        });
        cx = cx.with_baggage(baggage.collect::<Vec<_>>());
    }
    with_local(cx, from)
}

/// `cx` with the test recording of `from`, if it has none.
fn with_local(cx: Context, from: &Context) -> Context {
    match from.get::<Local>() {
        Some(local) if cx.get::<Local>().is_none() => cx.with_value(local.clone()),
        _ => cx,
    }
}

fn with_local_of(cx: Context, from: Option<&Context>) -> Context {
    match from {
        Some(from) => with_local(cx, from),
        None => cx,
    }
}

/// Links that the caller asked for travel in the captured context: most calls have none,
/// and a field would make every traced future larger.
#[derive(Clone, Debug)]
struct Links(Arc<[Link]>);

/// A context that carries links for the span that is started from it.
pub(crate) fn with_links(cx: &Context, links: impl IntoIterator<Item = SpanContext>) -> Context {
    let links: Arc<[_]> = links
        .into_iter()
        .filter(SpanContext::is_valid)
        .map(|span| Link::new(span, Vec::new(), 0))
        .collect();
    if links.is_empty() {
        cx.clone()
    } else {
        cx.with_value(Links(links))
    }
}

/// Whether [`with_links`] put some there.
pub(super) fn has_links(called: &Context) -> bool {
    called.get::<Links>().is_some()
}

/// The links that [`with_links`] put there.
pub(super) fn links(called: &Context) -> Vec<Link> {
    called
        .get::<Links>()
        .map(|Links(links)| links.to_vec())
        .unwrap_or_default()
}
