//! Where a span is under way: a place that its context points to, and that is used again.
//!
//! What starts a span by generated code writes a few words here and reads them when the span
//! ends: no lock, no copy of a record. Only what is told of a span by others while it runs (an
//! attribute, an event, a status) makes the whole of it, behind a lock.
//!
//! A slot is never freed, so that a plain reference to it will do: there are as many as spans
//! were under way at the same time. Whoever holds a reference says whose span is meant by its id,
//! which is no other span's.

use super::limits::Limits;
use super::line::{Begun, HEAD, Head, Line, PARENT, SPAN, START, TRACE};
use super::notes::{Failure, Note, Notes};
use super::open::Open;
use super::{keys, sites};
use crate::diagnostics::Place;
use crate::provider::Site;
use opentelemetry::trace::{SpanId, TraceFlags, TraceId};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Aligned, so that spans of two threads never share a line of the cache.
#[derive(Debug, Default)]
#[repr(align(64))]
pub(crate) struct Slot {
    /// Its line, as far as it is known. The id of the span is 0 while none is under way here.
    line: Begun,
    /// The number of the provider.
    home: AtomicU32,
    /// Its attributes, and how many words these are.
    notes: Notes,
    noted: AtomicUsize,
    /// Whether `told` is to be looked at.
    is_told: AtomicBool,
    /// Of the span whose id it has; what is left of another one counts for nothing.
    told: Mutex<Option<Open>>,
}

/// What a span of a site starts with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begin {
    pub(super) site: &'static Site,
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    pub(super) parent_id: SpanId,
    pub(super) flags: TraceFlags,
    pub(super) parent_is_remote: bool,
    pub(super) home: u32,
    pub(super) start: u64,
}

fn word(id: SpanId) -> u64 {
    u64::from_be_bytes(id.to_bytes())
}

impl Slot {
    /// A span of a site begins here.
    #[inline]
    pub(super) fn begin(&self, begin: &Begin) {
        let trace = u128::from_be_bytes(begin.trace_id.to_bytes());
        let [high, low] = super::line::halves(trace);
        let set = |at: usize, value| self.line[at].store(value, Ordering::Relaxed);
        set(TRACE[0], high);
        set(TRACE[1], low);
        set(PARENT, word(begin.parent_id));
        set(START, begin.start);
        let head = Head {
            site: sites::number(begin.site),
            flags: begin.flags,
            parent_is_remote: begin.parent_is_remote,
        };
        set(HEAD, head.word());
        self.home.store(begin.home, Ordering::Relaxed);
        self.noted.store(0, Ordering::Relaxed);
        self.is_told.store(false, Ordering::Relaxed);
        // Whoever sees the owner sees all of it.
        self.owner().store(word(begin.span_id), Ordering::Release);
    }

    /// A span begins here of which more is known than its site.
    pub(super) fn begin_told(&self, open: Open) {
        let id = open.record.span_id;
        *self.told() = Some(open);
        self.noted.store(0, Ordering::Relaxed);
        self.is_told.store(true, Ordering::Release);
        self.owner().store(word(id), Ordering::Release);
    }

    fn owner(&self) -> &AtomicU64 {
        &self.line[SPAN]
    }

    /// The span that is under way here.
    #[inline]
    pub(crate) fn id(&self) -> SpanId {
        SpanId::from(self.owner().load(Ordering::Acquire))
    }

    #[inline]
    pub(super) fn is_of(&self, id: SpanId) -> bool {
        self.owner().load(Ordering::Acquire) == word(id)
    }

    /// True if the span takes attributes: it is under way, and nobody has said that it is over.
    pub(super) fn is_recording(&self, id: SpanId) -> bool {
        self.is_of(id)
            && (!self.is_told()
                || !self
                    .told()
                    .as_ref()
                    .is_some_and(|open| open.record.span_id == id && open.closed.is_some()))
    }

    /// Whether the whole of it was made: then its words are not all there is.
    #[inline]
    pub(super) fn is_told(&self) -> bool {
        self.is_told.load(Ordering::Acquire)
    }

    /// The number of its provider.
    #[inline]
    pub(super) fn home(&self) -> u32 {
        self.home.load(Ordering::Relaxed)
    }

    /// Its line, but for its end.
    #[inline]
    pub(super) fn begun(&self) -> &Begun {
        &self.line
    }

    /// Notes an attribute, which is set by the function or future that the span is of; false if it
    /// must be told instead.
    pub(crate) fn note(&self, key: &'static str, note: Note<'_>) -> bool {
        self.note_as(keys::number(key), note)
    }

    /// The same, false, too, if the number of the key is not at hand.
    #[expect(
        clippy::inline_always,
        reason = "what kind of note it is, is known where this is called"
    )]
    #[inline(always)]
    pub(crate) fn note_known(&self, key: &'static str, note: Note<'_>) -> bool {
        keys::known(key).is_some_and(|key| self.note_as(key, note))
    }

    #[expect(clippy::inline_always, reason = "as its caller")]
    #[inline(always)]
    fn note_as(&self, key: u32, note: Note<'_>) -> bool {
        !self.is_told() && self.keep(self.notes.add(self.words(), key, note))
    }

    /// The same of what the operation failed of.
    pub(super) fn note_failure(&self, failure: &Failure<'_>) -> bool {
        !self.is_told() && self.keep(self.notes.add_failure(self.words(), failure))
    }

    /// How many words are noted.
    #[inline]
    fn words(&self) -> usize {
        self.noted.load(Ordering::Relaxed)
    }

    #[inline]
    fn keep(&self, words: Option<usize>) -> bool {
        if let Some(words) = words {
            self.noted.store(words, Ordering::Relaxed);
        }
        words.is_some()
    }

    /// The words that are noted of it.
    #[inline]
    pub(super) fn noted(&self) -> &[AtomicU64] {
        self.notes.first(self.words())
    }

    /// Tells it something, if it is still under way. Nothing must be traced meanwhile. `limits`
    /// knows those of a provider, by its number.
    pub(super) fn tell<R>(
        &self,
        id: SpanId,
        limits: fn(u32) -> &'static Limits,
        f: impl FnOnce(&mut Open) -> R,
    ) -> Option<R> {
        if !self.is_of(id) {
            return None;
        }
        let mut told = self.told();
        if told.as_ref().is_none_or(|open| open.record.span_id != id) {
            let made = self.make(limits)?;
            // What the words say is of another span, should this one have ended meanwhile.
            if !self.is_of(id) {
                return None;
            }
            *told = Some(made);
            self.is_told.store(true, Ordering::Release);
        }
        told.as_mut().map(f)
    }

    /// The whole of a span of which only the words are there.
    fn make(&self, limits: fn(u32) -> &'static Limits) -> Option<Open> {
        let record = Line::of(&self.line, 0).record()?;
        let home = self.home();
        Some(Open::of_site(record, home, limits(home)))
    }

    /// Ends what is under way here. The whole of it, if that was made.
    pub(super) fn take_told(&self) -> Option<Open> {
        let id = self.id();
        let open = self.told().take();
        open.filter(|open| open.record.span_id == id)
    }

    /// Nothing is under way here any more.
    #[inline]
    pub(super) fn release(&self) {
        self.owner().store(0, Ordering::Release);
    }

    /// Where in the source the span was started that is under way here, and its name, if
    /// [`traced::stats()`](crate::stats) counts it.
    pub(super) fn sighted(&self) -> Option<(Option<Place>, String)> {
        let id = self.id();
        if id == SpanId::INVALID {
            return None;
        }
        if self.is_told() {
            return self.told().as_ref().and_then(Open::sighted);
        }
        let site = Line::of(&self.line, 0).site()?;
        Some((Some(site.place()), site.name().to_owned()))
    }

    fn told(&self) -> MutexGuard<'_, Option<Open>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "slot_tests.rs"]
mod tests;
