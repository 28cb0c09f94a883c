//! Running a synchronous body in its span.

use super::outcome::Outcome;
use super::site::Site;
use super::{finish, start};
use crate::context;
use opentelemetry::Context;
use opentelemetry::trace::{SpanId, TraceContextExt as _};

/// Ends the span as panicked if it is dropped, which only unwinding does.
pub(super) struct OnUnwind<'a>(pub(super) &'a mut Context);

impl OnUnwind<'_> {
    pub(super) fn disarm(self) {
        std::mem::forget(self);
    }
}

impl Drop for OnUnwind<'_> {
    fn drop(&mut self) {
        finish::panicked(self.0);
    }
}

/// The id of the current span: whom the result of a call is handed to.
pub(super) fn caller() -> SpanId {
    context::with_current(|cx| cx.span().span_context().span_id())
}

/// Runs `body` in the span of `site`, a child of the current one.
pub fn call<R>(
    site: &'static Site,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    run(start::begin(site, None), body, outcome)
}

/// Runs `body` in the span of `site`, started as `from` says (a parent, links).
pub fn call_in<R>(
    site: &'static Site,
    from: &Context,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    run(start::begin(site, Some(from)), body, outcome)
}

fn run<R>(mut cx: Context, body: impl FnOnce() -> R, outcome: impl FnOnce(&R) -> Outcome) -> R {
    let attached = context::attach(cx.clone());
    let unwind = OnUnwind(&mut cx);
    let result = body();
    let outcome = finish::is_recording(unwind.0).then(|| outcome(&result));
    unwind.disarm();
    drop(attached);
    finish::completed(&cx, outcome, caller());
    result
}

/// The span of a leaf: recorded, but never current.
#[derive(Debug)]
pub struct Leaf(Context);

impl Leaf {
    /// Sets attributes; `f` runs only if the span records.
    pub fn attributes(&self, f: impl FnOnce(&mut super::Attributes)) {
        if finish::is_recording(&self.0) {
            context::run_in(&self.0, || super::attributes(f));
        }
    }
}

/// Runs `body` beside the span of `site`: what is traced inside becomes its sibling.
pub fn call_leaf<R>(
    site: &'static Site,
    body: impl FnOnce(&Leaf) -> R,
    outcome: impl FnOnce(&Leaf, &R) -> Outcome,
) -> R {
    let leaf = Leaf(start::begin(site, None));
    let mut cx = leaf.0.clone();
    let unwind = OnUnwind(&mut cx);
    let result = body(&leaf);
    let outcome = finish::is_recording(unwind.0).then(|| outcome(&leaf, &result));
    unwind.disarm();
    finish::completed(&cx, outcome, caller());
    result
}
