//! The span of a future while that is polled or dropped: what is the same for every body.
//!
//! What knows the body's type is compiled again for each traced function. That code moves values and
//! calls what is here, which is compiled once and never inlined there.

use super::finish::{self, Handle};
use super::outcome::Outcome;
use super::run::caller;
use super::start;
use crate::context::{self, Attached};
use crate::provider::{self, Begun, Fate, Site};
use opentelemetry::Context;

/// A poll. Dropped before it is left, which only unwinding does, it ends the span as panicked.
#[derive(Debug)]
pub(super) struct Polling<'a> {
    cx: &'a Context,
    fate: &'a mut Option<Fate>,
    attached: Option<Attached>,
    left: bool,
}

impl<'a> Polling<'a> {
    /// Makes the span of `cx` current. At the first poll that is the context of the call, and the
    /// span of `site` is started.
    #[inline(never)]
    pub(super) fn enter(
        site: &'static Site,
        cx: &'a mut Context,
        fate: &'a mut Option<Fate>,
    ) -> Self {
        if fate.is_none() {
            let begun = begin(site, cx);
            *cx = begun.cx;
            *fate = Some(begun.fate);
        }
        Self {
            attached: attach(cx, *fate),
            cx,
            fate,
            left: false,
        }
    }

    fn handle(&self) -> Handle<'_> {
        Handle::new(self.cx, self.fate.unwrap_or(Fate::Nothing))
    }

    #[inline(never)]
    pub(super) fn wants_outcome(&self) -> bool {
        self.handle().wants_outcome()
    }

    /// Makes current again what was before: the body is not done.
    #[inline(never)]
    pub(super) fn suspend(mut self) {
        self.left = true;
    }

    /// Makes current again what was before, and ends the span.
    #[inline(never)]
    pub(super) fn complete(mut self, outcome: Option<Outcome>) {
        self.left = true;
        self.attached = None;
        finish::completed(&self.handle(), outcome, caller);
    }

    /// Says that there is nothing to poll any more.
    #[cold]
    #[inline(never)]
    pub(super) fn resumed(mut self) -> ! {
        self.left = true;
        panic!("`async fn` resumed after completion");
    }
}

impl Drop for Polling<'_> {
    #[inline(never)]
    fn drop(&mut self) {
        if !self.left {
            finish::panicked(&self.handle());
            *self.fate = Some(Fate::Nothing);
        }
    }
}

fn begin(site: &'static Site, called: &Context) -> Begun {
    if provider::is_off() {
        return Begun {
            cx: Context::new(),
            fate: Fate::AsIs,
        };
    }
    start::begin(site, Some(called))
}

/// Makes the context of a body current.
#[inline(never)]
pub(super) fn attach(cx: &Context, fate: Option<Fate>) -> Option<Attached> {
    if fate == Some(Fate::AsIs) {
        return None;
    }
    let attached = context::attach(cx.clone());
    if let Some(fate) = fate {
        provider::resume(cx, fate);
    }
    attached
}

/// After a body was dropped that was not done: makes current again what was before, and ends the
/// span if one was started.
#[inline(never)]
pub(super) fn cancelled(attached: Option<Attached>, cx: &Context, fate: Option<Fate>) {
    drop(attached);
    if let Some(fate) = fate {
        finish::cancelled(&Handle::new(cx, fate));
    }
}
