//! Running a synchronous body in its span without calling it: it stands behind a statement, for a body
//! that asks for its caller is not to find the runtime there.

use super::finish::{self, Handle};
use super::outcome::Outcome;
use super::run::caller;
use super::start;
use crate::context::{self, Attached};
use crate::provider::{Begun, Site};
use opentelemetry::Context;
use std::thread;

/// A span that is current until this is dropped, or [`exit`](Self::exit)ed with what its body came
/// to.
#[derive(Debug)]
pub struct Entered {
    begun: Begun,
    ended: bool,
    attached: Option<Attached>,
    /// Whether the thread was unwinding before: the body runs in a destructor.
    unwinding: bool,
}

/// Starts the span of `site`, as `from` says if there are a parent or links, and makes it current.
#[inline(never)]
pub fn enter(site: &'static Site, from: Option<&Context>) -> Entered {
    let begun = start::begin(site, from);
    Entered {
        attached: context::attach(begun.cx.clone()),
        begun,
        ended: false,
        unwinding: thread::panicking(),
    }
}

impl Entered {
    fn handle(&self) -> Handle<'_> {
        Handle::new(&self.begun.cx, self.begun.fate)
    }

    /// Ends the span.
    pub fn exit<R>(mut self, result: &R, outcome: impl FnOnce(&R) -> Outcome) {
        let outcome = self.wants_outcome().then(|| outcome(result));
        self.end(outcome);
    }

    #[inline(never)]
    fn wants_outcome(&self) -> bool {
        self.handle().wants_outcome()
    }

    #[inline(never)]
    fn end(&mut self, outcome: Option<Outcome>) {
        self.ended = true;
        self.attached = None;
        finish::completed(&self.handle(), outcome, caller);
    }
}

impl Drop for Entered {
    #[inline(never)]
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        if thread::panicking() && !self.unwinding {
            finish::panicked(&self.handle());
        } else {
            self.end(None);
        }
    }
}
