//! Running a synchronous body in its span without calling it: it stands behind a statement, for a body
//! that asks for its caller is not to find the runtime there.

use super::outcome::Outcome;
use super::run::caller;
use super::site::Site;
use super::{finish, start};
use crate::context;
use opentelemetry::{Context, ContextGuard};
use std::thread;

/// A span that is current until this is dropped, or [`exit`](Self::exit)ed with what its body came
/// to.
#[derive(Debug)]
pub struct Entered {
    /// `None` once the span has ended.
    cx: Option<Context>,
    attached: Option<ContextGuard>,
    /// Whether the thread was unwinding before: the body runs in a destructor.
    unwinding: bool,
}

/// Starts the span of `site`, as `from` says if there are a parent or links, and makes it current.
pub fn enter(site: &'static Site, from: Option<&Context>) -> Entered {
    let cx = start::begin(site, from);
    Entered {
        attached: context::attach(cx.clone()),
        cx: Some(cx),
        unwinding: thread::panicking(),
    }
}

impl Entered {
    /// Ends the span.
    pub fn exit<R>(mut self, result: &R, outcome: impl FnOnce(&R) -> Outcome) {
        let recording = self.cx.as_ref().is_some_and(finish::is_recording);
        let outcome = recording.then(|| outcome(result));
        self.end(outcome);
    }

    fn end(&mut self, outcome: Option<Outcome>) {
        if let Some(cx) = self.cx.take() {
            self.attached = None;
            finish::completed(&cx, outcome, caller());
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        match &mut self.cx {
            Some(cx) if thread::panicking() && !self.unwinding => finish::panicked(cx),
            _ => self.end(None),
        }
    }
}
