//! A span in words: what almost every span is when it ends.
//!
//! A word at a time can be written by one thread and read by another without a lock. What does
//! not fit (an event, a link, a name that was made) is a record beside the line, which then is a
//! mark only.

use super::record::Record;
use super::sites;
use crate::provider::Site;
use crate::provider::plan::Source;
use opentelemetry::trace::{SpanId, TraceFlags, TraceId};
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

/// Words of a line.
pub(super) const WORDS: usize = 7;

/// The words of a line that are known when the span starts, while it is under way: all but the last
/// one.
pub(super) type Begun = [AtomicU64; WORDS - 1];

/// Where they stand.
pub(super) const HEAD: usize = 0;
pub(super) const TRACE: [usize; 2] = [1, 2];
pub(super) const SPAN: usize = 3;
pub(super) const PARENT: usize = 4;
pub(super) const START: usize = 5;

/// Head, trace, span, parent, start, end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line(pub(super) [u64; WORDS]);

/// The first word of a line. Bits: 0 to 31 the site's number, 32 to 39 the flags of the trace, 40
/// whether the parent is of another process, 48 to 63 how many words of attributes follow the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub(super) site: u32,
    pub(super) flags: TraceFlags,
    pub(super) parent_is_remote: bool,
}

/// The first word of what is no line but stands for a record.
pub(super) const MARK: u64 = u64::MAX;

const FLAGS: u32 = 32;
const REMOTE: u32 = 40;
const NOTED: u32 = 48;

impl Head {
    #[inline]
    pub(super) fn word(self) -> u64 {
        u64::from(self.site)
            | u64::from(self.flags.to_u8()) << FLAGS
            | u64::from(self.parent_is_remote) << REMOTE
    }

    #[expect(clippy::cast_possible_truncation, reason = "each takes its own bits")]
    fn of(word: u64) -> Self {
        Self {
            site: word as u32,
            flags: TraceFlags::new((word >> FLAGS) as u8),
            parent_is_remote: word >> REMOTE & 1 == 1,
        }
    }
}

/// The first word of a line which so many words of attributes are to follow. As many as notes can
/// be, which fits.
#[inline]
pub(super) fn followed_by(head: u64, words: usize) -> u64 {
    head | (words as u64) << NOTED
}

/// The upper half of a number, and the lower.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is cut off is the other"
)]
pub(super) fn halves(whole: u128) -> [u64; 2] {
    [(whole >> 64) as u64, whole as u64]
}

impl Line {
    pub(super) fn of(begun: &Begun, end: u64) -> Self {
        let mut line = [end; WORDS];
        for (word, known) in line.iter_mut().zip(begun) {
            *word = known.load(Ordering::Relaxed);
        }
        Self(line)
    }

    /// How many words of attributes follow it.
    pub(super) fn noted(&self) -> usize {
        usize::try_from(self.0[0] >> NOTED).unwrap_or(0)
    }

    /// Whose span it is; none if there is no such site, because the words are of two spans.
    pub(super) fn site(&self) -> Option<&'static Site> {
        sites::of_number(Head::of(self.0[0]).site)
    }

    /// The span, without attributes of its own.
    pub(super) fn record(&self) -> Option<Record> {
        let site = self.site()?;
        let Self([head, high, low, span, parent, start, end]) = *self;
        let head = Head::of(head);
        Some(Record {
            trace_id: TraceId::from(u128::from(high) << 64 | u128::from(low)),
            span_id: SpanId::from(span),
            parent_id: SpanId::from(parent),
            start,
            end,
            source: Source::Site(site),
            name: Cow::Borrowed(site.name()),
            rare: None,
            attributes: 0,
            kind: site.kind(),
            flags: head.flags,
            parent_is_remote: head.parent_is_remote,
            merge: true,
        })
    }
}
