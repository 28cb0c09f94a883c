//! Notes, as whoever collects reads them: the attributes of a span, and what it failed of.

use super::keys;
use super::notes::{F64, FAILED, FALSE, HAS_EXCEPTION, HAS_TEXT, I64, LENGTH, TRUE, TYPE};
use crate::provider::failed::ERROR_TYPE;
use crate::provider::{Exception, clock};
use opentelemetry::trace::Status;
use opentelemetry::{Key, KeyValue, Value};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// What an operation failed of, but for its type, which is an attribute.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: Status,
    /// When, and the attributes of the event.
    pub(super) exception: Option<(SystemTime, Vec<KeyValue>)>,
}

/// All that these words say.
pub(super) fn all(words: &[AtomicU64]) -> (Vec<KeyValue>, Option<Failure>) {
    let mut attributes = Vec::new();
    let words = words.iter().map(|word| word.load(Ordering::Relaxed));
    let failure = read(words, |attribute| attributes.push(attribute));
    (attributes, failure)
}

/// Takes each of the attributes of which these are the words; returns what the operation failed of.
pub(super) fn read(
    mut words: impl Iterator<Item = u64>,
    mut take: impl FnMut(KeyValue),
) -> Option<Failure> {
    let mut head = words.next()?;
    let mut failure = None;
    let keys = keys::all();
    let named = |number: u64| keys.get(usize::try_from(number).ok()?).copied();
    loop {
        let (number, length) = (head & u64::from(u32::MAX), length(head));
        let attribute = match head >> TYPE & 0b111 {
            FALSE => (named(number), Value::Bool(false)),
            TRUE => (named(number), Value::Bool(true)),
            I64 => (named(number), Value::I64(next(&mut words).cast_signed())),
            F64 => (named(number), Value::F64(f64::from_bits(next(&mut words)))),
            FAILED => {
                let (more, moment) = (next(&mut words), next(&mut words));
                let text = text(length, &mut words);
                let text = (more & HAS_TEXT != 0).then_some(text);
                let exception = (more & HAS_EXCEPTION != 0).then(|| {
                    let type_name = named(more & u64::from(u32::MAX)).unwrap_or_default();
                    let exception = Exception {
                        type_name,
                        trace: None,
                    };
                    (clock::time(moment), exception.attributes(text.as_deref()))
                });
                failure = Some(Failure {
                    status: Status::error(text.unwrap_or_default()),
                    exception,
                });
                let error_type = named(number).unwrap_or_default();
                (Some(ERROR_TYPE), Value::from(error_type))
            }
            _ => (named(number), text(length, &mut words).into()),
        };
        if let (Some(key), value) = attribute {
            take(KeyValue::new(Key::from_static_str(key), value));
        }
        match words.next() {
            Some(next) => head = next,
            None => return failure,
        }
    }
}

fn next(words: &mut impl Iterator<Item = u64>) -> u64 {
    words.next().unwrap_or_default()
}

fn length(head: u64) -> usize {
    usize::try_from(head >> LENGTH).unwrap_or(0)
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
    use super::all;
    use crate::provider::clock;
    use crate::provider::own::keys;
    use crate::provider::own::notes::{Failure, MOST, Note, Notes};
    use opentelemetry::trace::Status;
    use opentelemetry::{KeyValue, Value};

    fn of(key: &'static str, note: Note<'_>) -> Vec<KeyValue> {
        let notes = Notes::default();
        let end = notes.add(0, keys::number(key), note).expect("it has room");
        all(notes.first(end)).0
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
        assert_eq!(all(notes.first(end)).0, expected);
        assert_eq!(all(notes.first(0)).0, []);
    }
    #[test]
    fn what_an_operation_failed_of_comes_back_among_its_attributes() {
        let moment = clock::now();
        for text in [None, Some(""), Some("no"), Some("nothing is where it was")] {
            for exception in [None, Some("shop::Error")] {
                let notes = Notes::default();
                let before = notes.add(0, keys::number("before"), Note::I64(1));
                let failure = Failure {
                    error_type: keys::number("gone"),
                    exception: exception.map(keys::number),
                    text,
                    moment,
                };
                let end = notes.add_failure(before.expect("room"), &failure);
                let (attributes, failure) = all(notes.first(end.expect("room")));
                let expected = [
                    KeyValue::new("before", 1),
                    KeyValue::new("error.type", "gone"),
                ];
                assert_eq!(attributes, expected);
                let failure = failure.expect("it failed");
                assert_eq!(failure.status, Status::error(text.unwrap_or_default()));
                let event = exception.map(|name| {
                    let name = KeyValue::new("exception.type", name);
                    let message = text.map(|text| KeyValue::new("exception.message", text));
                    let attributes = [name].into_iter().chain(message);
                    (clock::time(moment), attributes.collect())
                });
                assert_eq!(failure.exception, event);
            }
        }
    }
}
