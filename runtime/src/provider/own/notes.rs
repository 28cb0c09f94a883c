//! Attributes in words, as they stand in a slot and in a log: what a function or future sets on
//! its own span. Long texts, arrays, and what is told by others are no notes.

use super::keys;
use opentelemetry::{Key, KeyValue, Value};
use std::sync::atomic::{AtomicU64, Ordering};

/// Words that the notes of one span may have: ten attributes, if their texts are no longer than twenty bytes.
const MOST: usize = 32;

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

#[inline]
fn head(key: u32, kind: u64, length: usize) -> u64 {
    u64::from(key) | kind << TYPE | (length as u64) << LENGTH
}

/// Room for the notes of one span. Whose span it is writes, one after the other.
#[derive(Debug)]
pub(super) struct Notes([AtomicU64; MOST]);

impl Default for Notes {
    fn default() -> Self {
        Self([const { AtomicU64::new(0) }; MOST])
    }
}

impl Notes {
    /// Adds a note after so many words; returns how many there are then, or nothing if it has no
    /// room.
    #[expect(
        clippy::inline_always,
        reason = "what kind of note it is, is known where this is called"
    )]
    #[inline(always)]
    pub(super) fn add(&self, after: usize, key: u32, note: Note<'_>) -> Option<usize> {
        let (kind, word) = match note {
            Note::Text(text) => return self.add_text(after, key, text),
            Note::Bool(false) => (FALSE, None),
            Note::Bool(true) => (TRUE, None),
            Note::I64(value) => (I64, Some(value.cast_unsigned())),
            Note::F64(value) => (F64, Some(value.to_bits())),
        };
        let end = after + 1 + usize::from(word.is_some());
        let room = self.0.get(after..end)?;
        room[0].store(head(key, kind, 0), Ordering::Relaxed);
        if let Some(word) = word {
            room[1].store(word, Ordering::Relaxed);
        }
        Some(end)
    }

    #[inline]
    fn add_text(&self, after: usize, key: u32, text: &str) -> Option<usize> {
        let end = after + 1 + text.len().div_ceil(8);
        let (first, room) = self.0.get(after..end)?.split_first()?;
        first.store(head(key, TEXT, text.len()), Ordering::Relaxed);
        let (whole, rest) = text.as_bytes().as_chunks();
        for (word, bytes) in room.iter().zip(whole) {
            word.store(u64::from_le_bytes(*bytes), Ordering::Relaxed);
        }
        if let (false, Some(last)) = (rest.is_empty(), room.last()) {
            last.store(last_word(text.as_bytes()), Ordering::Relaxed);
        }
        Some(end)
    }

    /// The first words.
    #[inline]
    pub(super) fn first(&self, words: usize) -> &[AtomicU64] {
        self.0.get(..words).unwrap_or_default()
    }
}

/// The last word of bytes that do not fill it: by words, where they are read one after the other
/// faster than byte by byte.
#[inline]
fn last_word(bytes: &[u8]) -> u64 {
    let bits = |bytes: usize| 8 * (bytes % 8);
    let len = bytes.len();
    if let Some(last) = bytes.last_chunk() {
        // The bytes before are in the word before.
        return u64::from_le_bytes(*last) >> (u64::BITS as usize - bits(len));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // Where they overlap, they are the same.
        let [first, last] = [first, last].map(|half| u64::from(u32::from_le_bytes(*half)));
        return first | last << bits(len - 4);
    }
    let at = |at: usize| u64::from(bytes[at]) << bits(at);
    if bytes.is_empty() {
        0
    } else {
        at(0) | at(len / 2) | at(len - 1)
    }
}

/// The attributes of which these are the words.
pub(super) fn attributes(words: &[AtomicU64]) -> Vec<KeyValue> {
    let mut attributes = Vec::new();
    let words = words.iter().map(|word| word.load(Ordering::Relaxed));
    read(words, |attribute| attributes.push(attribute));
    attributes
}

/// Takes each of the attributes of which these are the words.
pub(super) fn read(mut words: impl Iterator<Item = u64>, mut take: impl FnMut(KeyValue)) {
    let Some(mut head) = words.next() else { return };
    let keys = keys::all();
    loop {
        #[expect(clippy::cast_possible_truncation, reason = "its own bits")]
        let (key, length) = (head as u32, (head >> LENGTH) as usize);
        let value = match head >> TYPE & 0b111 {
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            I64 => Value::I64(words.next().unwrap_or_default().cast_signed()),
            F64 => Value::F64(f64::from_bits(words.next().unwrap_or_default())),
            _ => Value::String(text(length, &mut words).into()),
        };
        if let Some(key) = keys.get(key as usize) {
            take(KeyValue::new(Key::from_static_str(key), value));
        }
        match words.next() {
            Some(next) => head = next,
            None => return,
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
    use super::{MOST, Note, Notes, attributes, keys};
    use opentelemetry::{KeyValue, Value};

    fn of(key: &'static str, note: Note<'_>) -> Vec<KeyValue> {
        let notes = Notes::default();
        let end = notes.add(0, keys::number(key), note).expect("it has room");
        attributes(notes.first(end))
    }

    #[test]
    fn every_value_comes_back_as_it_was() {
        let longest = "x".repeat(8 * (MOST - 1));
        let lengths = (0..=24).map(|length| &"abcdefghijklmnopqrstuvwx"[..length]);
        for text in lengths.chain(["größe", "a\0b", "\0", &longest]) {
            let expected = KeyValue::new("text", text.to_owned());
            assert_eq!(of("text", Note::Text(text)), [expected]);
        }
        for value in [0, 1, -1, i64::MIN, i64::MAX] {
            assert_eq!(of("int", Note::I64(value)), [KeyValue::new("int", value)]);
        }
        for value in [0.0, -0.5, f64::MAX, f64::INFINITY] {
            assert_eq!(of("f64", Note::F64(value)), [KeyValue::new("f64", value)]);
        }
        let found = of("nan", Note::F64(f64::NAN));
        assert!(matches!(found[0].value, Value::F64(value) if value.is_nan()));
        for value in [true, false] {
            assert_eq!(of("is", Note::Bool(value)), [KeyValue::new("is", value)]);
        }
    }

    #[test]
    fn they_stand_one_after_the_other_until_there_is_no_room() {
        let notes = Notes::default();
        let mut end = 0;
        let mut expected = Vec::new();
        let mut add = |key: &'static str, note: Note<'_>, value: Value| {
            end = notes.add(end, keys::number(key), note)?;
            expected.push(KeyValue::new(key, value));
            Some(())
        };
        add(
            "one",
            Note::Text("a text of some length"),
            "a text of some length".into(),
        );
        add("two", Note::Bool(true), true.into());
        while add("more", Note::I64(7), 7.into()).is_some() {}
        assert_eq!(add("long", Note::Text("more than eight"), 0.into()), None);
        assert!(expected.len() > 10);
        assert_eq!(attributes(notes.first(end)), expected);
        assert_eq!(attributes(notes.first(0)), []);
    }
}
