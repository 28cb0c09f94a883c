//! One exception event per error, where the error arose.
//!
//! An error that is handed up through ten traced functions is recorded by the innermost
//! one. Its callers still get status and `error.type`, but would repeat the event: a span
//! therefore tells its caller's span the texts that were recorded below it. Source:
//! semantic conventions, "Recording exceptions": once, at the span that fails.

use opentelemetry::trace::SpanId;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Spans with a note at one time. A note outlives its span only where the caller's span
/// is not ours, so the oldest are the ones that nobody will ask for.
const NOTES: usize = 4096;

/// Texts remembered per span.
const TEXTS: usize = 64;

#[derive(Default)]
struct Notes {
    by_span: HashMap<SpanId, Vec<u64>>,
    oldest_first: VecDeque<SpanId>,
}

static NOTED: Mutex<Option<Notes>> = Mutex::new(None);
/// Most spans see no error: they ask this and leave the lock alone.
static LEN: AtomicUsize = AtomicUsize::new(0);

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(text)
}

/// Takes what was recorded below a span.
pub(super) fn take(span: impl FnOnce() -> SpanId) -> Vec<u64> {
    if LEN.load(Ordering::Relaxed) == 0 {
        return Vec::new();
    }
    take_of(span())
}

fn take_of(span: SpanId) -> Vec<u64> {
    let mut lock = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    let notes = lock.get_or_insert_default();
    let texts = notes.by_span.remove(&span).unwrap_or_default();
    LEN.store(notes.by_span.len(), Ordering::Relaxed);
    texts
}

/// True if one of `texts` was recorded below.
pub(super) fn any_known(texts: &[String], known: &[u64]) -> bool {
    !known.is_empty() && texts.iter().any(|text| known.contains(&hash(text)))
}

/// Tells the caller's span what was recorded: `texts`, and what its callees had told us.
pub(super) fn tell(caller: SpanId, texts: &[String], below: &[u64]) {
    if caller == SpanId::INVALID || texts.is_empty() && below.is_empty() {
        return;
    }
    let mut lock = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    let notes = lock.get_or_insert_default();
    let known = notes.by_span.entry(caller).or_insert_with(|| {
        notes.oldest_first.push_back(caller);
        Vec::new()
    });
    for hash in texts
        .iter()
        .map(|text| hash(text))
        .chain(below.iter().copied())
    {
        if known.len() < TEXTS && !known.contains(&hash) {
            known.push(hash);
        }
    }
    while notes.oldest_first.len() > NOTES {
        if let Some(oldest) = notes.oldest_first.pop_front() {
            notes.by_span.remove(&oldest);
        }
    }
    LEN.store(notes.by_span.len(), Ordering::Relaxed);
}
