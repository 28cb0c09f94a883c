//! Ended spans: as they are kept, and as exporters read them.

use super::limits::Limits;
use super::noted::{self, Failure};
use super::view::SpanView;
use crate::provider::EXCEPTION;
use crate::provider::plan::Source;
use opentelemetry::KeyValue;
use opentelemetry::trace::{
    Event, Link, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// One span. Its attributes stand in the [`Records`] that it is part of.
#[derive(Clone, Debug)]
pub(in crate::provider) struct Record {
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    pub(super) parent_id: SpanId,
    /// Moments of the [`clock`].
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) source: Source,
    pub(super) name: Cow<'static, str>,
    /// What few spans have.
    pub(super) rare: Option<Box<Rare>>,
    /// How many attributes of the [`Records`] are this span's.
    pub(super) attributes: u32,
    pub(super) kind: SpanKind,
    pub(super) flags: TraceFlags,
    pub(super) parent_is_remote: bool,
    /// Whether the attributes of the source are to be merged in.
    pub(super) merge: bool,
}

/// The parts of a span that few spans have.
#[derive(Clone, Debug, Default)]
pub(in crate::provider) struct Rare {
    /// Times that somebody gave.
    pub(super) start: Option<SystemTime>,
    pub(super) end: Option<SystemTime>,
    pub(super) status: Status,
    pub(super) trace_state: TraceState,
    pub(super) events: Vec<Event>,
    pub(super) links: Vec<Link>,
    pub(super) dropped_attributes: u32,
    pub(super) dropped_events: u32,
    pub(super) dropped_links: u32,
}

impl Rare {
    /// What the operation failed of.
    pub(super) fn fail(&mut self, failure: Failure, limits: &Limits) {
        self.status(failure.status);
        if let Some((time, attributes)) = failure.exception {
            self.event(EXCEPTION.into(), time, attributes, limits);
        }
    }

    /// Source: "Set Status" of `specification/trace/api.md`: Ok > Error > Unset.
    pub(super) fn status(&mut self, status: Status) {
        if status > self.status {
            self.status = status;
        }
    }

    pub(super) fn event(
        &mut self,
        name: Cow<'static, str>,
        time: SystemTime,
        mut attributes: Vec<KeyValue>,
        limits: &Limits,
    ) {
        if self.events.len() < limits.events {
            let dropped = limits.keep(&mut attributes, limits.event_attributes);
            // Most spans with an event have one: an error.
            if self.events.is_empty() {
                self.events.reserve_exact(1);
            }
            self.events
                .push(Event::new(name, time, attributes, dropped));
        } else {
            self.dropped_events += 1;
        }
    }
}

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
        self.bytes += super::weight::of(&record, own);
        self.spans.push(record);
    }

    /// Adds a span whose attributes these are.
    pub(super) fn add_from(&mut self, record: Record, attributes: impl Iterator<Item = KeyValue>) {
        let before = self.attributes.len();
        self.attributes.extend(attributes);
        self.bytes += super::weight::of(&record, &self.attributes[before..]);
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
            .map(|span| super::weight::of(span.record, span.attributes))
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
