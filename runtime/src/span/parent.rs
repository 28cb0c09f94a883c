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

use crate::provider::Local;
use opentelemetry::Context;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::trace::{Link, SpanContext, SpanRef, TraceContextExt};
use std::sync::Arc;

/// Where a span is to be started.
#[derive(Debug)]
pub(super) enum Parent {
    /// No span: run in this context.
    Suppressed(Context),
    /// A child of this context's span, perhaps with a link to where it was called.
    Child(Context, Option<SpanContext>),
    /// A root in this context, which has no valid span.
    Root(Context),
}

/// The four-case rule above; `called` is absent where C is P.
pub(super) fn resolve(called: Option<&Context>, polled: Context) -> Parent {
    if polled.is_telemetry_suppressed() {
        return Parent::Suppressed(polled);
    }
    let called_span = called.map(TraceContextExt::span);
    let called_span = called_span
        .as_ref()
        .map(SpanRef::span_context)
        .filter(|c| c.is_valid());
    if called.is_some_and(Context::is_telemetry_suppressed) {
        return Parent::Suppressed(polled.with_telemetry_suppressed());
    }
    let elsewhere = {
        let polled_span = polled.span();
        let polled_span = polled_span.span_context();
        polled_span.is_valid().then(|| {
            called_span
                .filter(|c| c.trace_id() != polled_span.trace_id())
                .cloned()
        })
    };
    match (elsewhere, called) {
        (Some(link), _) => Parent::Child(polled, link),
        (None, Some(called)) if called_span.is_some() => {
            Parent::Child(adopt(&polled, called), None)
        }
        (None, called) => Parent::Root(match called {
            Some(called) => with_local(polled, called),
            None => polled,
        }),
    }
}

/// A child of an explicit parent: `parent = cx`.
pub(super) fn explicit(parent: &Context, polled: Context) -> Parent {
    if polled.is_telemetry_suppressed() {
        return Parent::Suppressed(polled);
    }
    if parent.span().span_context().is_valid() {
        Parent::Child(adopt(&polled, parent), None)
    } else {
        Parent::Root(rootless(&polled))
    }
}

/// A new trace, whatever is current.
pub(super) fn root(polled: Context) -> Parent {
    if polled.is_telemetry_suppressed() {
        Parent::Suppressed(polled)
    } else {
        Parent::Root(rootless(&polled))
    }
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

/// The links that [`with_links`] put there.
pub(super) fn links(called: &Context) -> Vec<Link> {
    called
        .get::<Links>()
        .map(|Links(links)| links.to_vec())
        .unwrap_or_default()
}
