//! A span that was started, wherever it lives, as it is told things.

use crate::provider::{EXCEPTION, Failed, Fate, Slot};
use opentelemetry::trace::{SpanId, TraceContextExt as _};
use opentelemetry::{Context, KeyValue};

#[derive(Clone, Copy, Debug)]
pub(super) enum Handle<'a> {
    /// None was, or it has ended.
    Nothing,
    /// One of ours.
    Own(&'static Slot),
    /// One of another provider, which lives in its context.
    Other(&'a Context),
}

impl<'a> Handle<'a> {
    pub(super) fn new(cx: &'a Context, fate: Fate) -> Self {
        match fate {
            Fate::AsIs | Fate::Nothing => Self::Nothing,
            Fate::Own(slot) => Self::Own(slot),
            Fate::Other => Self::Other(cx),
        }
    }

    /// Whether it is worth finding out what the operation came to. One of ours is not
    /// asked: it records unless somebody ended it by hand.
    pub(super) fn wants_outcome(self) -> bool {
        matches!(self, Self::Own(_)) || self.is_recording()
    }

    pub(super) fn id(self) -> SpanId {
        match self {
            Self::Nothing => SpanId::INVALID,
            Self::Own(slot) => slot.id(),
            Self::Other(cx) => cx.span().span_context().span_id(),
        }
    }

    /// False if no span was started, or if it has ended.
    pub(super) fn is_ours(self) -> bool {
        !matches!(self, Self::Nothing)
    }

    /// False, too, if there is no span of ours.
    pub(super) fn is_recording(self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Own(slot) => slot.records(),
            Self::Other(cx) => cx.span().is_recording(),
        }
    }

    pub(super) fn set(self, attribute: KeyValue) {
        match self {
            Self::Nothing => {}
            Self::Own(slot) => slot.set(attribute),
            Self::Other(cx) => cx.span().set_attribute(attribute),
        }
    }

    /// An event with these attributes says what the operation failed of.
    pub(super) fn add_exception(self, attributes: Vec<KeyValue>) {
        match self {
            Self::Nothing => {}
            Self::Own(slot) => slot.add_exception(attributes),
            Self::Other(cx) => cx.span().add_event(EXCEPTION, attributes),
        }
    }

    pub(super) fn fail(self, failed: Failed<'_>) {
        match self {
            Self::Nothing => {}
            Self::Own(slot) => slot.fail(failed),
            Self::Other(cx) => {
                let span = cx.span();
                span.set_attribute(failed.attribute());
                span.set_status(failed.status());
                if let Some(exception) = failed.exception {
                    span.add_event(EXCEPTION, exception.attributes(failed.text));
                }
            }
        }
    }

    pub(super) fn end(self) {
        match self {
            Self::Nothing => {}
            Self::Own(slot) => slot.end(),
            Self::Other(cx) => cx.span().end(),
        }
    }
}
