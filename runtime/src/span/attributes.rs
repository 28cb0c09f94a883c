//! Setting attributes on the current span, only if it records.

use super::finish;
use super::value::{Recorded, ToValue};
use crate::context;
use crate::provider::{self, Note, Running, Slot};
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, KeyValue};
use std::cell::RefCell;
use std::fmt::{Debug, Display};
use std::mem;
use std::sync::Arc;

/// Where attributes go that are set now.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'a>(To<'a>);

#[derive(Clone, Copy, Debug)]
enum To<'a> {
    /// The span of the function or future that runs here.
    Running(&'static Slot),
    /// The current one.
    Current,
    /// The span of this context.
    Of(&'a Context),
    /// None yet.
    List(&'a RefCell<Vec<KeyValue>>),
}

impl<'a> Attributes<'a> {
    /// Those of the span of the function or future that runs here.
    pub(super) fn of(slot: &'static Slot) -> Self {
        Self(To::Running(slot))
    }

    /// Those of the span of this context.
    pub(super) fn of_other(cx: &'a Context) -> Self {
        Self(To::Of(cx))
    }

    /// Adds an attribute; no value adds nothing.
    // What kind of value it is, is known where this is called.
    #[inline]
    pub fn set(self, key: &'static str, value: Recorded<'_>) {
        match value {
            Recorded::I64(number) => {
                integer(self.0, key, number);
                // Nothing to drop, which the compiler need not find out.
                mem::forget(value);
            }
            Recorded::Text(words) => {
                text(self.0, key, words);
                mem::forget(value);
            }
            _ => other(self.0, key, value),
        }
    }
}

// What follows is compiled once, and not where it is called. The usual way calls nothing, so that
// it need not save what the caller has in registers.

#[inline(never)]
fn integer(to: To<'_>, key: &'static str, value: i64) {
    match to {
        To::Running(slot) if slot.note_known(key, Note::I64(value)) => {}
        _ => other_integer(to, key, value),
    }
}

#[cold]
#[inline(never)]
fn other_integer(to: To<'_>, key: &'static str, value: i64) {
    other(to, key, Recorded::I64(value));
}

#[inline(never)]
fn text(to: To<'_>, key: &'static str, value: &str) {
    match to {
        To::Running(slot) if slot.note_known(key, Note::Text(value)) => {}
        _ => other_text(to, key, value),
    }
}

#[cold]
#[inline(never)]
fn other_text(to: To<'_>, key: &'static str, value: &str) {
    other(to, key, Recorded::Text(value));
}

#[inline(never)]
fn other(to: To<'_>, key: &'static str, value: Recorded<'_>) {
    if let To::Running(slot) = to {
        return set(slot, key, value);
    }
    let Some(attribute) = with_key(key, value) else {
        return;
    };
    match to {
        To::Running(slot) => slot.set(attribute),
        To::Current => context::current().span().set_attribute(attribute),
        To::Of(cx) => cx.span().set_attribute(attribute),
        To::List(list) => list.borrow_mut().push(attribute),
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

/// Sets attributes on the span of the function that runs here, or else on the current one. `f`
/// runs only if that span records, so that what is not recorded is not computed either. No context
/// is borrowed meanwhile: an expression may call traced code.
#[inline]
pub(crate) fn attributes(f: impl FnOnce(Attributes<'_>)) {
    if let Some(to) = here() {
        f(Attributes(to));
    }
}

/// Where attributes go that are set here, if anywhere.
#[inline]
fn here() -> Option<To<'static>> {
    if provider::is_off() {
        return None;
    }
    match Running::now() {
        Running::Slot(slot) => Some(To::Running(slot)),
        Running::Untraced => None,
        Running::Unknown => current_records().then_some(To::Current),
    }
}

#[cold]
#[inline(never)]
fn current_records() -> bool {
    context::with_current(finish::is_recording)
}

/// True if what `record!` sets is recorded.
pub(crate) fn records() -> bool {
    match Running::now() {
        Running::Slot(slot) => slot.records(),
        Running::Untraced => false,
        Running::Unknown => current_records(),
    }
}

/// What `record!` sets.
pub(crate) fn record(key: &'static str, value: Recorded<'_>) {
    match Running::now() {
        Running::Slot(slot) => set(slot, key, value),
        Running::Untraced => {}
        Running::Unknown => {
            if let Some(attribute) = with_key(key, value) {
                context::current().span().set_attribute(attribute);
            }
        }
    }
}

/// Attributes that were computed at the call of a function that returns a future: when the
/// span starts, at the first poll, the arguments are gone.
#[derive(Clone, Debug)]
struct Carried(Arc<[KeyValue]>);

/// A context that carries attributes for the span that is started from it.
pub(crate) fn with_attributes(cx: &Context, f: impl FnOnce(Attributes<'_>)) -> Context {
    if cx.is_telemetry_suppressed() {
        return cx.clone();
    }
    let list = RefCell::default();
    f(Attributes(To::List(&list)));
    cx.with_value(Carried(list.into_inner().into()))
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
