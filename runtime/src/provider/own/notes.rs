//! Attributes in words, as they stand in a log: what a function sets on its own span.
//!
//! While the function runs they lie on a stack of its thread: functions that it calls put theirs
//! on top and have taken them off again when they return, so that the topmost are always those
//! of the function that runs. Long texts, arrays, and what is told by others are no notes.

use super::keys;
use opentelemetry::{Key, KeyValue, Value};
use std::cell::RefCell;

/// Words that the notes of one span may have.
const MOST: u32 = 1024;
/// Bytes of a text that is a note.
const LONGEST: usize = 1024;

/// The value of a note.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Note<'v> {
    Bool(bool),
    I64(i64),
    F64(f64),
    Text(&'v str),
}

/// The first word of a note. Bits: 0 to 31 the key's number, 32 to 34 the type, 35 to 63 the
/// length of a text in bytes.
const TYPE: u32 = 32;
const LENGTH: u32 = 35;

const FALSE: u64 = 0;
const TRUE: u64 = 1;
const I64: u64 = 2;
const F64: u64 = 3;
const TEXT: u64 = 4;

/// The notes of all functions that run on a thread.
#[derive(Debug, Default)]
pub(super) struct Notes(RefCell<Vec<u64>>);

impl Notes {
    /// Adds a note; returns of how many words it is, or nothing if it can be none.
    #[inline]
    pub(super) fn add(&self, key: u32, note: Note<'_>, present: u32) -> Option<u32> {
        let mut words = self.0.try_borrow_mut().ok()?;
        let before = words.len();
        if present > MOST {
            return None;
        }
        let head =
            |kind: u64, length: usize| u64::from(key) | kind << TYPE | (length as u64) << LENGTH;
        match note {
            Note::Bool(false) => words.push(head(FALSE, 0)),
            Note::Bool(true) => words.push(head(TRUE, 0)),
            Note::I64(value) => words.extend([head(I64, 0), value.cast_unsigned()]),
            Note::F64(value) => words.extend([head(F64, 0), value.to_bits()]),
            Note::Text(text) if text.len() <= LONGEST => {
                words.push(head(TEXT, text.len()));
                let (whole, rest) = text.as_bytes().as_chunks();
                words.extend(whole.iter().map(|bytes| u64::from_le_bytes(*bytes)));
                if !rest.is_empty() {
                    let mut last = [0; 8];
                    last[..rest.len()].copy_from_slice(rest);
                    words.push(u64::from_le_bytes(last));
                }
            }
            Note::Text(_) => return None,
        }
        u32::try_from(words.len() - before).ok()
    }

    /// Shows the topmost words, and takes them off if `look` says so.
    #[inline]
    pub(super) fn take<R>(&self, count: u32, look: impl FnOnce(&[u64]) -> (R, bool)) -> R {
        let Ok(mut words) = self.0.try_borrow_mut() else {
            return look(&[]).0;
        };
        let from = words.len().saturating_sub(count as usize);
        let (result, off) = look(&words[from..]);
        if off {
            words.truncate(from);
        }
        result
    }
}

/// The attributes of which these are the words.
pub(super) fn attributes(words: &[u64]) -> Vec<KeyValue> {
    let mut attributes = Vec::new();
    read(words.iter().copied(), |attribute| {
        attributes.push(attribute)
    });
    attributes
}

/// Takes each of the attributes of which these are the words.
pub(super) fn read(mut words: impl Iterator<Item = u64>, mut take: impl FnMut(KeyValue)) {
    let keys = keys::all();
    while let Some(head) = words.next() {
        #[expect(clippy::cast_possible_truncation, reason = "its own bits")]
        let key = keys.get(head as u32 as usize);
        let value = match head >> TYPE & 0b111 {
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            I64 => Value::I64(words.next().unwrap_or_default().cast_signed()),
            F64 => Value::F64(f64::from_bits(words.next().unwrap_or_default())),
            _ => Value::String(text((head >> LENGTH) as usize, &mut words).into()),
        };
        if let Some(key) = key {
            take(KeyValue::new(Key::from_static_str(key), value));
        }
    }
}

fn text(length: usize, words: &mut impl Iterator<Item = u64>) -> String {
    let mut bytes = Vec::with_capacity(length.next_multiple_of(8));
    for word in words.take(length.div_ceil(8)) {
        bytes.extend(word.to_le_bytes());
    }
    bytes.truncate(length);
    // They came from a text.
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Note, Notes, attributes};
    use crate::provider::own::keys::Known;
    use opentelemetry::{KeyValue, Value};

    fn taken(notes: &Notes, count: u32) -> Vec<KeyValue> {
        notes.take(count, |words| (attributes(words), true))
    }

    #[test]
    fn every_value_comes_back_as_it_was() {
        let (notes, known) = (Notes::default(), Known::default());
        let texts = ["", "a", "seven77", "eight888", "nine99999", "größe", "a\0b"];
        let longest = "x".repeat(LONGEST);
        let mut expected = Vec::new();
        let mut count = 0;
        let mut add = |key: &'static str, note: Note<'_>, value: Value| {
            count += notes.add(known.number(key), note, 0).expect("it is one");
            expected.push(KeyValue::new(key, value));
        };
        for text in texts.into_iter().chain([&*longest]) {
            add("text", Note::Text(text), text.to_owned().into());
        }
        for value in [0, 1, -1, i64::MIN, i64::MAX] {
            add("integer", Note::I64(value), value.into());
        }
        for value in [0.0, -0.5, f64::MAX, f64::INFINITY] {
            add("number", Note::F64(value), value.into());
        }
        add("yes", Note::Bool(true), true.into());
        add("no", Note::Bool(false), false.into());
        assert_eq!(taken(&notes, count), expected);
        assert_eq!(notes.0.borrow().len(), 0);
    }

    #[test]
    fn the_topmost_are_taken_and_the_others_stay() {
        let (notes, known) = (Notes::default(), Known::default());
        let key = known.number("key");
        let outer = notes.add(key, Note::I64(1), 0).expect("it is one");
        let inner = notes.add(key, Note::Text("two"), 0).expect("it is one");
        assert_eq!(taken(&notes, inner), [KeyValue::new("key", "two")]);
        assert_eq!(taken(&notes, outer), [KeyValue::new("key", 1)]);
        assert_eq!(taken(&notes, outer), []);
    }

    #[test]
    fn what_is_too_large_is_none() {
        let notes = Notes::default();
        let text = "x".repeat(LONGEST + 1);
        assert_eq!(notes.add(0, Note::Text(&text), 0), None);
        assert_eq!(notes.add(0, Note::Bool(true), 2_000), None);
        assert_eq!(notes.0.borrow().len(), 0);
    }
}
