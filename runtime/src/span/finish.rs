//! How a span ends: done, failed, panicked, cancelled. Each exactly once.

use super::outcome::{Failure, Outcome, Verdict};
use super::{dedupe, panic};
use crate::provider;
use crate::semconv::attribute::TRACED_CANCELLED;
use opentelemetry::trace::{SpanId, Status, TraceContextExt as _};
use opentelemetry::{Context, KeyValue};
use std::borrow::Cow;

/// A context value: the span of this context has ended, by a panic.
#[derive(Debug)]
struct Ended;

/// True if a span was started for this context: a suppressed one may show the span of
/// somebody else, which is not ours to touch.
fn is_ours(cx: &Context) -> bool {
    !cx.is_telemetry_suppressed() && cx.get::<Ended>().is_none()
}

/// True if the span of `cx` is ours and takes attributes.
pub(crate) fn is_recording(cx: &Context) -> bool {
    is_ours(cx) && cx.span().is_recording()
}

/// Ends the span of `cx` after its operation completed. `caller` is the span that the
/// result is handed to: it does not repeat the exception that this one records.
pub(super) fn completed(cx: &Context, outcome: Option<Outcome>, caller: SpanId) {
    if !is_ours(cx) {
        return;
    }
    let span = cx.span();
    let id = span.span_context().span_id();
    let told_by_children = dedupe::take(id);
    if let Some(Outcome(Verdict::Failed(failure))) = outcome {
        // Source: semantic conventions, "Recording errors on spans".
        failed(
            cx,
            Cow::Owned(failure.error_type.to_string()),
            failure.recorded_texts().first().cloned(),
        );
        if !dedupe::any_known(&failure.texts, &told_by_children) {
            exception(cx, &failure);
        }
        dedupe::tell(caller, &failure.texts, &told_by_children);
    }
    provider::finished(cx);
}

/// Status Error and `error.type`.
pub(super) fn failed(cx: &Context, error_type: Cow<'static, str>, text: Option<String>) {
    if !is_ours(cx) {
        return;
    }
    let span = cx.span();
    span.set_attribute(KeyValue::new("error.type", error_type));
    span.set_status(Status::error(text.unwrap_or_default()));
}

/// The `exception` event. Names: semantic conventions, "Exceptions on spans". The chain of
/// sources has no attribute of its own; it stands where backends show a stack trace.
pub(super) fn exception(cx: &Context, failure: &Failure) {
    if !is_ours(cx) {
        return;
    }
    let mut attributes = vec![KeyValue::new("exception.type", failure.type_name)];
    if let Some((text, causes)) = failure.recorded_texts().split_first() {
        attributes.push(KeyValue::new("exception.message", text.clone()));
        if !causes.is_empty() {
            let chain = causes
                .iter()
                .fold(text.clone(), |chain, cause| chain + "\nCaused by: " + cause);
            attributes.push(KeyValue::new("exception.stacktrace", chain));
        }
    }
    cx.span().add_event("exception", attributes);
}

/// Ends the span of `cx` because its operation panicked, and marks `cx` as ended.
pub(super) fn panicked(cx: &mut Context) {
    if !is_ours(cx) {
        return;
    }
    let span = cx.span();
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
            cx,
            Cow::Borrowed("panic"),
            note.and_then(|note| note.message),
        );
    }
    dedupe::take(span.span_context().span_id());
    provider::finished(cx);
    *cx = cx.with_value(Ended);
}

/// Ends the span of `cx` because its operation was given up before it completed. That is
/// not an error: the status stays as it is.
pub(super) fn cancelled(cx: &Context) {
    if !is_ours(cx) {
        return;
    }
    let span = cx.span();
    span.set_attribute(KeyValue::new(TRACED_CANCELLED, true));
    dedupe::take(span.span_context().span_id());
    provider::finished(cx);
}
