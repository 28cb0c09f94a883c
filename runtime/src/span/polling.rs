//! The span of a future while that is polled or dropped: what is the same for every body.
//!
//! What knows the body's type is compiled again for each traced function. That code moves values and
//! calls what is here, which is compiled once and never inlined there.

use super::entered::caller;
use super::finish;
use super::handle::Handle;
use super::outcome::Outcome;
use super::start;
use crate::context::{self, Attached};
use crate::provider::{self, Child, Fate, Running, Site};
use opentelemetry::Context;
use opentelemetry::trace::TraceContextExt as _;
use std::mem;

/// How far a future is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stage {
    /// It was called, and never polled.
    Called(&'static Site),
    /// It is polled, or over.
    Begun(Fate),
}

/// A poll. Dropped before it is left, which only unwinding does, it ends the span as panicked; once
/// it is left there is nothing to drop.
#[derive(Debug)]
pub(super) struct Polling<'a> {
    cx: &'a mut Context,
    stage: &'a mut Stage,
    attached: Attached,
    /// What generated code ran in before.
    outside: Running,
}

impl<'a> Polling<'a> {
    #[inline]
    pub(super) fn new(cx: &'a mut Context, stage: &'a mut Stage) -> Self {
        Self {
            cx,
            stage,
            attached: Attached::nothing(),
            outside: Running::Unknown,
        }
    }

    /// Makes the span current. At the first poll it is started.
    #[inline(never)]
    pub(super) fn enter(&mut self) {
        let fate = match *self.stage {
            Stage::Begun(fate) => fate,
            Stage::Called(site) => {
                let fate = begin(site, self.cx);
                *self.stage = Stage::Begun(fate);
                fate
            }
        };
        self.outside = run_in(fate).resume();
        attach(&mut self.attached, self.cx, fate);
    }

    fn handle(&self) -> Handle<'_> {
        match *self.stage {
            Stage::Called(_) => Handle::Nothing,
            Stage::Begun(fate) => Handle::new(self.cx, fate),
        }
    }

    #[inline(never)]
    pub(super) fn wants_outcome(&self) -> bool {
        self.handle().wants_outcome()
    }

    /// Makes current again what was before: the body is not done.
    #[inline(never)]
    pub(super) fn suspend(&mut self) {
        self.attached.detach();
        self.outside.resume();
    }

    /// Makes current again what was before, and ends the span.
    #[inline(never)]
    pub(super) fn complete(&mut self, outcome: Option<Outcome>) {
        self.suspend();
        finish::completed(self.handle(), outcome, caller);
        *self.stage = Stage::Begun(Fate::Nothing);
    }

    /// Says that there is nothing to poll any more.
    #[cold]
    #[inline(never)]
    pub(super) fn resumed(mut self) -> ! {
        self.suspend();
        mem::forget(self);
        panic!("`async fn` resumed after completion");
    }
}

impl Drop for Polling<'_> {
    #[inline(never)]
    fn drop(&mut self) {
        self.outside.resume();
        finish::panicked(self.handle());
        *self.stage = Stage::Begun(Fate::Nothing);
    }
}

/// Starts the span of `site`, which was called in `cx`, and puts its own context there.
#[inline(never)]
fn begin(site: &'static Site, cx: &mut Context) -> Fate {
    if provider::is_off() {
        return Fate::AsIs;
    }
    // Called where it runs, as almost every future is.
    let started = context::with_current(|current| {
        if !is_alike(current, cx) || start::asks_for_more(cx) {
            return Err(Child::Unclear);
        }
        match provider::foresee(current, site) {
            Child::AsIs => Ok(None),
            Child::Sampled => {
                let slot = provider::child(current, site).ok_or(Child::Unclear)?;
                Ok(Some((slot, provider::enter(current, slot))))
            }
            child => Err(child),
        }
    });
    match started {
        Ok(None) => Fate::Nothing,
        Ok(Some((slot, own))) => {
            *cx = own;
            Fate::Own(slot)
        }
        Err(Child::Unasked) if provider::makes_none() => Fate::Nothing,
        Err(_) => {
            let begun = start::begin(site, Some(cx));
            *cx = begun.cx;
            begun.fate
        }
    }
}

/// Whether two contexts are of the same span, and trace alike.
fn is_alike(one: &Context, other: &Context) -> bool {
    let (a, b) = (one.span(), other.span());
    let (a, b) = (a.span_context(), b.span_context());
    a.span_id() == b.span_id()
        && a.trace_id() == b.trace_id()
        && one.is_telemetry_suppressed() == other.is_telemetry_suppressed()
}

/// What generated code runs in.
#[inline]
fn run_in(fate: Fate) -> Running {
    match fate {
        Fate::Own(slot) => Running::Slot(slot),
        Fate::Other => Running::Unknown,
        Fate::AsIs | Fate::Nothing => Running::Untraced,
    }
}

/// Makes the context of a body current, if it is not yet.
#[expect(clippy::inline_always, reason = "a poll is short, and has it once")]
#[inline(always)]
fn attach(attached: &mut Attached, cx: &Context, fate: Fate) {
    match fate {
        Fate::Own(slot) => attached.hold(cx.clone(), slot.id()),
        Fate::AsIs => {}
        // Most often it is polled where its parent runs.
        Fate::Nothing if context::with_current(|current| is_alike(current, cx)) => {}
        Fate::Nothing | Fate::Other => hold(attached, cx),
    }
}

#[inline(never)]
fn hold(attached: &mut Attached, cx: &Context) {
    *attached = context::attach(cx.clone());
}

/// A body that is dropped before it is done. It is so in the context that it was called or runs in.
#[derive(Debug)]
pub(super) struct Dropping {
    attached: Attached,
    outside: Running,
}

impl Dropping {
    #[inline(never)]
    pub(super) fn enter(cx: &Context, stage: Stage) -> Self {
        let mut attached = Attached::nothing();
        let outside = match stage {
            Stage::Begun(fate) => {
                attach(&mut attached, cx, fate);
                run_in(fate).resume()
            }
            Stage::Called(_) => {
                hold(&mut attached, cx);
                Running::Unknown.resume()
            }
        };
        Self { attached, outside }
    }

    /// It was dropped: makes current again what was before, and ends the span if one was started.
    #[inline(never)]
    pub(super) fn done(self, cx: &Context, stage: &mut Stage) {
        drop(self.attached);
        self.outside.resume();
        if let Stage::Begun(fate) = *stage {
            let span = Handle::new(cx, fate);
            if span.is_ours() {
                finish::cancelled(span);
            }
            *stage = Stage::Begun(Fate::Nothing);
        }
    }
}
