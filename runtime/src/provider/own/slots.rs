//! All slots there are: those that are free wait for the next span, most on the thread that
//! used them last.

use super::slot::Slot;
use crate::diagnostics::Place;
use std::cell::{Cell, RefCell};
use std::sync::{Mutex, MutexGuard, PoisonError};

type Block = &'static [Slot];

/// Slots that are made together.
const BLOCK: usize = 32;
/// Free slots that a thread keeps for itself.
const KEPT: usize = 4 * BLOCK;

static BLOCKS: Mutex<Vec<Block>> = Mutex::new(Vec::new());
/// Free, of threads that had too many, or are gone.
static SPARE: Mutex<Vec<&'static Slot>> = Mutex::new(Vec::new());

fn lock<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Every slot of this process.
pub(super) fn all() -> impl Iterator<Item = &'static Slot> {
    let blocks = lock(&BLOCKS).clone();
    blocks.into_iter().flatten()
}

/// Where the spans were started that are under way now, with their names.
pub(crate) fn under_way() -> Vec<(Option<Place>, String)> {
    all().filter_map(Slot::sighted).collect()
}

/// A free slot, for a thread that has none of its own.
pub(super) fn any() -> &'static Slot {
    let spare = lock(&SPARE).pop();
    spare.unwrap_or_else(|| {
        let mut made = make().iter();
        let first = made.next();
        lock(&SPARE).extend(made);
        first.unwrap_or_else(|| Box::leak(Box::default()))
    })
}

/// Gives a slot back where there is no thread for it.
pub(super) fn put(slot: &'static Slot) {
    lock(&SPARE).push(slot);
}

fn make() -> Block {
    let made: Vec<Slot> = (0..BLOCK).map(|_| Slot::default()).collect();
    let block: Block = Vec::leak(made);
    lock(&BLOCKS).push(block);
    block
}

/// The free slots of one thread.
#[derive(Debug, Default)]
pub(super) struct Free {
    /// The one that was freed last, which nearly every span takes: the next one of its parent.
    last: Cell<Option<&'static Slot>>,
    rest: RefCell<Vec<&'static Slot>>,
}

impl Free {
    #[inline]
    pub(super) fn take(&self) -> &'static Slot {
        self.last.take().unwrap_or_else(|| self.take_next())
    }

    #[inline(never)]
    fn take_next(&self) -> &'static Slot {
        let slot = self.rest.borrow_mut().pop();
        slot.unwrap_or_else(|| self.refill())
    }

    #[cold]
    #[inline(never)]
    fn refill(&self) -> &'static Slot {
        let mut spare = lock(&SPARE);
        let from = spare.len().saturating_sub(BLOCK);
        let mut found = spare.split_off(from);
        drop(spare);
        if found.is_empty() {
            found.extend(make());
        }
        let first = found.pop();
        self.rest.borrow_mut().append(&mut found);
        first.unwrap_or_else(any)
    }

    #[inline]
    pub(super) fn put(&self, slot: &'static Slot) {
        if let Some(before) = self.last.replace(Some(slot)) {
            self.keep(before);
        }
    }

    #[inline(never)]
    fn keep(&self, slot: &'static Slot) {
        let mut free = self.rest.borrow_mut();
        free.push(slot);
        if free.len() > KEPT {
            let half = free.split_off(KEPT / 2);
            drop(free);
            lock(&SPARE).extend(half);
        }
    }
}

impl Drop for Free {
    fn drop(&mut self) {
        let mut spare = lock(&SPARE);
        spare.append(self.rest.get_mut());
        spare.extend(self.last.take());
    }
}
