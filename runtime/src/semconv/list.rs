//! Attributes while they are written down.
//!
//! A mapping names a dozen, once for each request: that is code which runs straight through and is cold each time, so
//! that what it takes to fetch costs more than what it does. So the ways to write one are functions, and stay functions.

use opentelemetry::{KeyValue, StringValue, Value};

/// Attributes in the order in which they were written.
#[derive(Debug)]
pub(super) struct List(Vec<KeyValue>);

impl List {
    pub(super) fn with_room_for(attributes: usize) -> Self {
        Self(Vec::with_capacity(attributes))
    }

    /// A copy of a text.
    #[inline(never)]
    pub(super) fn text(&mut self, key: &'static str, value: &str) {
        self.value(key, StringValue::from(value.to_owned()));
    }

    /// One of few texts.
    #[inline(never)]
    pub(super) fn word(&mut self, key: &'static str, value: &'static str) {
        self.value(key, StringValue::from(value));
    }

    /// A number; all that the conventions know of ports, codes and counts are smaller than this.
    #[inline(never)]
    pub(super) fn number(&mut self, key: &'static str, value: u32) {
        self.value(key, i64::from(value));
    }

    /// Anything else.
    pub(super) fn value(&mut self, key: &'static str, value: impl Into<Value>) {
        self.0.push(KeyValue::new(key, value));
    }

    pub(super) fn extend(&mut self, attributes: impl IntoIterator<Item = KeyValue>) {
        self.0.extend(attributes);
    }

    pub(super) fn done(self) -> Vec<KeyValue> {
        self.0
    }
}
