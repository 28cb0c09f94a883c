//! The accounts: what became of every span of this process.

use super::count::{self, Sum};
use super::tally;
use crate::diagnostics::{self, Kind};

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
    let [exported, dropped, failed] = count::fates();
    let Sum {
        started,
        ended,
        sampled_out,
    } = tally::sum();
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
        unrepresentable: count::unrepresented(),
    }
}
