//! A piece of a log: what is written is read once, in its order, until there is no room.

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
