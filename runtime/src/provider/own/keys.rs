//! Keys of attributes by number: a word of a log has room for a number, and not for a reference.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// All that have a number, in its order: as many as keys are written in the source.
static NUMBERED: RwLock<Vec<&'static str>> = RwLock::new(Vec::new());
static NUMBERS: RwLock<Option<HashMap<&'static str, u32>>> = RwLock::new(None);

/// Keys that a thread finds without a lock.
const KNOWN: usize = 64;

/// What a thread has looked up: the address and length of a key, and its number.
#[derive(Debug)]
pub(super) struct Known([Cell<(usize, usize, u32)>; KNOWN]);

impl Default for Known {
    fn default() -> Self {
        Self([const { Cell::new((0, 0, 0)) }; KNOWN])
    }
}

impl Known {
    /// The number of a key.
    #[inline]
    pub(super) fn number(&self, key: &'static str) -> u32 {
        let address = key.as_ptr().addr();
        let cell = &self.0[(address ^ address >> 6) % KNOWN];
        let (known, len, number) = cell.get();
        if known == address && len == key.len() {
            return number;
        }
        let number = look_up(key);
        cell.set((address, key.len(), number));
        number
    }
}

#[cold]
#[inline(never)]
fn look_up(key: &'static str) -> u32 {
    let numbers = NUMBERS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(number) = numbers.as_ref().and_then(|numbers| numbers.get(key)) {
        return *number;
    }
    drop(numbers);
    let mut numbers = NUMBERS.write().unwrap_or_else(PoisonError::into_inner);
    *numbers
        .get_or_insert_default()
        .entry(key)
        .or_insert_with(|| {
            let mut numbered = NUMBERED.write().unwrap_or_else(PoisonError::into_inner);
            numbered.push(key);
            u32::try_from(numbered.len() - 1).unwrap_or(u32::MAX)
        })
}

/// All keys, by number.
pub(super) fn all() -> RwLockReadGuard<'static, Vec<&'static str>> {
    NUMBERED.read().unwrap_or_else(PoisonError::into_inner)
}
