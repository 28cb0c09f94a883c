//! Setting attributes on the current span, only if it records.

use super::finish;
use super::value::{Recorded, ToValue};
use crate::context;
use crate::provider::{self, Note, Running, Slot};
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, KeyValue};
use std::fmt::{Debug, Display};
use std::mem;
use std::sync::Arc;

/// Attributes on their way to a span.
#[derive(Debug)]
pub struct Attributes(To);

#[derive(Debug)]
enum To {
    Vec(Vec<KeyValue>),
    /// The span of the function or future that runs here.
    Running(&'static Slot),
}

impl Attributes {
    /// Those of the span of the function or future that runs here.
    pub(super) fn of(slot: &'static Slot) -> Self {
        Self(To::Running(slot))
    }

    /// Adds an attribute; no value adds nothing.
    // What kind of value it is, is known where this is called.
    #[inline]
    pub fn set(&mut self, key: &'static str, value: Recorded<'_>) {
        match value {
            Recorded::I64(number) => {
                self.integer(key, number);
                // Nothing to drop, which the compiler need not find out.
                mem::forget(value);
            }
            Recorded::Text(text) => {
                self.text(key, text);
                mem::forget(value);
            }
            _ => self.other(key, value),
        }
    }

    #[inline(never)]
    fn integer(&mut self, key: &'static str, value: i64) {
        match &mut self.0 {
            To::Running(slot) if slot.note(key, Note::I64(value)) => {}
            _ => self.other(key, Recorded::I64(value)),
        }
    }

    #[inline(never)]
    fn text(&mut self, key: &'static str, text: &str) {
        match &mut self.0 {
            To::Running(slot) if slot.note(key, Note::Text(text)) => {}
            _ => self.other(key, Recorded::Text(text)),
        }
    }

    #[inline(never)]
    fn other(&mut self, key: &'static str, value: Recorded<'_>) {
        match &mut self.0 {
            To::Vec(attributes) => attributes.extend(with_key(key, value)),
            To::Running(slot) => set(slot, key, value),
        }
    }
}

fn with_key(key: &'static str, value: Recorded<'_>) -> Option<KeyValue> {
    value.into_value().map(|value| KeyValue::new(key, value))
}

fn set(slot: &Slot, key: &'static str, value: Recorded<'_>) {
    let noted = value.note().is_some_and(|note| slot.note(key, note));
    if !noted && let Some(attribute) = with_key(key, value) {
        slot.set(attribute);
    }
}

/// The attributes that `f` computes. No context is borrowed: an expression may call traced
/// code.
pub(super) fn collect(f: impl FnOnce(&mut Attributes)) -> Vec<KeyValue> {
    let mut attributes = Attributes(To::Vec(provider::spare()));
    f(&mut attributes);
    match attributes.0 {
        To::Vec(attributes) => attributes,
        To::Running(_) => Vec::new(),
    }
}

/// Sets attributes on the span of the function that runs here, or else on the current one. `f`
/// runs only if that span records, so that what is not recorded is not computed either.
#[inline]
pub(crate) fn attributes(f: impl FnOnce(&mut Attributes)) {
    if let Some(mut attributes) = begin() {
        f(&mut attributes);
        attributes.finish();
    }
}

/// Where attributes go that are set here, if anywhere.
#[inline]
fn begin() -> Option<Attributes> {
    if provider::is_off() {
        return None;
    }
    match Running::now() {
        Running::Slot(slot) => Some(Attributes::of(slot)),
        Running::Untraced => None,
        Running::Unknown => begin_unknown(),
    }
}

#[cold]
#[inline(never)]
fn begin_unknown() -> Option<Attributes> {
    let records = context::with_current(finish::is_recording);
    records.then(|| Attributes(To::Vec(provider::spare())))
}

impl Attributes {
    #[inline]
    fn finish(self) {
        match self.0 {
            To::Running(_) => {}
            To::Vec(attributes) => set_on_current(attributes),
        }
    }
}

#[cold]
#[inline(never)]
fn set_on_current(attributes: Vec<KeyValue>) {
    context::with_current(|cx| cx.span().set_attributes(attributes));
}

/// True if what `record!` sets is recorded.
pub(crate) fn records() -> bool {
    match Running::now() {
        Running::Slot(slot) => slot.records(),
        Running::Untraced => false,
        Running::Unknown => context::with_current(finish::is_recording),
    }
}

/// What `record!` sets.
pub(crate) fn record(key: &'static str, value: Recorded<'_>) {
    match Running::now() {
        Running::Slot(slot) => set(slot, key, value),
        Running::Untraced => {}
        Running::Unknown => {
            if let Some(attribute) = with_key(key, value) {
                context::with_current(|cx| cx.span().set_attribute(attribute));
            }
        }
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
pub(crate) fn display<T: Display + ?Sized>(value: &T) -> Recorded<'static> {
    Recorded::Value(value.to_string().into())
}

/// The value of `?expr`.
pub(crate) fn debug<T: Debug + ?Sized>(value: &T) -> Recorded<'static> {
    Recorded::Value(format!("{value:?}").into())
}

/// The value of `expr`.
pub(crate) fn any<T: ToValue + ?Sized>(value: &T) -> Recorded<'_> {
    value.recorded()
}
