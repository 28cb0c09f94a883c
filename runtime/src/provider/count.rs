//! Moving spans from one account to the next. A sink of your own that owns the account
//! calls one of `exported`, `dropped` and `failed` once for each span it was given.

use std::sync::atomic::{AtomicU64, Ordering};

// Of spans whose thread does not count them itself; see `tally`.
static STARTED: AtomicU64 = AtomicU64::new(0);
static ENDED: AtomicU64 = AtomicU64::new(0);
static EXPORTED: AtomicU64 = AtomicU64::new(0);
static DROPPED: AtomicU64 = AtomicU64::new(0);
static FAILED: AtomicU64 = AtomicU64::new(0);
static SAMPLED_OUT: AtomicU64 = AtomicU64::new(0);
static UNREPRESENTABLE: AtomicU64 = AtomicU64::new(0);

/// How many spans started and ended.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) started: u64,
    pub(super) ended: u64,
    pub(super) sampled_out: u64,
}

/// Adds what a thread counted that is no more.
pub(super) fn add(sum: &Sum) {
    STARTED.fetch_add(sum.started, Ordering::Release);
    ENDED.fetch_add(sum.ended, Ordering::Release);
    SAMPLED_OUT.fetch_add(sum.sampled_out, Ordering::Release);
}

/// What is counted here, ends before starts.
pub(super) fn sum() -> Sum {
    let sampled_out = SAMPLED_OUT.load(Ordering::Acquire);
    let ended = ENDED.load(Ordering::Acquire);
    Sum {
        started: STARTED.load(Ordering::Acquire),
        ended,
        sampled_out,
    }
}

/// Spans exported, dropped and failed.
pub(super) fn fates() -> [u64; 3] {
    [&EXPORTED, &DROPPED, &FAILED].map(|account| account.load(Ordering::Acquire))
}

/// Values left out.
pub(super) fn unrepresented() -> u64 {
    UNREPRESENTABLE.load(Ordering::Relaxed)
}

#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a pipeline counts")
)]
pub(super) fn started(n: u64) {
    STARTED.fetch_add(n, Ordering::Release);
}

#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a pipeline counts")
)]
pub(super) fn ended(n: u64) {
    ENDED.fetch_add(n, Ordering::Release);
}

#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a pipeline counts")
)]
pub(super) fn sampled_out(n: u64) {
    ENDED.fetch_add(n, Ordering::Release);
    SAMPLED_OUT.fetch_add(n, Ordering::Release);
}

/// Spans were delivered.
pub fn exported(n: u64) {
    EXPORTED.fetch_add(n, Ordering::Release);
}

/// Spans found no room, or ended after shutdown.
pub fn dropped(n: u64) {
    DROPPED.fetch_add(n, Ordering::Release);
}

/// Spans could not be delivered.
pub fn failed(n: u64) {
    FAILED.fetch_add(n, Ordering::Release);
}

pub(crate) fn unrepresentable() {
    UNREPRESENTABLE.fetch_add(1, Ordering::Relaxed);
}
