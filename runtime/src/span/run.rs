//! Running a synchronous body in its span.

use super::entered::Entered;
use super::outcome::Outcome;
use crate::provider::{self, Site};
use opentelemetry::Context;
use std::mem;

/// Runs `body` in the span of `site`, a child of the current one.
pub fn call<R>(
    site: &'static Site,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    let mut running = Running(Entered::AsIs);
    if !provider::is_off() {
        running.0.child(site);
    }
    let result = body();
    running.done(&result, outcome);
    // Left or never entered, it has nothing to drop, and need not be looked at.
    mem::forget(running);
    result
}

/// Runs `body` in the span of `site`, started as `from` says (a parent, links).
pub fn call_in<R>(
    site: &'static Site,
    from: &Context,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    let mut running = Running(Entered::AsIs);
    if !provider::is_off() {
        running.0.begin(site, Some(from));
    }
    let result = body();
    running.done(&result, outcome);
    // Left or never entered, it has nothing to drop, and need not be looked at.
    mem::forget(running);
    result
}

/// A body that runs. Dropped before its end, it panicked.
struct Running(Entered);

impl Running {
    #[inline]
    fn done<R>(&mut self, result: &R, outcome: impl FnOnce(&R) -> Outcome) {
        if !self.0.is_as_is() {
            let outcome = self.0.wants_outcome().then(|| outcome(result));
            self.0.leave(outcome);
        }
    }
}

impl Drop for Running {
    #[inline]
    fn drop(&mut self) {
        if !self.0.is_as_is() {
            self.0.panicked();
        }
    }
}
