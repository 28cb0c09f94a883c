//! Counting on each thread by itself: a shared counter would cost more than the rest of a
//! span as soon as two threads use it.

use super::stats;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What one thread counted. Only that thread writes, so a load and a store will do.
#[derive(Debug, Default)]
pub(super) struct Counts {
    started: AtomicU64,
    ended: AtomicU64,
    ended_unsampled: AtomicU64,
    unrecorded: AtomicU64,
}

/// The sum of what threads counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) started: u64,
    pub(super) ended: u64,
    pub(super) sampled_out: u64,
}

#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a provider of ours counts by thread")
)]
impl Counts {
    fn add(counter: &AtomicU64) {
        counter.store(counter.load(Ordering::Relaxed) + 1, Ordering::Release);
    }

    /// A span started that will be told to have ended.
    #[inline]
    pub(super) fn started(&self) {
        Self::add(&self.started);
    }

    #[inline]
    pub(super) fn ended(&self) {
        Self::add(&self.ended);
    }

    /// A span ended that was recorded, but not for export.
    #[inline]
    pub(super) fn ended_unsampled(&self) {
        Self::add(&self.ended_unsampled);
    }

    /// A span that the sampler decided against: nobody will tell of its end.
    #[inline]
    pub(super) fn unrecorded(&self) {
        Self::add(&self.unrecorded);
    }
}

impl Sum {
    /// Ends are read before starts: of a span that moves on meanwhile, the earlier state
    /// is seen, so that no difference can be negative.
    fn add_ends(&mut self, counts: &Counts) -> u64 {
        let unrecorded = counts.unrecorded.load(Ordering::Acquire);
        let unsampled = counts.ended_unsampled.load(Ordering::Acquire);
        self.ended += counts.ended.load(Ordering::Acquire) + unsampled + unrecorded;
        self.sampled_out += unsampled + unrecorded;
        unrecorded
    }
}

static THREADS: Mutex<Vec<Arc<Counts>>> = Mutex::new(Vec::new());

fn threads() -> MutexGuard<'static, Vec<Arc<Counts>>> {
    THREADS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the threads that live have counted, and what is counted for all others; `others`
/// is read while no thread can move from the former to the latter.
pub(super) fn sum(others: impl FnOnce() -> Sum) -> Sum {
    let threads = threads();
    let mut sum = Sum::default();
    let mut unrecorded = 0;
    for counts in &*threads {
        unrecorded += sum.add_ends(counts);
    }
    let others = others();
    let started = threads
        .iter()
        .map(|counts| counts.started.load(Ordering::Acquire));
    sum.started = started.sum::<u64>() + unrecorded + others.started;
    sum.ended += others.ended;
    sum.sampled_out += others.sampled_out;
    sum
}

/// A thread's counts, registered for as long as it lives.
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "as the counts themselves")
)]
#[derive(Debug)]
pub(super) struct Tally(Arc<Counts>);

#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "as the counts themselves")
)]
impl Tally {
    pub(super) fn register() -> Self {
        let counts = Arc::<Counts>::default();
        threads().push(Arc::clone(&counts));
        Self(counts)
    }

    #[inline]
    pub(super) fn own(&self) -> &Counts {
        &self.0
    }

    /// Counts where the thread has no counts of its own any more.
    pub(super) fn without_thread(change: impl Fn(&Counts)) {
        let counts = Counts::default();
        change(&counts);
        stats::add(&total(&counts));
    }
}

fn total(counts: &Counts) -> Sum {
    let mut sum = Sum::default();
    let unrecorded = sum.add_ends(counts);
    sum.started = counts.started.load(Ordering::Acquire) + unrecorded;
    sum
}

impl Drop for Tally {
    fn drop(&mut self) {
        let mut threads = threads();
        threads.retain(|known| !Arc::ptr_eq(known, &self.0));
        // Under the lock, so that nobody sees the thread's counts twice or not at all.
        stats::add(&total(&self.0));
    }
}
