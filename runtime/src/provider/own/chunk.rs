//! A piece of a thread's log: lines one after the other, written by one thread without a lock.
//!
//! The writer publishes a line by moving the end; whoever collects reads up to there, from where
//! the last one stopped. Records that no line can hold stand beside, in the order of their marks.

use super::limits::Limits;
use super::line::{self, Begun, HEAD, Line, MARK, WORDS};
use super::record::Record;
use super::records::Records;
use super::weight;
use opentelemetry::KeyValue;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Words of a piece: a usual batch of spans, with some attributes.
const SIZE: usize = 6 * 1024;
/// A piece is full early if the records beside it are large.
const BYTES: usize = 256 * 1024;

#[derive(Debug)]
pub(super) struct Chunk {
    words: Box<[AtomicU64]>,
    /// Words and spans written. Only the writer changes it.
    end: AtomicUsize,
    spans: AtomicUsize,
    /// Words read. Only changed under the lock of whoever collects.
    read: AtomicUsize,
    beside: Mutex<Beside>,
}

#[derive(Debug, Default)]
struct Beside {
    records: VecDeque<Record>,
    /// Of all records, in their order.
    attributes: VecDeque<KeyValue>,
    bytes: usize,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It stands there, and there is room for more, if not more spans than these are wanted.
    Now(usize),
    /// It has no room.
    NoRoom,
}

impl Chunk {
    pub(super) fn new() -> Self {
        Self {
            words: std::iter::repeat_with(AtomicU64::default)
                .take(SIZE)
                .collect(),
            end: AtomicUsize::new(0),
            spans: AtomicUsize::new(0),
            read: AtomicUsize::new(0),
            beside: Mutex::default(),
        }
    }

    /// Adds a line, on the thread that writes, with the words of its attributes.
    #[inline]
    pub(super) fn write(&self, begun: &Begun, ended: u64, attributes: &[AtomicU64]) -> Written {
        let end = self.end.load(Ordering::Relaxed);
        let after = end + WORDS + attributes.len();
        let Some(room) = self.words.get(end..after) else {
            return Written::NoRoom;
        };
        let Some((line, rest)) = room.split_first_chunk::<WORDS>() else {
            return Written::NoRoom;
        };
        let copy = |to: &[AtomicU64], from: &[AtomicU64]| {
            for (word, value) in to.iter().zip(from) {
                word.store(value.load(Ordering::Relaxed), Ordering::Relaxed);
            }
        };
        let head = begun[HEAD].load(Ordering::Relaxed);
        line[HEAD].store(line::followed_by(head, attributes.len()), Ordering::Relaxed);
        copy(&line[HEAD + 1..], &begun[HEAD + 1..]);
        line[WORDS - 1].store(ended, Ordering::Relaxed);
        copy(rest, attributes);
        self.publish(after)
    }

    #[inline]
    fn publish(&self, end: usize) -> Written {
        self.end.store(end, Ordering::Release);
        let spans = self.spans.load(Ordering::Relaxed) + 1;
        self.spans.store(spans, Ordering::Relaxed);
        Written::Now(spans)
    }

    /// Adds a record, on the thread that writes; takes its attributes out, if there is room.
    pub(super) fn write_beside(
        &self,
        record: &mut Option<Record>,
        attributes: &mut Vec<KeyValue>,
    ) -> Written {
        let end = self.end.load(Ordering::Relaxed);
        let Some(mark) = self.words.get(end) else {
            return Written::NoRoom;
        };
        let mut beside = self.beside();
        if let Some(mut record) = record.take() {
            record.attributes = u32::try_from(attributes.len()).unwrap_or(u32::MAX);
            beside.bytes += weight::of(&record, attributes);
            beside.records.push_back(record);
            beside.attributes.extend(attributes.drain(..));
        }
        let heavy = beside.bytes >= BYTES;
        drop(beside);
        mark.store(MARK, Ordering::Relaxed);
        match self.publish(end + 1) {
            Written::Now(_) if heavy => Written::Now(usize::MAX),
            written => written,
        }
    }

    /// Up to where it is written.
    pub(super) fn end(&self) -> usize {
        self.end.load(Ordering::Acquire)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.end() == self.read.load(Ordering::Relaxed)
    }

    /// Reads on up to `end`. Only for whoever collects.
    pub(super) fn read_to(&self, end: usize, limits: &Limits, records: &mut Records) {
        let mut at = self.read.load(Ordering::Relaxed);
        if at >= end {
            return;
        }
        let mut beside = None;
        while at < end {
            let head = self.words[at].load(Ordering::Relaxed);
            if head == MARK {
                let beside: &mut MutexGuard<'_, Beside> =
                    beside.get_or_insert_with(|| self.beside());
                beside.move_first(records);
                at += 1;
                continue;
            }
            let Some(words) = self.words.get(at..at + WORDS) else {
                break;
            };
            let mut line = Line([0; WORDS]);
            for (value, word) in line.0.iter_mut().zip(words) {
                *value = word.load(Ordering::Relaxed);
            }
            let after = at + WORDS + line.noted();
            let noted = self.words.get(at + WORDS..after).unwrap_or_default();
            let noted = noted.iter().map(|word| word.load(Ordering::Relaxed));
            at = after;
            if let Some(record) = line.record() {
                records.add_noted(record, noted, limits);
            }
        }
        self.read.store(end, Ordering::Relaxed);
    }

    /// As new, once all of it was read and nobody else has it.
    pub(super) fn reset(&mut self) {
        *self.end.get_mut() = 0;
        *self.spans.get_mut() = 0;
        *self.read.get_mut() = 0;
    }

    fn beside(&self) -> MutexGuard<'_, Beside> {
        self.beside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Beside {
    fn move_first(&mut self, records: &mut Records) {
        let Some(record) = self.records.pop_front() else {
            return;
        };
        let own = self.attributes.len().min(record.attributes as usize);
        records.add_from(record, self.attributes.drain(..own));
        if self.records.is_empty() {
            self.bytes = 0;
        }
    }
}

#[cfg(test)]
#[path = "chunk_tests.rs"]
mod tests;
