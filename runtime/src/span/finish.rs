//! How a span ends: done, failed, panicked, cancelled. Each exactly once.

use super::outcome::{Failure, Outcome, Verdict};
use super::{dedupe, panic};
use crate::provider::{Fate, Slot};
use crate::semconv::attribute::TRACED_CANCELLED;
use opentelemetry::trace::{SpanId, Status, TraceContextExt as _};
use opentelemetry::{Context, KeyValue};
use std::borrow::Cow;

/// A span that is to be ended, wherever it lives.
pub(super) trait Subject {
    fn id(&self) -> SpanId;
    /// False if no span was started, or if it has ended.
    fn is_ours(&self) -> bool;
    /// False, too, if there is no span of ours.
    fn is_recording(&self) -> bool;
    fn set(&self, attribute: KeyValue);
    fn set_status(&self, status: Status);
    fn add_event(&self, name: &'static str, attributes: Vec<KeyValue>);
    fn end(&self);
}

/// A span that was started, as it is told things.
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
    pub(super) fn wants_outcome(&self) -> bool {
        matches!(self, Self::Own(_)) || self.is_recording()
    }
}

impl Subject for Handle<'_> {
    fn id(&self) -> SpanId {
        match self {
            Self::Nothing => SpanId::INVALID,
            Self::Own(slot) => slot.id(),
            Self::Other(cx) => cx.span().span_context().span_id(),
        }
    }

    fn is_ours(&self) -> bool {
        !matches!(self, Self::Nothing)
    }

    fn is_recording(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Own(slot) => slot.records(),
            Self::Other(cx) => cx.span().is_recording(),
        }
    }

    fn set(&self, attribute: KeyValue) {
        match self {
            Self::Nothing => {}
            Self::Own(slot) => slot.set(attribute),
            Self::Other(cx) => cx.span().set_attribute(attribute),
        }
    }

    fn set_status(&self, status: Status) {
        match self {
            Self::Nothing => {}
            Self::Own(slot) => slot.set_status(status),
            Self::Other(cx) => cx.span().set_status(status),
        }
    }

    fn add_event(&self, name: &'static str, attributes: Vec<KeyValue>) {
        match self {
            Self::Nothing => {}
            Self::Own(slot) => slot.add_event(name, attributes),
            Self::Other(cx) => cx.span().add_event(name, attributes),
        }
    }

    fn end(&self) {
        match self {
            Self::Nothing => {}
            Self::Own(slot) => slot.end(),
            Self::Other(cx) => cx.span().end(),
        }
    }
}

/// True if the span of `cx` takes attributes.
pub(crate) fn is_recording(cx: &Context) -> bool {
    !cx.is_telemetry_suppressed() && cx.span().is_recording()
}

/// Ends a span of ours whose operation completed without a failure.
#[inline]
pub(super) fn done(slot: &'static Slot) {
    dedupe::take(|| slot.id());
    slot.end();
}

/// Ends a span after its operation completed. `caller` is the span that the result is
/// handed to: it does not repeat the exception that this one records.
pub(super) fn completed(span: &impl Subject, outcome: Option<Outcome>, caller: fn() -> SpanId) {
    if !span.is_ours() {
        return;
    }
    let told_by_children = dedupe::take(|| span.id());
    if let Some(Outcome(Verdict::Failed(failure))) = outcome {
        // Source: semantic conventions, "Recording errors on spans".
        failed(
            span,
            failure.error_type.clone(),
            failure.recorded_texts().first().cloned(),
        );
        if !dedupe::any_known(&failure.texts, &told_by_children) {
            exception(span, &failure);
        }
        dedupe::tell(caller(), &failure.texts, &told_by_children);
    }
    span.end();
}

/// Status Error and `error.type`.
pub(super) fn failed(span: &impl Subject, error_type: Cow<'static, str>, text: Option<String>) {
    if span.is_recording() {
        span.set(KeyValue::new("error.type", error_type));
        span.set_status(Status::error(text.unwrap_or_default()));
    }
}

/// The `exception` event. Names: semantic conventions, "Exceptions on spans". The chain of
/// sources has no attribute of its own; it stands where backends show a stack trace.
pub(super) fn exception(span: &impl Subject, failure: &Failure) {
    if !span.is_recording() {
        return;
    }
    let mut attributes = Vec::with_capacity(2);
    attributes.push(KeyValue::new("exception.type", failure.type_name));
    if let Some((text, causes)) = failure.recorded_texts().split_first() {
        attributes.push(KeyValue::new("exception.message", text.clone()));
        if !causes.is_empty() {
            let chain = causes
                .iter()
                .fold(text.clone(), |chain, cause| chain + "\nCaused by: " + cause);
            attributes.push(KeyValue::new("exception.stacktrace", chain));
        }
    }
    span.add_event("exception", attributes);
}

/// Ends a span because its operation panicked. Unwinding runs destructors that would end
/// it again as cancelled: whoever calls this forgets the span.
pub(super) fn panicked(span: &impl Subject) {
    if !span.is_ours() {
        return;
    }
    if span.is_recording() {
        let note = panic::take_note();
        if let Some(note) = &note {
            let mut attributes = vec![
                KeyValue::new("exception.type", "panic"),
                KeyValue::new(
                    "exception.stacktrace",
                    format!("panicked at {}", note.location),
                ),
            ];
            if let Some(message) = &note.message {
                attributes.push(KeyValue::new("exception.message", message.clone()));
            }
            span.add_event("exception", attributes);
        }
        failed(
            span,
            Cow::Borrowed("panic"),
            note.and_then(|note| note.message),
        );
    }
    dedupe::take(|| span.id());
    span.end();
}

/// Ends a span because its operation was given up before it completed. That is not an
/// error: the status stays as it is.
pub(super) fn cancelled(span: &impl Subject) {
    if !span.is_ours() {
        return;
    }
    if span.is_recording() {
        span.set(KeyValue::new(TRACED_CANCELLED, true));
    }
    dedupe::take(|| span.id());
    span.end();
}
