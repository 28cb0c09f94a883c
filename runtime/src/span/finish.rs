//! How a span ends: done, failed, panicked, cancelled. Each exactly once.

use super::handle::Handle;
use super::outcome::{Failure, Outcome, Verdict};
use super::{dedupe, panic};
use crate::provider::Slot;
use crate::semconv::attribute::TRACED_CANCELLED;
use opentelemetry::trace::{SpanId, Status, TraceContextExt as _};
use opentelemetry::{Context, KeyValue};
use std::borrow::Cow;

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
pub(super) fn completed(span: Handle<'_>, outcome: Option<Outcome>, caller: fn() -> SpanId) {
    if !span.is_ours() {
        return;
    }
    let told_by_children = dedupe::take(|| span.id());
    if let Some(Outcome(Verdict::Failed(failure))) = outcome {
        dedupe::tell(caller(), &failure.texts, &told_by_children);
        if span.is_recording() {
            let is_known = dedupe::any_known(&failure.texts, &told_by_children);
            let event = (!is_known).then(|| exception(&failure));
            let (error_type, text) = failure.into_type_and_text();
            failed(span, error_type, text, event);
        }
    }
    span.end();
}

/// Status Error and `error.type`, and the `exception` event. Source: semantic conventions, "Recording
/// errors on spans".
fn failed(
    span: Handle<'_>,
    error_type: Cow<'static, str>,
    text: Option<String>,
    exception: Option<Vec<KeyValue>>,
) {
    let error_type = KeyValue::new("error.type", error_type);
    let status = Status::error(text.unwrap_or_default());
    span.fail(error_type, status, exception);
}

/// An operation failed that is not over by that.
pub(super) fn failing(span: Handle<'_>, error_type: Cow<'static, str>, text: Option<String>) {
    if span.is_recording() {
        failed(span, error_type, text, None);
    }
}

/// The attributes of an `exception` event. Names: semantic conventions, "Exceptions on spans". The
/// chain of sources has no attribute of its own; it stands where backends show a stack trace.
pub(super) fn exception(failure: &Failure) -> Vec<KeyValue> {
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
    attributes
}

/// Ends a span because its operation panicked. Unwinding runs destructors that would end
/// it again as cancelled: whoever calls this forgets the span.
pub(super) fn panicked(span: Handle<'_>) {
    if !span.is_ours() {
        return;
    }
    if span.is_recording() {
        let note = panic::take_note();
        let event = note.as_ref().map(|note| {
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
            attributes
        });
        let text = note.and_then(|note| note.message);
        failed(span, Cow::Borrowed("panic"), text, event);
    }
    dedupe::take(|| span.id());
    span.end();
}

/// Ends a span because its operation was given up before it completed. That is not an
/// error: the status stays as it is.
pub(super) fn cancelled(span: Handle<'_>) {
    if !span.is_ours() {
        return;
    }
    if span.is_recording() {
        span.set(KeyValue::new(TRACED_CANCELLED, true));
    }
    dedupe::take(|| span.id());
    span.end();
}
