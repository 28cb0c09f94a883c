//! Running a synchronous body in its span.

use super::finish::{self, Handle, Subject as _};
use super::outcome::Outcome;
use super::start;
use crate::context;
use crate::provider::{self, Begun, Fate, Site};
use opentelemetry::Context;
use opentelemetry::trace::{SpanId, TraceContextExt as _};

/// Ends the span as panicked if it is dropped, which only unwinding does.
pub(super) struct OnUnwind<'a> {
    pub(super) cx: &'a Context,
    pub(super) fate: &'a mut Fate,
}

impl OnUnwind<'_> {
    pub(super) fn handle(&self) -> Handle<'_> {
        Handle::new(self.cx, *self.fate)
    }

    pub(super) fn disarm(self) {
        std::mem::forget(self);
    }
}

impl Drop for OnUnwind<'_> {
    fn drop(&mut self) {
        finish::panicked(&self.handle());
        *self.fate = Fate::Nothing;
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

fn run<R>(begun: Begun, body: impl FnOnce() -> R, outcome: impl FnOnce(&R) -> Outcome) -> R {
    let Begun { cx, mut fate } = begun;
    let attached = context::attach(cx.clone());
    let unwind = OnUnwind {
        cx: &cx,
        fate: &mut fate,
    };
    let result = body();
    let recording = unwind.handle().is_recording();
    let outcome = recording.then(|| outcome(&result));
    unwind.disarm();
    drop(attached);
    finish::completed(&Handle::new(&cx, fate), outcome, caller);
    result
}

/// The span of a leaf: recorded, but never current.
#[derive(Debug)]
pub struct Leaf(Begun);

impl Leaf {
    /// Sets attributes; `f` runs only if the span records.
    pub fn attributes(&self, f: impl FnOnce(&mut super::Attributes)) {
        let Begun { cx, fate } = &self.0;
        if Handle::new(cx, *fate).is_recording() {
            let attributes = super::attributes::collect(f);
            provider::extend(cx, *fate, attributes);
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
    let mut fate = leaf.0.fate;
    let unwind = OnUnwind {
        cx: &leaf.0.cx,
        fate: &mut fate,
    };
    let result = body(&leaf);
    let recording = unwind.handle().is_recording();
    let outcome = recording.then(|| outcome(&leaf, &result));
    unwind.disarm();
    finish::completed(&Handle::new(&leaf.0.cx, fate), outcome, caller);
    result
}
