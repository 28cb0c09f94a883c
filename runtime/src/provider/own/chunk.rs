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
mod tests {
    use super::{Chunk, SIZE, Written};
    use crate::provider::own::keys;
    use crate::provider::own::limits::Limits;
    use crate::provider::own::line::{Begun, Head, Line};
    use crate::provider::own::notes::{Note, Notes};
    use crate::provider::own::records::Records;
    use crate::provider::own::sites;
    use crate::provider::{Kind, Origin, Site, SiteParts};
    use opentelemetry::KeyValue;
    use opentelemetry::trace::TraceFlags;
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    use std::thread;

    static SITE: Site = Site::new(SiteParts {
        name: "of.chunk",
        kind: Kind::Internal,
        origin: Origin::Ambient,
        function: "f",
        file: "f.rs",
        line: 1,
        package: None,
        version: None,
        constants: &[],
    });

    fn begun(number: u64) -> Begun {
        let head = Head {
            site: sites::number(&SITE),
            flags: TraceFlags::SAMPLED,
            parent_is_remote: false,
        };
        [head.word(), 1, 2, number, 4, 5].map(AtomicU64::new)
    }

    fn number(key: &'static str, value: i64) -> KeyValue {
        KeyValue::new(key, value)
    }

    /// Writes a span by each way in turn, and says whether it had room.
    fn write(chunk: &Chunk, span: u64) -> bool {
        let notes = Notes::default();
        let value = span.cast_signed();
        let written = match span % 3 {
            0 => chunk.write(&begun(span), 6, &[]),
            1 => {
                let end = notes
                    .add(0, keys::number("noted"), Note::I64(value))
                    .expect("room");
                chunk.write(&begun(span), 6, notes.first(end))
            }
            _ => {
                let mut attributes = vec![number("told", value), number("more", value)];
                let mut record = Line::of(&begun(span), 6).record();
                chunk.write_beside(&mut record, &mut attributes)
            }
        };
        written != Written::NoRoom
    }

    #[test]
    fn what_one_thread_writes_another_reads_once_and_in_order() {
        let chunk = Chunk::new();
        let full = AtomicBool::new(false);
        let (wrote, records) = thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut wrote = 0;
                while write(&chunk, wrote + 1) {
                    wrote += 1;
                }
                full.store(true, Ordering::Release);
                wrote
            });
            let mut records = Records::default();
            loop {
                let last = full.load(Ordering::Acquire);
                chunk.read_to(chunk.end(), Limits::usual(), &mut records);
                if last {
                    break;
                }
            }
            (writer.join().expect("no panic"), records)
        });
        assert!(wrote > (SIZE / 10) as u64);
        assert_eq!(records.len() as u64, wrote);
        for (at, span) in (1..).zip(records.iter()) {
            assert_eq!(u64::from_be_bytes(span.span_id().to_bytes()), at);
            let value = at.cast_signed();
            let expected = match at % 3 {
                0 => vec![],
                1 => vec![number("noted", value)],
                _ => vec![number("told", value), number("more", value)],
            };
            assert_eq!(span.own_attributes(), expected);
        }
        assert!(chunk.is_empty());
    }

    #[test]
    fn more_attributes_than_the_limit_are_counted() {
        let chunk = Chunk::new();
        let (notes, key, mut end) = (Notes::default(), keys::number("noted"), 0);
        for value in 0..4 {
            end = notes.add(end, key, Note::I64(value)).expect("room");
        }
        chunk.write(&begun(1), 6, notes.first(end));
        // Three are those of the site.
        let limits = Limits {
            attributes: 5,
            ..*Limits::usual()
        };
        let mut records = Records::default();
        chunk.read_to(chunk.end(), &limits, &mut records);
        let span = records.iter().next().expect("one");
        let first = [number("noted", 0), number("noted", 1)];
        assert_eq!(span.own_attributes(), first);
        assert_eq!(span.dropped_attributes(), 2);
    }
}
