//! What generated code calls. Not public API: it changes with any release, and the macro
//! crate is pinned to exactly this one.
#![allow(missing_docs, reason = "hidden: written by the macro only")]

pub use crate::provider::{Constant, Kind, Origin, Site, SiteParts};
pub use crate::span::dispatch::{Probe, Success};
pub use crate::span::endless::{Endless, endless};
pub use crate::span::future::{Pinned, Traced, drive, drive_pinned};
pub use crate::span::inline::{Entered, enter};
pub use crate::span::leaf::{Leaf, call_leaf};
pub use crate::span::quiet::QuietPanic;
pub use crate::span::run::{call, call_in};
pub use crate::span::{Attributes, Outcome};
pub use core;
pub use traced_macros::__record;

use crate::span::{Recorded, ToValue};
use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use std::fmt::{Debug, Display};
use std::marker::PhantomData;

/// The traits by which an outcome is chosen; see `span/dispatch.rs`.
pub mod dispatch {
    pub use crate::span::dispatch::{
        SuccessOfAny, SuccessOfResult, ViaAny, ViaDebug, ViaDeref, ViaDisplay, ViaError,
        ViaErrorType, ViaResult,
    };
}

/// Values by the type that is declared or agreed on; see `span/typed.rs`.
pub mod typed {
    pub use crate::span::typed::{
        Asked, AskedBoolean, AskedBooleans, AskedDouble, AskedDoubles, AskedInt, AskedInts,
        AskedNothing, AskedString, AskedStrings, IsBoolean, IsBooleans, IsDouble, IsDoubles, IsInt,
        IsInts, IsString, IsStrings, Recorded, ToValue, boolean, boolean_array, double,
        double_array, int, int_array, string, string_array,
    };
}

/// The context of the call.
pub fn capture() -> Context {
    if crate::provider::is_off() {
        return Context::new();
    }
    crate::span::capture()
}

/// What `parent = ..` takes. It is borrowed: a parameter that it names is still the body's.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a parent",
    label = "expected an `opentelemetry::Context`",
    note = "a remote parent comes from `traced::propagation::extract(..)`"
)]
pub trait AsParent {
    fn as_parent(&self) -> Context;
}

impl AsParent for Context {
    fn as_parent(&self) -> Context {
        self.clone()
    }
}

impl<T: AsParent + ?Sized> AsParent for &T {
    fn as_parent(&self) -> Context {
        (**self).as_parent()
    }
}

/// The context that `parent = ..` names.
pub fn explicit<P: AsParent + ?Sized>(parent: &P) -> Context {
    parent.as_parent()
}

/// What an element of `links = ..` is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a link",
    label = "expected an `opentelemetry::trace::SpanContext` or an `opentelemetry::Context`"
)]
pub trait AsLink {
    fn as_link(&self) -> SpanContext;
}

impl AsLink for SpanContext {
    fn as_link(&self) -> SpanContext {
        self.clone()
    }
}

impl AsLink for Context {
    fn as_link(&self) -> SpanContext {
        self.span().span_context().clone()
    }
}

impl<T: AsLink + ?Sized> AsLink for &T {
    fn as_link(&self) -> SpanContext {
        (**self).as_link()
    }
}

/// The context that carries what `links = ..` gave.
pub fn with_links<L: AsLink>(cx: &Context, links: impl IntoIterator<Item = L>) -> Context {
    crate::span::with_links(cx, links.into_iter().map(|link| link.as_link()))
}

/// Attributes of the current span; `f` runs only if it records.
#[inline]
pub fn attributes(f: impl FnOnce(Attributes<'_>)) {
    crate::span::attributes(f);
}

/// The context that carries the attributes of a function that returns a future.
pub fn with_attributes(cx: &Context, f: impl FnOnce(Attributes<'_>)) -> Context {
    crate::span::with_attributes(cx, f)
}

/// What a body returns, written behind `if false`.
pub fn returned<R>() -> R {
    unreachable!()
}

/// What a body returns that makes a future, written behind `if false`.
pub fn future<T, F: Future<Output = T>>(_: T) -> F {
    unreachable!()
}

/// The type that is expected of a `span!` block where it stands, and that of an `impl Trait`. Other
/// types are written down; these are found by a `break` or `return` that never runs, before the body
/// and its outcome are looked at.
#[derive(Debug)]
pub struct Expected<R>(PhantomData<fn() -> R>);

impl<R> Expected<R> {
    #[allow(clippy::new_without_default, reason = "it is no value")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    pub const fn never(&self) -> R {
        unreachable!()
    }

    pub const fn of<F: FnOnce() -> R>(self, body: F) -> F {
        body
    }
}

/// Runs the body of a function that returns a future: what comes to pass before there is one.
pub fn construct<R>(called: &mut Context, body: impl FnOnce(&mut Context) -> R) -> R {
    body(called)
}

/// Whether what `record!` sets is recorded.
pub fn is_recording() -> bool {
    crate::span::records()
}

/// What `record!` sets.
pub fn record(key: &'static str, value: Recorded<'_>) {
    crate::span::record(key, value);
}

/// The value of `expr`.
#[inline]
pub fn any<T: ToValue + ?Sized>(value: &T) -> Recorded<'_> {
    crate::span::any(value)
}

/// The value of `%expr`.
pub fn display<T: Display + ?Sized>(value: &T) -> Recorded<'static> {
    crate::span::display(value)
}

/// The value of `?expr`.
pub fn debug<T: Debug + ?Sized>(value: &T) -> Recorded<'static> {
    crate::span::debug(value)
}

/// What `ok_if = ..` needs a function to return.
#[diagnostic::on_unimplemented(
    message = "`ok_if` says which errors are expected, and `{Self}` is not a `Result`",
    label = "this function returns no error"
)]
pub trait Fallible {
    type Error;
    fn error(&self) -> Option<&Self::Error>;
}

impl<T, E> Fallible for Result<T, E> {
    type Error = E;

    fn error(&self) -> Option<&E> {
        self.as_ref().err()
    }
}

/// `ok_if = |e| ..`: an error that it accepts is not recorded as one.
pub fn expected<R: Fallible>(
    result: &R,
    outcome: Outcome,
    accept: impl FnOnce(&R::Error) -> bool,
) -> Outcome {
    match result.error() {
        Some(error) if accept(error) => Outcome::done(),
        _ => outcome,
    }
}

/// Calls a closure of `ret(..)`, whose argument type is known here. Not for any lifetime, so that
/// what it returns may borrow.
pub fn apply<'a, T: ?Sized, V>(value: &'a T, f: impl FnOnce(&'a T) -> V) -> V {
    f(value)
}
