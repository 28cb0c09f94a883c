//! Sites by number: a line of a log has room for a word, and not for a reference.

use crate::provider::Site;
use std::sync::atomic::Ordering;
use std::sync::{PoisonError, RwLock};

/// All that have a number, in its order: as many as there are traced functions that ran.
static NUMBERED: RwLock<Vec<&'static Site>> = RwLock::new(Vec::new());

/// The site of this number.
pub(super) fn of_number(number: u32) -> Option<&'static Site> {
    let numbered = NUMBERED.read().unwrap_or_else(PoisonError::into_inner);
    numbered.get(number as usize).copied()
}

/// The number of a site, by which it can be told from all others.
#[inline]
pub(super) fn number(site: &'static Site) -> u32 {
    match site.number.load(Ordering::Relaxed).checked_sub(1) {
        Some(number) => number,
        None => take_number(site),
    }
}

#[cold]
#[inline(never)]
fn take_number(site: &'static Site) -> u32 {
    let mut numbered = NUMBERED.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(number) = site.number.load(Ordering::Relaxed).checked_sub(1) {
        return number;
    }
    numbered.push(site);
    let after = u32::try_from(numbered.len()).unwrap_or(u32::MAX);
    site.number.store(after, Ordering::Relaxed);
    after - 1
}
