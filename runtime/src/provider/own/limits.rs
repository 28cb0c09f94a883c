//! How much a span may hold.
//!
//! Source: "Span Limits" of `specification/trace/sdk.md` and "Attribute Limits" of
//! `specification/common/README.md`. What is dropped is counted in the span.

use opentelemetry::{Array, KeyValue, StringValue, Value};
use opentelemetry_sdk::trace::SpanLimits;
use std::sync::{Mutex, OnceLock, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) attributes: usize,
    pub(super) events: usize,
    pub(super) links: usize,
    pub(super) event_attributes: usize,
    pub(super) link_attributes: usize,
    /// Characters of a text.
    pub(super) value_length: Option<usize>,
}

impl Limits {
    pub(super) fn new(limits: SpanLimits, value_length: Option<usize>) -> Self {
        Self {
            attributes: limits.max_attributes_per_span as usize,
            events: limits.max_events_per_span as usize,
            links: limits.max_links_per_span as usize,
            event_attributes: limits.max_attributes_per_event as usize,
            link_attributes: limits.max_attributes_per_link as usize,
            value_length,
        }
    }

    /// One for all providers with these limits, so that a span holds no more than a
    /// reference. As many as there are different configurations in a process.
    pub(super) fn shared(self) -> &'static Self {
        static ALL: Mutex<Vec<&'static Limits>> = Mutex::new(Vec::new());
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.iter().find(|known| ***known == self) {
            return known;
        }
        let made: &'static Self = Box::leak(Box::new(self));
        all.push(made);
        made
    }

    /// Those of the specification.
    pub(super) fn usual() -> &'static Self {
        static USUAL: OnceLock<Limits> = OnceLock::new();
        USUAL.get_or_init(|| Self::new(SpanLimits::default(), None))
    }

    /// Cuts a value to its length. Strings, and each string of an array; other values
    /// are left alone.
    pub(super) fn cut(&self, value: &mut Value) {
        let Some(limit) = self.value_length else {
            return;
        };
        match value {
            Value::String(text) => cut(text, limit),
            Value::Array(Array::String(texts)) => {
                for text in texts {
                    cut(text, limit);
                }
            }
            _ => {}
        }
    }

    /// Keeps the first `most`, cut; returns how many were dropped.
    pub(super) fn keep(&self, attributes: &mut Vec<KeyValue>, most: usize) -> u32 {
        let dropped = attributes.len().saturating_sub(most);
        attributes.truncate(most);
        if self.value_length.is_some() {
            for attribute in attributes {
                self.cut(&mut attribute.value);
            }
        }
        u32::try_from(dropped).unwrap_or(u32::MAX)
    }
}

fn cut(text: &mut StringValue, limit: usize) {
    if let Some((end, _)) = text.as_str().char_indices().nth(limit) {
        *text = text.as_str()[..end].to_owned().into();
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;
    use opentelemetry::{Array, KeyValue, Value};
    use opentelemetry_sdk::trace::SpanLimits;

    #[test]
    fn texts_are_cut_at_characters_and_numbers_are_not() {
        let limits = Limits::new(SpanLimits::default(), Some(2));
        let texts = Array::String(vec!["äöü".into(), "x".into()]);
        let mut attributes = vec![
            KeyValue::new("text", "äöüß"),
            KeyValue::new("short", "ab"),
            KeyValue::new("number", 123_456),
            KeyValue::new("texts", Value::Array(texts)),
            KeyValue::new("beyond", true),
        ];
        assert_eq!(limits.keep(&mut attributes, 4), 1);
        let values: Vec<_> = attributes
            .iter()
            .map(|attribute| attribute.value.to_string())
            .collect();
        assert_eq!(values, ["äö", "ab", "123456", "[\"äö\",\"x\"]"]);
    }

    #[test]
    fn equal_limits_are_one() {
        let limits = || Limits::new(SpanLimits::default(), Some(7)).shared();
        assert!(std::ptr::eq(limits(), limits()));
    }
}
