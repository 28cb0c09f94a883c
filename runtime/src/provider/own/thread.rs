//! What each thread keeps for itself, so that a span starts and ends without touching
//! anything that another thread writes to.
//!
//! In a thread-local destructor that runs after this one's, all of it is gone. Such spans
//! go the long way: a generator of their own, the provider's common buffer.

use super::buffer::Buffer;
use super::core::{self, Core, Settings};
use super::ids::Generator;
use super::limits::Limits;
use crate::provider::tally::{Counts, Tally};
use opentelemetry::{KeyValue, SpanId};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

thread_local! {
    static THREAD: Thread = Thread::new();
    /// The span that generated code made current last, one of ours. Without a destructor, so
    /// that it is cheap to reach.
    static RESUMED: Cell<SpanId> = const { Cell::new(SpanId::INVALID) };
}

#[derive(Debug)]
pub(super) struct Thread {
    ids: Cell<Generator>,
    counts: Tally,
    /// Vectors for attributes, empty, to be used again.
    spare: RefCell<Vec<Vec<KeyValue>>>,
    /// One for each provider that ended a span here; the latest is the first.
    homes: RefCell<Vec<Attached>>,
    /// The first one's number and limits.
    first: Cell<Option<(u32, &'static Limits)>>,
}

/// A provider, as a thread knows it. It does not keep the provider alive.
#[derive(Debug)]
struct Attached {
    settings: Arc<Settings>,
    buffer: Arc<Buffer>,
}

/// Vectors kept, and the largest of those.
const SPARE: usize = 16;
const SPARE_CAPACITY: usize = 64;

impl Thread {
    fn new() -> Self {
        Self {
            ids: Cell::new(Generator::seeded()),
            counts: Tally::register(),
            spare: RefCell::default(),
            homes: RefCell::default(),
            first: Cell::new(None),
        }
    }
}

impl Thread {
    pub(super) fn counts(&self) -> &Counts {
        self.counts.own()
    }

    /// The limits of this provider, if it is the one that this thread used last.
    #[inline]
    pub(super) fn limits_of(&self, number: u64) -> Option<&'static Limits> {
        let (first, limits) = self.first.get()?;
        (u64::from(first) == number).then_some(limits)
    }

    /// The number of the provider that this thread used last.
    #[inline]
    pub(super) fn number(&self) -> u32 {
        self.first.get().map_or(0, |(number, _)| number)
    }

    #[inline]
    pub(super) fn span_id(&self) -> SpanId {
        let mut ids = self.ids.get();
        let id = ids.span_id();
        self.ids.set(ids);
        id
    }
}

/// This thread, unless it is about to end.
#[inline]
pub(super) fn with<R>(f: impl FnOnce(&Thread) -> R) -> Option<R> {
    THREAD.try_with(f).ok()
}

/// The span of this id was made current.
#[inline]
pub(in crate::provider) fn resume(id: SpanId) {
    RESUMED.set(id);
}

/// Whether this is the span that was made current last.
#[inline]
pub(in crate::provider) fn is_resumed(id: SpanId) -> bool {
    RESUMED.get() == id && id != SpanId::INVALID
}

/// Draws ids.
#[inline]
pub(super) fn ids<R>(draw: impl Fn(&mut Generator) -> R) -> R {
    let drawn = THREAD.try_with(|thread| {
        let mut ids = thread.ids.get();
        let drawn = draw(&mut ids);
        thread.ids.set(ids);
        drawn
    });
    drawn.unwrap_or_else(|_| draw(&mut Generator::seeded()))
}

/// Counts what becomes of a span.
#[inline]
pub(super) fn count(change: impl Fn(&Counts)) {
    if THREAD
        .try_with(|thread| change(thread.counts.own()))
        .is_err()
    {
        Tally::without_thread(change);
    }
}

/// An empty vector, with room if there is one to use again.
pub(in crate::provider) fn spare() -> Vec<KeyValue> {
    THREAD
        .try_with(|thread| thread.spare.try_borrow_mut().ok()?.pop())
        .ok()
        .flatten()
        .unwrap_or_default()
}

/// Keeps an empty vector to be used again.
pub(in crate::provider) fn keep_spare(vector: Vec<KeyValue>) {
    if !(1..=SPARE_CAPACITY).contains(&vector.capacity()) || !vector.is_empty() {
        return;
    }
    // Out of reach, it is dropped.
    let _ = THREAD.try_with(|thread| {
        if let Ok(mut spare) = thread.spare.try_borrow_mut()
            && spare.len() < SPARE
        {
            spare.push(vector);
        }
    });
}

/// A span of this provider has ended on this thread, wherever it started: `keep` puts it into
/// a buffer.
pub(super) fn ended(id: u32, keep: impl FnOnce(&Buffer)) {
    let mut keep = Some(keep);
    let mut counted = false;
    let here = THREAD.try_with(|thread| {
        thread.counts.own().ended();
        counted = true;
        if thread.first.get().is_some_and(|(first, _)| first == id)
            && let Ok(homes) = thread.homes.try_borrow()
            && let Some(home) = homes.first()
            && let Some(keep) = keep.take()
        {
            keep(&home.buffer);
        }
    });
    if !counted {
        Tally::without_thread(Counts::ended);
    }
    let Some(keep) = keep else { return };
    match core::find(id) {
        Some(core) if here.is_ok() => keep(&attach(&core)),
        Some(core) => keep(&core.stray_buffer()),
        None => crate::provider::count::dropped(1),
    }
}

/// Makes a provider the one that this thread looks at first.
pub(super) fn prepare(core: &Arc<Core>) {
    let number = u64::from(core.settings.id);
    if with(|thread| thread.limits_of(number).is_none()) == Some(true) {
        attach(core);
    }
}

/// This thread's buffer of a provider, which becomes the first one looked at.
fn attach(core: &Arc<Core>) -> Arc<Buffer> {
    let attached = THREAD.try_with(|thread| {
        let mut homes = thread.homes.try_borrow_mut().ok()?;
        if let Some(at) = homes
            .iter()
            .position(|home| home.settings.id == core.settings.id)
        {
            homes.swap(0, at);
        } else {
            homes.retain(|home| !home.buffer.is_orphaned());
            let home = Attached {
                settings: Arc::clone(&core.settings),
                buffer: core.new_buffer(),
            };
            homes.insert(0, home);
        }
        let settings = &core.settings;
        thread.first.set(Some((settings.id, settings.limits)));
        Some(Arc::clone(&homes.first()?.buffer))
    });
    attached
        .ok()
        .flatten()
        .unwrap_or_else(|| core.stray_buffer())
}

impl Drop for Thread {
    fn drop(&mut self) {
        for home in self.homes.get_mut().drain(..) {
            home.buffer.empty();
            if let Some(core) = core::find(home.settings.id) {
                core.forget(&home.buffer);
            }
        }
    }
}
