//! Running a synchronous body in its span.

use super::finish::{self, Handle};
use super::outcome::Outcome;
use super::start;
use crate::context::{self, Attached};
use crate::provider::{self, Begun, Child, Fate, Site};
use opentelemetry::Context;
use opentelemetry::trace::{SpanId, TraceContextExt as _};

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
    let running = if provider::is_off() {
        Running(None)
    } else {
        Running(child(site))
    };
    run(running, body, outcome)
}

/// Runs `body` in the span of `site`, started as `from` says (a parent, links).
pub fn call_in<R>(
    site: &'static Site,
    from: &Context,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    let running = if provider::is_off() {
        Running(None)
    } else {
        Running(enter(start::begin(site, Some(from))))
    };
    run(running, body, outcome)
}

/// A body that runs; nothing, if it does so without a span and where it was called. Dropped
/// before its end, it panicked.
struct Running(Option<Entered>);

struct Entered {
    cx: Context,
    attached: Option<Attached>,
    fate: Fate,
}

#[inline(never)]
fn child(site: &'static Site) -> Option<Entered> {
    let child = context::with_current(|cx| provider::child(cx, site, |span| cx.with_span(span)));
    match child {
        Child::AsIs => None,
        Child::Own(cx) => enter(Begun {
            cx,
            fate: Fate::Own,
        }),
        Child::Unclear => enter(start::begin(site, None)),
    }
}

fn enter(begun: Begun) -> Option<Entered> {
    let Begun { cx, fate } = begun;
    if fate == Fate::AsIs {
        return None;
    }
    let attached = context::attach(cx.clone());
    provider::resume(&cx, fate);
    Some(Entered { cx, attached, fate })
}

fn run<R>(
    mut running: Running,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    let result = body();
    if let Some(entered) = &running.0 {
        let outcome = entered.wants_outcome().then(|| outcome(&result));
        running.leave(outcome);
    }
    result
}

impl Entered {
    #[inline]
    fn wants_outcome(&self) -> bool {
        self.fate == Fate::Own || Handle::new(&self.cx, self.fate).wants_outcome()
    }
}

// Not part of `run`, which is compiled for every traced function.
impl Running {
    #[inline(never)]
    fn leave(&mut self, outcome: Option<Outcome>) {
        if let Some(Entered { cx, attached, fate }) = self.0.take() {
            drop(attached);
            finish::completed(&Handle::new(&cx, fate), outcome, caller);
        }
    }

    #[cold]
    fn panicked(&mut self) {
        if let Some(Entered { cx, attached, fate }) = self.0.take() {
            finish::panicked(&Handle::new(&cx, fate));
            drop(attached);
        }
    }
}

impl Drop for Running {
    #[inline]
    fn drop(&mut self) {
        if self.0.is_some() {
            self.panicked();
        }
    }
}
