//! A span that is current on this thread while a body runs: started, left, or unwound.

use super::finish;
use super::handle::Handle;
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
pub(super) enum Entered {
    /// None was started, and the body runs where it was called.
    AsIs,
    /// None was started.
    Nothing(Place),
    /// Of ours: its context is only where it is current.
    Own(&'static Slot, Place),
    /// Of some other provider, which lives in its context.
    Other(Box<Context>, Place),
}

/// Where a body runs.
#[derive(Debug)]
pub(super) struct Place {
    attached: Attached,
    /// What generated code ran in before.
    outside: Running,
}

impl Place {
    /// Makes current again what was before.
    #[inline]
    fn leave(&mut self) {
        self.outside.resume();
        self.attached.detach();
    }
}

impl Entered {
    /// Starts the span of `site`, a child of the current one, and makes it current.
    #[inline(never)]
    pub(super) fn child(&mut self, site: &'static Site) {
        match context::with_current_alive(|cx| provider::foresee(cx, site)) {
            Some(Child::AsIs) => {}
            Some(Child::Sampled) => self.sampled(site),
            Some(Child::Unasked) if provider::makes_none() => {}
            Some(Child::Unasked | Child::Unclear) | None => self.begin(site, None),
        }
    }

    #[inline(never)]
    fn sampled(&mut self, site: &'static Site) {
        let mut own = None;
        context::with_current_alive(|cx| {
            if let Some(slot) = provider::child(cx, site) {
                own = Some((slot, provider::enter(cx, slot)));
            }
        });
        match own {
            Some((slot, cx)) => {
                let place = Place {
                    attached: Attached::alive(cx, slot.id()),
                    outside: Running::Slot(slot).resume(),
                };
                self.set(Self::Own(slot, place));
            }
            None => self.begin(site, None),
        }
    }

    /// The same, started as `from` says if there are a parent or links.
    #[cold]
    #[inline(never)]
    pub(super) fn begin(&mut self, site: &'static Site, from: Option<&Context>) {
        let Begun { cx, fate } = start::begin(site, from);
        let other = match fate {
            Fate::AsIs => return,
            Fate::Own(_) | Fate::Nothing => None,
            Fate::Other => Some(Box::new(cx.clone())),
        };
        let runs = match fate {
            Fate::Own(slot) => Running::Slot(slot),
            Fate::Other => Running::Unknown,
            Fate::AsIs | Fate::Nothing => Running::Untraced,
        };
        let place = Place {
            attached: context::attach(cx),
            outside: runs.resume(),
        };
        self.set(match (fate, other) {
            (Fate::Own(slot), _) => Self::Own(slot, place),
            (_, Some(cx)) => Self::Other(cx, place),
            (_, None) => Self::Nothing(place),
        });
    }

    #[inline]
    fn set(&mut self, entered: Self) {
        // There is nothing to drop yet, or no more, which the compiler need not find out.
        mem::forget(mem::replace(self, entered));
    }

    /// Whether the body runs where it was called, and there is nothing to do when it is done.
    #[inline]
    pub(super) fn is_as_is(&self) -> bool {
        matches!(self, Self::AsIs)
    }

    fn handle(&self) -> Handle<'_> {
        match self {
            Self::AsIs | Self::Nothing(_) => Handle::Nothing,
            Self::Own(slot, _) => Handle::Own(slot),
            Self::Other(cx, _) => Handle::Other(cx),
        }
    }

    fn place(&mut self) -> Option<&mut Place> {
        match self {
            Self::AsIs => None,
            Self::Nothing(place) | Self::Own(_, place) | Self::Other(_, place) => Some(place),
        }
    }

    /// Whether it is worth finding out what the body came to.
    #[inline]
    pub(super) fn wants_outcome(&self) -> bool {
        matches!(self, Self::Own(..)) || self.asks_for_outcome()
    }

    #[cold]
    #[inline(never)]
    fn asks_for_outcome(&self) -> bool {
        self.handle().wants_outcome()
    }

    /// The body is done: ends the span, and makes current again what was before.
    #[inline(never)]
    pub(super) fn leave(&mut self, outcome: Option<Outcome>) {
        match self {
            Self::Own(slot, place) if outcome.as_ref().is_none_or(Outcome::is_done) => {
                // Before its context is given up: that has nothing more to do then.
                finish::done(slot);
                place.leave();
                self.set(Self::AsIs);
            }
            _ => self.leave_with(outcome),
        }
    }

    #[inline(never)]
    fn leave_with(&mut self, outcome: Option<Outcome>) {
        if let Some(place) = self.place() {
            place.leave();
        }
        finish::completed(self.handle(), outcome, caller);
        *self = Self::AsIs;
    }

    /// The body panicked: ends the span, and makes current again what was before.
    #[cold]
    #[inline(never)]
    pub(super) fn panicked(&mut self) {
        finish::panicked(self.handle());
        if let Some(place) = self.place() {
            place.leave();
        }
        *self = Self::AsIs;
    }
}
