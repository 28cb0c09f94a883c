//! Setting attributes on the current span, only if it records.

use super::finish;
use super::value::ToValue;
use crate::context;
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Key, KeyValue, Value};
use std::fmt::{Debug, Display};

/// Attributes on their way to a span.
#[derive(Debug, Default)]
pub struct Attributes(Vec<KeyValue>);

impl Attributes {
    /// Adds an attribute; `None` adds nothing.
    pub fn set(&mut self, key: impl Into<Key>, value: Option<Value>) {
        if let Some(value) = value {
            self.0.push(KeyValue::new(key, value));
        }
    }
}

/// Sets attributes on the current span. `f` runs only if that span records, so that
/// what is not recorded is not computed either.
pub(crate) fn attributes(f: impl FnOnce(&mut Attributes)) {
    if !context::with_current(finish::is_recording) {
        return;
    }
    // Evaluated before the current context is borrowed: an expression may call traced code.
    let mut attributes = Attributes::default();
    f(&mut attributes);
    context::with_current(|cx| cx.span().set_attributes(attributes.0));
}

/// The value of `%expr`.
#[expect(
    clippy::unnecessary_wraps,
    reason = "all three sigils give the same type"
)]
pub(crate) fn display<T: Display + ?Sized>(value: &T) -> Option<Value> {
    Some(value.to_string().into())
}

/// The value of `?expr`.
#[expect(
    clippy::unnecessary_wraps,
    reason = "all three sigils give the same type"
)]
pub(crate) fn debug<T: Debug + ?Sized>(value: &T) -> Option<Value> {
    Some(format!("{value:?}").into())
}

/// The value of `expr`.
pub(crate) fn any<T: ToValue + ?Sized>(value: &T) -> Option<Value> {
    value.to_value()
}
