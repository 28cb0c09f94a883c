//! How a span ends: done, failed, panicked, cancelled. Each exactly once.

use super::handle::Handle;
use super::outcome::{Outcome, Verdict};
use super::{dedupe, panic};
use crate::provider::{Exception, Failed, Slot};
use crate::semconv::attribute::TRACED_CANCELLED;
use opentelemetry::trace::{SpanId, TraceContextExt as _};
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
            span.fail(Failed {
                exception: (!is_known).then(|| failure.exception()),
                text: failure.text(),
                error_type: failure.error_type.clone(),
            });
        }
    }
    span.end();
}

/// Ends a span because its operation panicked. Unwinding runs destructors that would end
/// it again as cancelled: whoever calls this forgets the span.
pub(super) fn panicked(span: Handle<'_>) {
    if !span.is_ours() {
        return;
    }
    if span.is_recording() {
        let note = panic::take_note();
        let exception = note.as_ref().map(|note| Exception {
            type_name: "panic",
            trace: Some(format!("panicked at {}", note.location)),
        });
        span.fail(Failed {
            error_type: Cow::Borrowed("panic"),
            text: note.as_ref().and_then(|note| note.message.as_deref()),
            exception,
        });
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
