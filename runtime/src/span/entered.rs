//! A span that is current on this thread while a body runs: started, left, or unwound.

use super::finish::{self, Handle};
use super::outcome::Outcome;
use super::start;
use crate::context::{self, Attached};
use crate::provider::{self, Begun, Child, Fate, Running, Site, Slot};
use opentelemetry::Context;
use opentelemetry::trace::{SpanId, TraceContextExt as _};
use std::mem;

/// The id of the current span: whom the result of a call is handed to.
pub(super) fn caller() -> SpanId {
    context::with_current(|cx| cx.span().span_context().span_id())
}

/// A span whose context is current, or nothing. Whoever has it says how it ends.
#[derive(Debug)]
pub(super) struct Entered {
    span: Span,
    attached: Attached,
    /// What generated code ran in before.
    outside: Running,
}

#[derive(Debug)]
enum Span {
    /// None was started, and the body runs where it was called.
    AsIs,
    /// None was started.
    Nothing,
    /// Of ours: its context is only where it is current.
    Own(&'static Slot),
    /// Of some other provider, which lives in its context.
    Other(Box<Context>),
}

impl Entered {
    #[inline]
    pub(super) fn nothing() -> Self {
        Self {
            span: Span::AsIs,
            attached: Attached::nothing(),
            outside: Running::Unknown,
        }
    }

    /// Starts the span of `site`, a child of the current one, and makes it current.
    #[inline(never)]
    pub(super) fn child(&mut self, site: &'static Site) {
        match context::with_current(|cx| provider::child(cx, site, |slot| slot)) {
            Child::AsIs => {}
            Child::Own(slot) => {
                let cx = context::with_current(|cx| provider::enter(cx, slot));
                self.own(slot, cx);
            }
            Child::Unclear => self.begin(site, None),
        }
    }

    /// The same, started as `from` says if there are a parent or links.
    #[cold]
    #[inline(never)]
    pub(super) fn begin(&mut self, site: &'static Site, from: Option<&Context>) {
        let Begun { cx, fate } = start::begin(site, from);
        self.span = match fate {
            Fate::AsIs => return,
            Fate::Own(slot) => return self.own(slot, cx),
            Fate::Nothing => Span::Nothing,
            Fate::Other => Span::Other(Box::new(cx.clone())),
        };
        self.attached = context::attach(cx);
        self.outside = match self.span {
            Span::Nothing => Running::Untraced.resume(),
            _ => Running::Unknown.resume(),
        };
    }

    #[inline]
    fn own(&mut self, slot: &'static Slot, cx: Context) {
        // There is nothing to drop yet, which the compiler need not find out.
        mem::forget(mem::replace(&mut self.span, Span::Own(slot)));
        self.attached.hold(cx, slot.id());
        self.outside = Running::Slot(slot).resume();
    }

    /// Whether the body runs where it was called, and there is nothing to do when it is done.
    #[inline]
    pub(super) fn is_as_is(&self) -> bool {
        matches!(self.span, Span::AsIs)
    }

    fn handle(&self) -> Handle<'_> {
        match &self.span {
            Span::AsIs | Span::Nothing => Handle::Nothing,
            Span::Own(slot) => Handle::Own(slot),
            Span::Other(cx) => Handle::Other(cx),
        }
    }

    /// Whether it is worth finding out what the body came to.
    #[inline]
    pub(super) fn wants_outcome(&self) -> bool {
        matches!(self.span, Span::Own(_)) || self.asks_for_outcome()
    }

    #[cold]
    #[inline(never)]
    fn asks_for_outcome(&self) -> bool {
        self.handle().wants_outcome()
    }

    /// The body is done: ends the span, and makes current again what was before.
    #[inline(never)]
    pub(super) fn leave(&mut self, outcome: Option<Outcome>) {
        self.outside.resume();
        if let Span::Own(slot) = self.span
            && outcome.as_ref().is_none_or(Outcome::is_done)
        {
            // Before its context is given up: that has nothing more to do then.
            finish::done(slot);
            self.attached.detach();
        } else {
            self.attached.detach();
            finish::completed(&self.handle(), outcome, caller);
        }
        self.span = Span::AsIs;
    }

    /// The body panicked: ends the span, and makes current again what was before.
    #[cold]
    #[inline(never)]
    pub(super) fn panicked(&mut self) {
        self.outside.resume();
        finish::panicked(&self.handle());
        self.attached.detach();
        self.span = Span::AsIs;
    }
}
