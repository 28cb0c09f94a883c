//! Running a synchronous body in its span without calling it: it stands behind a statement, for a body
//! that asks for its caller is not to find the runtime there.

use super::entered;
use super::outcome::Outcome;
use crate::provider::Site;
use opentelemetry::Context;
use std::thread;

/// A span that is current until this is dropped, or [`exit`](Self::exit)ed with what its body came
/// to.
#[derive(Debug)]
pub struct Entered {
    inner: entered::Entered,
    /// Whether the thread was unwinding before: the body runs in a destructor.
    unwinding: bool,
}

/// Starts the span of `site`, as `from` says if there are a parent or links, and makes it current.
#[inline(never)]
pub fn enter(site: &'static Site, from: Option<&Context>) -> Entered {
    let mut inner = entered::Entered::AsIs;
    inner.begin(site, from);
    Entered {
        inner,
        unwinding: thread::panicking(),
    }
}

impl Entered {
    /// Ends the span.
    pub fn exit<R>(mut self, result: &R, outcome: impl FnOnce(&R) -> Outcome) {
        let outcome = self.inner.wants_outcome().then(|| outcome(result));
        self.end(outcome);
    }

    #[inline(never)]
    fn end(&mut self, outcome: Option<Outcome>) {
        if !self.inner.is_as_is() {
            self.inner.leave(outcome);
        }
    }
}

impl Drop for Entered {
    #[inline(never)]
    fn drop(&mut self) {
        if thread::panicking() && !self.unwinding && !self.inner.is_as_is() {
            self.inner.panicked();
        } else {
            self.end(None);
        }
    }
}
