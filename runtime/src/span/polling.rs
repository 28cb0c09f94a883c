//! The span of a future while that is polled or dropped: what is the same for every body.
//!
//! What knows the body's type is compiled again for each traced function. That code moves values and
//! calls what is here, which is compiled once and never inlined there.

use super::entered::caller;
use super::finish::{self, Handle, Subject as _};
use super::outcome::Outcome;
use super::start;
use crate::context::{self, Attached};
use crate::provider::{self, Child, Fate, Running, Site};
use opentelemetry::Context;
use opentelemetry::trace::TraceContextExt as _;

/// How far a future is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stage {
    /// It was called, and never polled.
    Called(&'static Site),
    /// It is polled, or over.
    Begun(Fate),
}

impl Stage {
    /// True if there is nothing to do at a poll.
    #[inline]
    pub(super) fn is_as_is(&self) -> bool {
        matches!(self, Self::Begun(Fate::AsIs))
    }
}

/// A poll. Dropped before it is left, which only unwinding does, it ends the span as panicked.
#[derive(Debug)]
pub(super) struct Polling<'a> {
    cx: &'a Context,
    stage: &'a mut Stage,
    fate: Fate,
    attached: Attached,
    /// What generated code ran in before.
    outside: Running,
    left: bool,
}

impl<'a> Polling<'a> {
    /// Makes the span of `cx` current. At the first poll that is the context of the call, and the
    /// span of `site` is started.
    #[inline(never)]
    pub(super) fn enter(cx: &'a mut Context, stage: &'a mut Stage) -> Self {
        let fate = match *stage {
            Stage::Begun(fate) => fate,
            Stage::Called(site) => {
                let fate = begin(site, cx);
                *stage = Stage::Begun(fate);
                fate
            }
        };
        let (attached, outside) = attach(cx, fate);
        Self {
            cx,
            stage,
            fate,
            attached,
            outside,
            left: false,
        }
    }

    fn handle(&self) -> Handle<'_> {
        Handle::new(self.cx, self.fate)
    }

    #[inline(never)]
    pub(super) fn wants_outcome(&self) -> bool {
        self.handle().wants_outcome()
    }

    /// Makes current again what was before.
    fn detach(&mut self) {
        self.left = true;
        self.attached.detach();
        self.outside.resume();
    }

    /// Makes current again what was before: the body is not done.
    #[inline(never)]
    pub(super) fn suspend(mut self) {
        self.detach();
    }

    /// Makes current again what was before, and ends the span.
    #[inline(never)]
    pub(super) fn complete(mut self, outcome: Option<Outcome>) {
        self.detach();
        finish::completed(&self.handle(), outcome, caller);
        *self.stage = Stage::Begun(Fate::Nothing);
    }

    /// Says that there is nothing to poll any more.
    #[cold]
    #[inline(never)]
    pub(super) fn resumed(mut self) -> ! {
        self.detach();
        resumed()
    }
}

impl Drop for Polling<'_> {
    #[inline(never)]
    fn drop(&mut self) {
        if !self.left {
            self.outside.resume();
            finish::panicked(&self.handle());
            *self.stage = Stage::Begun(Fate::Nothing);
        }
    }
}

/// Says that there is nothing to poll any more.
#[cold]
#[inline(never)]
pub(super) fn resumed() -> ! {
    panic!("`async fn` resumed after completion");
}

/// Starts the span of `site`, which was called in `cx`, and puts its own context there.
fn begin(site: &'static Site, cx: &mut Context) -> Fate {
    if provider::is_off() {
        return Fate::AsIs;
    }
    // Called where it runs, as almost every future is.
    let child = context::with_current(|current| {
        if !is_alike(current, cx) || start::asks_for_more(cx) {
            return Child::Unclear;
        }
        provider::child(current, site, |slot| (slot, provider::enter(current, slot)))
    });
    match child {
        Child::AsIs => Fate::Nothing,
        Child::Own((slot, own)) => {
            *cx = own;
            Fate::Own(slot)
        }
        Child::Unclear => {
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

/// Makes the context of a body current.
fn attach(cx: &Context, fate: Fate) -> (Attached, Running) {
    match fate {
        Fate::AsIs => (Attached::nothing(), Running::Untraced.resume()),
        Fate::Own(slot) => (context::attach(cx.clone()), Running::Slot(slot).resume()),
        Fate::Other => (context::attach(cx.clone()), Running::Unknown.resume()),
        Fate::Nothing => {
            // Most often it is polled where its parent runs.
            let is_there = context::with_current(|current| is_alike(current, cx));
            let attached = if is_there {
                Attached::nothing()
            } else {
                context::attach(cx.clone())
            };
            (attached, Running::Untraced.resume())
        }
    }
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
        let (attached, outside) = match stage {
            Stage::Begun(fate) => attach(cx, fate),
            Stage::Called(_) => (context::attach(cx.clone()), Running::Unknown.resume()),
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
                finish::cancelled(&span);
            }
            *stage = Stage::Begun(Fate::Nothing);
        }
    }
}
