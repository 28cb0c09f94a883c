//! Counting on each thread by itself: a shared counter would cost more than the rest of a
//! span as soon as two threads use it.

use super::count::{self, Sum};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What one thread counted. Only that thread writes, so a load and a store will do.
#[derive(Debug, Default)]
pub(super) struct Counts {
    started: AtomicU64,
    ended: AtomicU64,
    ended_unsampled: AtomicU64,
    unrecorded: AtomicU64,
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

impl Counts {
    fn reset(&self) {
        let Self {
            started,
            ended,
            ended_unsampled,
            unrecorded,
        } = self;
        for counter in [started, ended, ended_unsampled, unrecorded] {
            counter.store(0, Ordering::Release);
        }
    }
}

/// Ends are read before starts: of a span that moves on meanwhile, the earlier state
/// is seen, so that no difference can be negative.
fn add_ends(sum: &mut Sum, counts: &Counts) -> u64 {
    let unrecorded = counts.unrecorded.load(Ordering::Acquire);
    let unsampled = counts.ended_unsampled.load(Ordering::Acquire);
    sum.ended += counts.ended.load(Ordering::Acquire) + unsampled + unrecorded;
    sum.sampled_out += unsampled + unrecorded;
    unrecorded
}

/// The counts of threads. They are never freed, so that a plain reference to them will do: there
/// are as many as threads lived at the same time.
struct Threads {
    live: Vec<&'static Counts>,
    /// Of threads that are gone; all are zero.
    free: Vec<&'static Counts>,
}

static THREADS: Mutex<Threads> = Mutex::new(Threads {
    live: Vec::new(),
    free: Vec::new(),
});

thread_local! {
    /// Without a destructor, so that they are cheap to reach.
    static OWN: Cell<Option<&'static Counts>> = const { Cell::new(None) };
}

fn threads() -> MutexGuard<'static, Threads> {
    THREADS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the threads that live have counted, and what is counted for all others, which is read
/// while no thread can move from the former to the latter.
pub(super) fn sum() -> Sum {
    let threads = threads();
    let mut sum = Sum::default();
    let mut unrecorded = 0;
    for counts in &threads.live {
        unrecorded += add_ends(&mut sum, counts);
    }
    let others = count::sum();
    let started = threads
        .live
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
pub(super) struct Tally(&'static Counts);

#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "as the counts themselves")
)]
impl Tally {
    pub(super) fn register() -> Self {
        let mut threads = threads();
        let counts = threads.free.pop();
        let counts = counts.unwrap_or_else(|| Box::leak(Box::default()));
        threads.live.push(counts);
        OWN.set(Some(counts));
        Self(counts)
    }

    #[inline]
    pub(super) fn own(&self) -> &'static Counts {
        self.0
    }

    /// Those of this thread, if it has some.
    #[inline]
    pub(super) fn here() -> Option<&'static Counts> {
        OWN.get()
    }

    /// Counts where the thread has no counts of its own any more.
    pub(super) fn without_thread(change: impl Fn(&Counts)) {
        let counts = Counts::default();
        change(&counts);
        count::add(&total(&counts));
    }
}

fn total(counts: &Counts) -> Sum {
    let mut sum = Sum::default();
    let unrecorded = add_ends(&mut sum, counts);
    sum.started = counts.started.load(Ordering::Acquire) + unrecorded;
    sum
}

impl Drop for Tally {
    fn drop(&mut self) {
        OWN.set(None);
        let mut threads = threads();
        threads.live.retain(|known| !std::ptr::eq(*known, self.0));
        // Under the lock, so that nobody sees the thread's counts twice or not at all.
        count::add(&total(self.0));
        self.0.reset();
        threads.free.push(self.0);
    }
}
