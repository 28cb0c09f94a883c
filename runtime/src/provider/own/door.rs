//! How our own code reaches a [`Span`](super::Span) that lives in a `Context`.
//!
//! OpenTelemetry's API hands out what any span can do, and ends a span at the time of the
//! system's clock. What ours can do besides is told in a letter: it lies in a thread-local
//! while `end_with_timestamp` is called, and only the span it is addressed to opens it.

use opentelemetry::trace::{SpanId, TraceContextExt as _};
use opentelemetry::{Context, KeyValue};
use std::cell::Cell;
use std::time::SystemTime;

#[derive(Debug)]
pub(super) enum Letter {
    /// End at this moment of our clock.
    End(u64),
    /// Set these attributes; the answer is an empty vector.
    Attributes(Vec<KeyValue>),
}

thread_local! {
    // The end of almost every span: without a destructor, so that it is cheap to reach.
    static END: Cell<(SpanId, u64)> = const { Cell::new((SpanId::INVALID, 0)) };
    static LETTER: Cell<Option<(SpanId, Letter)>> = const { Cell::new(None) };
    static ANSWER: Cell<Option<Vec<KeyValue>>> = const { Cell::new(None) };
}

/// Tells the span of `cx`, which must be one of ours. The letter comes back if the span
/// could not be told: it is locked by a thread that panicked, or this thread is ending.
fn tell(cx: &Context, letter: Letter) -> Option<Letter> {
    let span = cx.span();
    let address = span.span_context().span_id();
    let mut letter = Some((address, letter));
    let put = LETTER.try_with(|slot| slot.set(letter.take()));
    if put.is_err() {
        return letter.map(|(_, letter)| letter);
    }
    span.end_with_timestamp(SystemTime::UNIX_EPOCH);
    let left = LETTER.try_with(Cell::take).ok().flatten();
    left.map(|(_, letter)| letter)
}

/// Ends the span of `cx`, one of ours, at a moment of our clock.
pub(super) fn end(cx: &Context, moment: u64) {
    let span = cx.span();
    END.set((span.span_context().span_id(), moment));
    span.end_with_timestamp(SystemTime::UNIX_EPOCH);
    // Left where it was, if the span is locked by a thread that panicked.
    END.set((SpanId::INVALID, 0));
}

/// Sets attributes of the span of `cx`, one of ours; returns a vector to use again.
pub(super) fn extend(cx: &Context, attributes: Vec<KeyValue>) -> Option<Vec<KeyValue>> {
    match tell(cx, Letter::Attributes(attributes)) {
        None => ANSWER.try_with(Cell::take).ok().flatten(),
        Some(Letter::Attributes(attributes)) => {
            cx.span().set_attributes(attributes);
            None
        }
        Some(Letter::End(_)) => None,
    }
}

/// The letter for this span, if `end_with_timestamp` was called to deliver one.
#[inline]
pub(super) fn opened(address: SpanId) -> Option<Letter> {
    let (to, moment) = END.get();
    if to == address && to != SpanId::INVALID {
        return Some(Letter::End(moment));
    }
    other(address)
}

fn other(address: SpanId) -> Option<Letter> {
    LETTER
        .try_with(|slot| match slot.take() {
            Some((to, letter)) if to == address => Some(letter),
            other => {
                slot.set(other);
                None
            }
        })
        .ok()
        .flatten()
}

pub(super) fn answer(vector: Vec<KeyValue>) {
    // Where it can't be left, it is dropped.
    let _ = ANSWER.try_with(|slot| slot.set(Some(vector)));
}
