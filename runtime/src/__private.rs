//! What generated code calls. Not public API: it changes with any release, and the macro
//! crate is pinned to exactly this one.
#![allow(missing_docs, reason = "hidden: written by the macro only")]

pub use crate::span::dispatch::{Probe, Success};
pub use crate::span::future::{Traced, drive};
pub use crate::span::run::{Leaf, call, call_in, call_leaf};
pub use crate::span::site::{Constant, Kind, Origin, Site, SiteParts};
pub use crate::span::{Attributes, Outcome};
pub use core;

use crate::context;
use crate::span::ToValue;
use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use opentelemetry::{Context, Value};
use std::fmt::{Debug, Display};

/// The traits by which an outcome is chosen; see `span/dispatch.rs`.
pub mod dispatch {
    pub use crate::span::dispatch::{
        SuccessOfAny, SuccessOfResult, ViaAny, ViaDebug, ViaDeref, ViaDisplay, ViaError,
        ViaErrorType, ViaResult,
    };
}

/// The output of a function pointer: names `!` on stable Rust.
pub trait Ret {
    type Out;
}

impl<R> Ret for fn() -> R {
    type Out = R;
}

/// The context of the call.
pub fn capture() -> Context {
    context::current()
}

/// What `parent = ..` takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a parent",
    label = "expected an `opentelemetry::Context`",
    note = "a remote parent comes from `traced::propagation::extract(..)`"
)]
pub trait IntoParent {
    fn into_parent(self) -> Context;
}

impl IntoParent for Context {
    fn into_parent(self) -> Context {
        self
    }
}

impl IntoParent for &Context {
    fn into_parent(self) -> Context {
        self.clone()
    }
}

/// The context that `parent = ..` names.
pub fn explicit(parent: impl IntoParent) -> Context {
    parent.into_parent()
}

/// What an element of `links = ..` is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a link",
    label = "expected an `opentelemetry::trace::SpanContext` or an `opentelemetry::Context`"
)]
pub trait IntoLink {
    fn into_link(self) -> SpanContext;
}

impl IntoLink for SpanContext {
    fn into_link(self) -> SpanContext {
        self
    }
}

impl IntoLink for &SpanContext {
    fn into_link(self) -> SpanContext {
        self.clone()
    }
}

impl IntoLink for Context {
    fn into_link(self) -> SpanContext {
        self.span().span_context().clone()
    }
}

impl IntoLink for &Context {
    fn into_link(self) -> SpanContext {
        self.span().span_context().clone()
    }
}

/// The context that carries what `links = ..` gave.
pub fn with_links<L: IntoLink>(cx: &Context, links: impl IntoIterator<Item = L>) -> Context {
    crate::span::with_links(cx, links.into_iter().map(IntoLink::into_link))
}

/// Attributes of the current span; `f` runs only if it records.
pub fn attributes(f: impl FnOnce(&mut Attributes)) {
    crate::span::attributes(f);
}

/// The value of `expr`.
pub fn any<T: ToValue + ?Sized>(value: &T) -> Option<Value> {
    crate::span::any(value)
}

/// The value of `%expr`.
pub fn display<T: Display + ?Sized>(value: &T) -> Option<Value> {
    crate::span::display(value)
}

/// The value of `?expr`.
pub fn debug<T: Debug + ?Sized>(value: &T) -> Option<Value> {
    crate::span::debug(value)
}

/// `ok_if = |e| ..`: an error that it accepts is not recorded as one.
pub fn expected<T, E>(
    result: &Result<T, E>,
    outcome: Outcome,
    accept: impl FnOnce(&E) -> bool,
) -> Outcome {
    match result {
        Err(error) if accept(error) => Outcome::done(),
        _ => outcome,
    }
}

/// Calls a closure of `ret(..)`, whose argument type is known here.
pub fn apply<T: ?Sized, V>(value: &T, f: impl FnOnce(&T) -> V) -> V {
    f(value)
}
