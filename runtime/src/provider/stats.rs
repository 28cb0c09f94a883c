//! The accounts: what became of every span of this process.

use super::tally::{self, Sum};
use crate::diagnostics::{self, Kind};
use std::sync::atomic::{AtomicU64, Ordering};

// Of spans whose thread does not count them itself; see `tally`.
static STARTED: AtomicU64 = AtomicU64::new(0);
static ENDED: AtomicU64 = AtomicU64::new(0);
static EXPORTED: AtomicU64 = AtomicU64::new(0);
static DROPPED: AtomicU64 = AtomicU64::new(0);
static FAILED: AtomicU64 = AtomicU64::new(0);
static SAMPLED_OUT: AtomicU64 = AtomicU64::new(0);
static UNREPRESENTABLE: AtomicU64 = AtomicU64::new(0);

/// What became of every span of this process since it started.
///
/// `started = ended + open` and `ended = exported + dropped + failed + sampled_out +
/// buffered`: exactly so after a flush and after shutdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Spans started.
    pub started: u64,
    /// Spans ended.
    pub ended: u64,
    /// Spans started and not yet ended.
    pub open: u64,
    /// Spans that the (first) exporter delivered.
    pub exported: u64,
    /// Spans that found the buffer full, or that ended after shutdown.
    pub dropped: u64,
    /// Spans that the exporter could not deliver.
    pub failed: u64,
    /// Spans that the sampler decided against.
    pub sampled_out: u64,
    /// Spans ended and not yet handed to the exporter.
    pub buffered: u64,
    /// Internal spans that started without a parent.
    pub orphans: u64,
    /// Functions called after the span that they belong to had ended.
    pub late_children: u64,
    /// Futures that ran under another trace than they were called in.
    pub foreign_parents: u64,
    /// Requests that met a server layer inside of an already started span.
    pub layer_order: u64,
    /// Incoming `traceparent` headers that break the W3C format.
    pub bad_traceparents: u64,
    /// Spans that were still open at shutdown.
    pub unended: u64,
    /// Attribute values that no OpenTelemetry type can hold (a `u64` above `i64::MAX`);
    /// they were left out, not wrapped.
    pub unrepresentable: u64,
}

/// The accounts of this process, now.
pub fn stats() -> Stats {
    // Fates are read before ends, and ends before starts: a span that moves on while we
    // read is seen in its earlier state, so that no difference can be negative.
    let exported = EXPORTED.load(Ordering::Acquire);
    let dropped = DROPPED.load(Ordering::Acquire);
    let failed = FAILED.load(Ordering::Acquire);
    let Sum {
        started,
        ended,
        sampled_out,
    } = tally::sum(|| {
        let sampled_out = SAMPLED_OUT.load(Ordering::Acquire);
        let ended = ENDED.load(Ordering::Acquire);
        Sum {
            started: STARTED.load(Ordering::Acquire),
            ended,
            sampled_out,
        }
    });
    Stats {
        started,
        ended,
        open: started.saturating_sub(ended),
        exported,
        dropped,
        failed,
        sampled_out,
        buffered: ended.saturating_sub(exported + dropped + failed + sampled_out),
        orphans: diagnostics::count(Kind::Orphan),
        late_children: diagnostics::count(Kind::LateChild),
        foreign_parents: diagnostics::count(Kind::ForeignParent),
        layer_order: diagnostics::count(Kind::LayerOrder),
        bad_traceparents: diagnostics::count(Kind::BadTraceparent),
        unended: diagnostics::count(Kind::Unended),
        unrepresentable: UNREPRESENTABLE.load(Ordering::Relaxed),
    }
}

/// Adds what a thread counted that is no more.
pub(super) fn add(sum: &Sum) {
    STARTED.fetch_add(sum.started, Ordering::Release);
    ENDED.fetch_add(sum.ended, Ordering::Release);
    SAMPLED_OUT.fetch_add(sum.sampled_out, Ordering::Release);
}

/// Moving spans from one account to the next. A sink of your own that owns the account
/// calls one of `exported`, `dropped` and `failed` once for each span it was given.
pub mod count {
    use super::{
        DROPPED, ENDED, EXPORTED, FAILED, Ordering, SAMPLED_OUT, STARTED, UNREPRESENTABLE,
    };

    #[cfg_attr(
        not(feature = "setup"),
        allow(dead_code, reason = "only a pipeline counts")
    )]
    pub(in crate::provider) fn started(n: u64) {
        STARTED.fetch_add(n, Ordering::Release);
    }

    #[cfg_attr(
        not(feature = "setup"),
        allow(dead_code, reason = "only a pipeline counts")
    )]
    pub(in crate::provider) fn ended(n: u64) {
        ENDED.fetch_add(n, Ordering::Release);
    }

    #[cfg_attr(
        not(feature = "setup"),
        allow(dead_code, reason = "only a pipeline counts")
    )]
    pub(in crate::provider) fn sampled_out(n: u64) {
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
}
