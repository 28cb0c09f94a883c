//! Ended spans by the batch, on their way to an exporter.

use super::limits::Limits;
use super::record::Record;
use super::view::SpanView;
use super::{noted, weight};
use opentelemetry::KeyValue;
use std::sync::{Mutex, PoisonError};

/// Ended spans on their way to an exporter.
///
/// An exporter of the SDK gets them by [`into_span_data`](Self::into_span_data); one that
/// writes a format of its own reads them in place, by [`iter`](Self::iter).
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub(super) spans: Vec<Record>,
    /// Of all spans, in their order.
    pub(super) attributes: Vec<KeyValue>,
    pub(super) bytes: usize,
}

impl Records {
    /// How many spans these are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// About as many bytes as these spans hold in memory.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The spans, one by one.
    pub fn iter(&self) -> impl Iterator<Item = SpanView<'_>> {
        let mut rest = self.attributes.as_slice();
        self.spans.iter().map(move |record| {
            let (attributes, after) = rest.split_at(record.attributes as usize);
            rest = after;
            SpanView { record, attributes }
        })
    }

    /// Makes room in an empty batch, by vectors that were used before if there are any.
    pub(super) fn reserve(&mut self, spans: usize) {
        if self.spans.capacity() > 0 {
            return;
        }
        let used = USED.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match used {
            Some(used) => *self = used,
            None => self.spans.reserve_exact(spans),
        }
    }

    /// Takes everything out, and leaves the vectors to be used again.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (Record, Vec<KeyValue>)> + '_ {
        self.bytes = 0;
        let mut attributes = self.attributes.drain(..);
        let spans = self.spans.drain(..);
        spans.map(move |record| {
            let common = if record.merge {
                record.source.attributes()
            } else {
                &[]
            };
            let mut all = Vec::with_capacity(common.len() + record.attributes as usize);
            all.extend_from_slice(common);
            all.extend(attributes.by_ref().take(record.attributes as usize));
            (record, all)
        })
    }

    /// Adds a span, and takes its attributes out.
    pub(super) fn add(&mut self, mut record: Record, attributes: &mut Vec<KeyValue>) {
        record.attributes = u32::try_from(attributes.len()).unwrap_or(u32::MAX);
        self.add_from(record, attributes.drain(..));
    }

    /// Adds a span whose attributes are noted in these words.
    pub(super) fn add_noted(
        &mut self,
        mut record: Record,
        words: impl Iterator<Item = u64>,
        limits: &Limits,
    ) {
        let common = record.source.attribute_count();
        let room = limits.attributes.saturating_sub(common);
        let before = self.attributes.len();
        let attributes = &mut self.attributes;
        let mut beyond = 0;
        let failure = noted::read(words, |attribute| {
            if attributes.len() - before < room {
                attributes.push(attribute);
            } else {
                beyond += 1;
            }
        });
        if beyond > 0 {
            record.rare.get_or_insert_default().dropped_attributes += beyond;
        }
        if let Some(failure) = failure {
            record.rare.get_or_insert_default().fail(failure, limits);
        }
        let own = &self.attributes[before..];
        record.attributes = u32::try_from(own.len()).unwrap_or(u32::MAX);
        self.bytes += weight::of(&record, own);
        self.spans.push(record);
    }

    /// Adds a span whose attributes these are.
    pub(super) fn add_from(&mut self, record: Record, attributes: impl Iterator<Item = KeyValue>) {
        let before = self.attributes.len();
        self.attributes.extend(attributes);
        self.bytes += weight::of(&record, &self.attributes[before..]);
        self.spans.push(record);
    }

    /// Adds all of `other` at the end.
    pub fn append(&mut self, mut other: Self) {
        self.spans.append(&mut other.spans);
        self.attributes.append(&mut other.attributes);
        self.bytes += other.bytes;
    }

    /// Takes away all but the first `len` spans, and returns them.
    pub fn split_off(&mut self, len: usize) -> Self {
        if len >= self.len() {
            return Self::default();
        }
        let kept = self.spans[..len].iter();
        let kept = kept.map(|record| record.attributes as usize).sum();
        let mut rest = Self {
            spans: self.spans.split_off(len),
            attributes: self.attributes.split_off(kept),
            bytes: 0,
        };
        let bytes = rest.iter();
        rest.bytes = bytes
            .map(|span| weight::of(span.record, span.attributes))
            .sum();
        self.bytes = self.bytes.saturating_sub(rest.bytes);
        rest
    }
}

/// Vectors that were used before: a batch is as large as what an allocator gets from the
/// operating system, page by page.
static USED: Mutex<Vec<Records>> = Mutex::new(Vec::new());

/// Batches that are kept to be used again, and the largest of those.
const KEPT: usize = 32;
const LARGEST: usize = 4_096;

impl Drop for Records {
    fn drop(&mut self) {
        let (spans, attributes) = (self.spans.capacity(), self.attributes.capacity());
        if !(64..=LARGEST).contains(&spans) || attributes > 4 * LARGEST {
            return;
        }
        self.spans.clear();
        self.attributes.clear();
        let mut used = USED.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() < KEPT {
            used.push(Self {
                spans: std::mem::take(&mut self.spans),
                attributes: std::mem::take(&mut self.attributes),
                bytes: 0,
            });
        }
    }
}
