//! What our own provider answers when it is asked for a span.

use super::own::Slot;
use opentelemetry::trace::SpanContext;

/// What a provider of ours made of a plan.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a provider of ours makes it")
)]
pub(super) enum Started {
    /// It is under way there.
    Recording(SpanContext, &'static Slot),
    /// Decided against; what is injected below it carries this context.
    Unrecorded(SpanContext),
    /// Nothing: the work runs in the context of its parent.
    Nothing,
}

/// What becomes of a child of the current span, as far as that can be decided at once.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a provider of ours makes it")
)]
pub(crate) enum Child {
    /// Nothing: the work runs in the current context, as it is.
    AsIs,
    /// A span of ours, by [`child`](super::child).
    Sampled,
    /// Nothing, if [`makes_none`](super::makes_none) says so, which is to be asked when no context is
    /// borrowed: it calls a provider that may be anybody's.
    Unasked,
    /// It takes a closer look.
    Unclear,
}
