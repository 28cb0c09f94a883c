//! What is said about fields that arrive malformed, and where the fault is placed.
//!
//! A propagator behind OpenTelemetry's trait does not learn who asks, so whoever asks
//! leaves a note on the thread: the layer of an adapter, or the caller of `extract`.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use opentelemetry::propagation::Extractor;

use crate::diagnostics::{self, Kind, Place};

thread_local! {
    static ASKER: Cell<Option<Place>> = const { Cell::new(None) };
}

/// No more than so many characters of a malformed value are shown.
const SHOWN: usize = 64;

static TRACESTATES: Loss = Loss::new();
static BAGGAGE_MEMBERS: Loss = Loss::new();

/// What propagators left out since the process started, because it was malformed or too
/// much. Malformed trace parents are counted by
/// [`diagnostics::count`](crate::diagnostics::count).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Discarded {
    /// `tracestate` fields; the trace itself was continued.
    pub tracestates: u64,
    /// Members of baggage, or properties of a member.
    pub baggage_members: u64,
}

/// See [`Discarded`].
pub fn discarded() -> Discarded {
    Discarded {
        tracestates: TRACESTATES.count.load(Ordering::Relaxed),
        baggage_members: BAGGAGE_MEMBERS.count.load(Ordering::Relaxed),
    }
}

/// Calls `f`, in which faults are placed at `place`.
pub(super) fn placed_at<R>(place: Place, f: impl FnOnce() -> R) -> R {
    let Ok(before) = ASKER.try_with(|asker| asker.replace(Some(place))) else {
        return f();
    };
    let _restored = Restore(before);
    f()
}

/// Puts the note of an outer call back, also when a carrier panics.
struct Restore(Option<Place>);

impl Drop for Restore {
    fn drop(&mut self) {
        let _ = ASKER.try_with(|asker| asker.set(self.0));
    }
}

/// The values of a field; empty if it is absent.
pub(super) fn values<'a>(carrier: &'a dyn Extractor, field: &str) -> Vec<&'a str> {
    carrier.get_all(field).unwrap_or_default()
}

/// Reports a field that names a parent and cannot be read.
pub(super) fn bad_parent(maker: Place, field: &str, values: &[&str], why: &str) {
    let asker = ASKER.try_with(Cell::get).ok().flatten();
    let place = asker.unwrap_or(maker);
    diagnostics::report(Kind::BadTraceparent, place, || {
        format!(
            "`{field}` is {}, which is malformed: {why}; the caller's trace is not continued at \
             {place}; mend what sends it, or what rewrites it on the way",
            shown(values)
        )
    });
}

/// Counts a `tracestate` that was left out.
pub(super) fn lost_tracestate(values: &[&str], why: &str) {
    TRACESTATES.add(1, || {
        format!(
            "tracestate {} is left out: {why}; the trace itself is continued; said once",
            shown(values)
        )
    });
}

/// Counts members of baggage that were left out. Their text is not shown: baggage carries
/// what people are called.
pub(super) fn lost_baggage(members: u64, why: &str) {
    BAGGAGE_MEMBERS.add(members, || {
        format!("{members} member(s) of baggage are left out: {why}; said once")
    });
}

/// The values as a person may see them: escaped, for they come from anywhere, and short.
fn shown(values: &[&str]) -> String {
    let text = values.join(", ");
    let mut shown: String = text
        .chars()
        .take(SHOWN)
        .flat_map(char::escape_default)
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        shown = format!("{shown}… ({} bytes)", text.len());
    }
    format!("\"{shown}\"")
}

/// A count, and whether it was ever said.
struct Loss {
    count: AtomicU64,
}

impl Loss {
    const fn new() -> Self {
        Self {
            count: AtomicU64::new(0),
        }
    }

    fn add(&self, lost: u64, text: impl FnOnce() -> String) {
        if lost > 0 && self.count.fetch_add(lost, Ordering::Relaxed) == 0 {
            diagnostics::say(&text());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn values_are_shown_escaped_and_short() {
        assert_eq!(shown(&[]), "\"\"");
        assert_eq!(
            shown(&["a\u{1b}[2J\"", "\u{e9}"]),
            r#""a\u{1b}[2J\", \u{e9}""#
        );
        let long = shown(&["x".repeat(10_000).as_str()]);
        assert_eq!(long, format!("\"{}… (10000 bytes)\"", "x".repeat(64)));
    }
}
