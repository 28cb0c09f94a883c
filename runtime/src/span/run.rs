//! Running a synchronous body in its span.

use super::entered::Entered;
use super::outcome::Outcome;
use crate::provider::{self, Site};
use opentelemetry::Context;

/// Runs `body` in the span of `site`, a child of the current one.
pub fn call<R>(
    site: &'static Site,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    let mut running = Running(Entered::nothing());
    if !provider::is_off() {
        running.0.child(site);
    }
    run(running, body, outcome)
}

/// Runs `body` in the span of `site`, started as `from` says (a parent, links).
pub fn call_in<R>(
    site: &'static Site,
    from: &Context,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    let mut running = Running(Entered::nothing());
    if !provider::is_off() {
        running.0.begin(site, Some(from));
    }
    run(running, body, outcome)
}

/// A body that runs. Dropped before its end, it panicked.
struct Running(Entered);

#[inline]
fn run<R>(
    mut running: Running,
    body: impl FnOnce() -> R,
    outcome: impl FnOnce(&R) -> Outcome,
) -> R {
    let result = body();
    if !running.0.is_as_is() {
        let outcome = running.0.wants_outcome().then(|| outcome(&result));
        running.0.leave(outcome);
    }
    result
}

impl Drop for Running {
    #[inline]
    fn drop(&mut self) {
        if !self.0.is_as_is() {
            self.0.panicked();
        }
    }
}
