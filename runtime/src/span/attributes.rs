//! Setting attributes on the current span, only if it records.

use super::finish;
use super::value::ToValue;
use crate::context;
use crate::provider::{self, Slot};
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, Key, KeyValue, Value};
use std::fmt::{Debug, Display};
use std::sync::Arc;

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

/// The attributes that `f` computes. No context is borrowed: an expression may call traced
/// code.
pub(super) fn collect(f: impl FnOnce(&mut Attributes)) -> Vec<KeyValue> {
    let mut attributes = Attributes(provider::spare());
    f(&mut attributes);
    attributes.0
}

/// Sets attributes on the current span. `f` runs only if that span records, so that
/// what is not recorded is not computed either.
pub(crate) fn attributes(f: impl FnOnce(&mut Attributes)) {
    if provider::is_off() {
        return;
    }
    if let Some(slot) = running() {
        let attributes = collect(f);
        // Computing them may have made another span current: these are the body's.
        provider::keep_spare(slot.extend(attributes));
    } else if context::with_current(finish::is_recording) {
        let attributes = collect(f);
        context::with_current(|cx| cx.span().set_attributes(attributes));
    }
}

/// The span of ours that generated code runs in, if it is the current one.
#[inline]
fn running() -> Option<&'static Slot> {
    Slot::running(context::with_current(|cx| {
        cx.span().span_context().span_id()
    }))
}

/// Sets an attribute on the current span.
pub(crate) fn record(key: &'static str, value: Option<Value>) {
    if let Some(value) = value {
        context::with_current(|cx| cx.span().set_attribute(KeyValue::new(key, value)));
    }
}

/// Attributes that were computed at the call of a function that returns a future: when the
/// span starts, at the first poll, the arguments are gone.
#[derive(Clone, Debug)]
struct Carried(Arc<[KeyValue]>);

/// A context that carries attributes for the span that is started from it.
pub(crate) fn with_attributes(cx: &Context, f: impl FnOnce(&mut Attributes)) -> Context {
    if cx.is_telemetry_suppressed() {
        return cx.clone();
    }
    cx.with_value(Carried(collect(f).into()))
}

/// The attributes that [`with_attributes`] put there.
pub(super) fn carried(called: &Context) -> &[KeyValue] {
    called
        .get::<Carried>()
        .map(|Carried(attributes)| &**attributes)
        .unwrap_or_default()
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
