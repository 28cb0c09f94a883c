//! Attributes in words, as they stand in a slot and in a log: what a function or future sets on
//! its own span, and what it failed of. Long texts, arrays, and what is told by others are no notes.
//! Here they are written; `noted.rs` reads them.

use std::sync::atomic::{AtomicU64, Ordering};

/// Words that the notes of one span may have: ten attributes, if their texts are no longer than twenty bytes.
pub(super) const MOST: usize = 32;

/// The value of a note.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Note<'v> {
    Bool(bool),
    I64(i64),
    F64(f64),
    Text(&'v str),
}

/// What an operation failed of. What it is, and of which type, are texts of the source by number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure<'v> {
    pub(super) error_type: u32,
    /// For an event.
    pub(super) exception: Option<u32>,
    pub(super) text: Option<&'v str>,
    pub(super) moment: u64,
}

/// The first word of a note. Bits: 0 to 31 the key's number, 32 to 34 the type, 35 to 63 the
/// length of a text in bytes.
pub(super) const TYPE: u32 = 32;
pub(super) const LENGTH: u32 = 35;

pub(super) const FALSE: u64 = 0;
pub(super) const TRUE: u64 = 1;
pub(super) const I64: u64 = 2;
pub(super) const F64: u64 = 3;
pub(super) const TEXT: u64 = 4;
/// The number is that of the `error.type`. Two words follow, and a text.
pub(super) const FAILED: u64 = 5;

/// Whether there is a text, and whether there is an exception, whose number is in the bits below.
pub(super) const HAS_TEXT: u64 = 1 << 32;
pub(super) const HAS_EXCEPTION: u64 = 1 << 33;

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
        write(room, text);
        Some(end)
    }

    /// The same of what the operation failed of.
    pub(super) fn add_failure(&self, after: usize, failure: &Failure<'_>) -> Option<usize> {
        let text = failure.text.unwrap_or_default();
        let end = after + 3 + text.len().div_ceil(8);
        let ([first, second, third], room) = self.0.get(after..end)?.split_first_chunk()?;
        let exception = failure
            .exception
            .map_or(0, |number| u64::from(number) | HAS_EXCEPTION);
        let has_text = failure.text.map_or(0, |_| HAS_TEXT);
        first.store(
            head(failure.error_type, FAILED, text.len()),
            Ordering::Relaxed,
        );
        second.store(exception | has_text, Ordering::Relaxed);
        third.store(failure.moment, Ordering::Relaxed);
        write(room, text);
        Some(end)
    }

    /// The first words.
    #[inline]
    pub(super) fn first(&self, words: usize) -> &[AtomicU64] {
        self.0.get(..words).unwrap_or_default()
    }
}

/// Writes a text to as many words as it takes.
#[inline]
fn write(room: &[AtomicU64], text: &str) {
    let (whole, rest) = text.as_bytes().as_chunks();
    for (word, bytes) in room.iter().zip(whole) {
        word.store(u64::from_le_bytes(*bytes), Ordering::Relaxed);
    }
    if let (false, Some(last)) = (rest.is_empty(), room.last()) {
        last.store(last_word(text.as_bytes()), Ordering::Relaxed);
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
