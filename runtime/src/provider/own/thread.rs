//! What each thread keeps for itself, so that a span starts and ends without touching
//! anything that another thread writes to.
//!
//! In a thread-local destructor that runs after this one's, all of it is gone. Such spans
//! go the long way: a generator of their own, the provider's common buffer.

use super::buffer::Buffer;
use super::core::{self, Core, Settings};
use super::ids::Generator;
use super::record::Record;
use crate::provider::tally::{Counts, Tally};
use opentelemetry::KeyValue;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

thread_local! {
    static THREAD: Thread = Thread::new();
}

#[derive(Debug)]
pub(super) struct Thread {
    ids: Cell<Generator>,
    counts: Tally,
    /// Vectors for attributes, empty, to be used again.
    spare: RefCell<Vec<Vec<KeyValue>>>,
    /// One for each provider that ended a span here; the latest is the first.
    homes: RefCell<Vec<Attached>>,
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
        }
    }
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
pub(super) fn spare() -> Vec<KeyValue> {
    THREAD
        .try_with(|thread| thread.spare.try_borrow_mut().ok()?.pop())
        .ok()
        .flatten()
        .unwrap_or_default()
}

/// Keeps an empty vector to be used again.
pub(super) fn keep_spare(vector: Vec<KeyValue>) {
    debug_assert!(vector.is_empty());
    if vector.capacity() > SPARE_CAPACITY {
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

/// A span of this provider has ended on this thread, wherever it started.
pub(super) fn ended(id: u32, record: Record, attributes: &mut Vec<KeyValue>) {
    let mut record = Some(record);
    let here = THREAD.try_with(|thread| {
        let Ok(homes) = thread.homes.try_borrow() else {
            return;
        };
        if let Some(home) = homes.first()
            && home.settings.id == id
            && let Some(record) = record.take()
        {
            home.buffer.push(record, attributes);
        }
    });
    let Some(record) = record else { return };
    match core::find(id) {
        Some(core) if here.is_ok() => attach(&core).push(record, attributes),
        Some(core) => core.stray(record, attributes),
        None => {
            attributes.clear();
            crate::provider::count::dropped(1);
        }
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
