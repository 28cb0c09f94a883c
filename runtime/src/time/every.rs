//! Periodic work: one trace per tick.

use crate::context::{self, InContext};
use crate::span;
use std::future::Future;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

/// Runs `tick` now and then once every `period`, until the handle is aborted or a tick panics.
///
/// Each tick is a trace of its own, whose root links to the span that is current now: a trace
/// that never ends could not be looked at. All else of the context, such as baggage, is
/// carried along. One tick runs at a time. If one takes longer than the period, a single tick
/// makes up at once for those that were missed, and the next is back in step.
///
/// What a tick returns is dropped; a `#[traced]` function records an `Err` on its span.
///
/// ```
/// # async fn sweep() {}
/// # async fn serve() {
/// use std::time::Duration;
/// let sweeper = traced::time::every(Duration::from_secs(60), || sweep());
/// # sweeper.abort();
/// # }
/// ```
///
/// # Panics
///
/// When `period` is zero, as [`tokio::time::interval`]; outside a tokio runtime with time
/// enabled.
#[track_caller]
pub fn every<F, Fut>(period: Duration, mut tick: F) -> JoinHandle<()>
where
    F: FnMut() -> Fut + Send + 'static,
    Fut: Future + Send + 'static,
{
    // Made here, not in the task: the first period counts from the call, and panics are the
    // caller's.
    let mut interval = tokio::time::interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let ticks = async move {
        loop {
            interval.tick().await;
            tick().await;
        }
    };
    tokio::spawn(InContext::new(span::new_trace(&context::current()), ticks))
}
