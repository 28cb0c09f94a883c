//! A closure that is called and dropped inside its context.

use super::attach::{attach_captured, drop_in};
use opentelemetry::Context;
use std::fmt;

/// Runs `f` in a context that was captured for it: what [`InContext`](super::InContext) does at each poll, for a future
/// that holds its context somewhere else.
///
/// As there, a context without a trace does not hide the one that is current here, and what `f` calls is not late.
pub fn resume_in<R>(cx: &Context, f: impl FnOnce() -> R) -> R {
    let _attached = attach_captured(cx);
    f()
}

/// A closure for another thread or a later time: [`call`](Self::call) runs it in its
/// context, and if it is never called it is dropped there, too.
#[must_use = "closures do nothing unless called"]
pub struct InContextFn<F> {
    cx: Context,
    f: Option<F>,
}

impl<F> InContextFn<F> {
    /// Runs `f` in `cx`, wherever it is called.
    pub fn new(cx: Context, f: F) -> Self {
        Self { cx, f: Some(f) }
    }

    /// Calls the closure in its context.
    pub fn call<R>(mut self) -> R
    where
        F: FnOnce() -> R,
    {
        let Some(f) = self.f.take() else {
            unreachable!("only `call` takes it, by value")
        };
        let _attached = attach_captured(&self.cx);
        f()
    }
}

impl<F> Drop for InContextFn<F> {
    fn drop(&mut self) {
        if let Some(f) = self.f.take() {
            drop_in(&self.cx, f);
        }
    }
}

impl<F> fmt::Debug for InContextFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InContextFn")
            .field("cx", &self.cx)
            .finish_non_exhaustive()
    }
}
