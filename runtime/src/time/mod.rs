//! Tokio's timers, with the trace carried along.
//!
//! [`after`] belongs to the trace that scheduled it; each tick of [`every`] is a trace of its
//! own, with a link back: see [which to use when](crate::context#child-or-link). What runs
//! nothing later (`sleep`, `interval`) needs no counterpart.

mod every;

pub use every::every;

use crate::context::{self, InContext};
use crate::provider::Hold;
use opentelemetry::trace::TraceContextExt as _;
use std::future::{Future, IntoFuture};
use std::time::Duration;
use tokio::task::JoinHandle;

pub use tokio::time::error::Elapsed;
pub use tokio::time::{Instant, Timeout};

/// As [`tokio::time::timeout`]; the future is polled, and dropped when the time is up, in
/// the current trace.
///
/// What it was doing then ends as cancelled; and [`Elapsed`] is an error, so a
/// `#[traced]` function that returns it has failed.
///
/// The type names [`InContext`], because a future has no other place to keep its context in.
///
/// # Errors
///
/// [`Elapsed`], when `duration` is over before the future is.
///
/// # Panics
///
/// When polled outside a tokio runtime with time enabled.
#[track_caller]
pub fn timeout<F: IntoFuture>(duration: Duration, future: F) -> Timeout<InContext<F::IntoFuture>> {
    tokio::time::timeout(duration, carried(future))
}

/// As [`tokio::time::timeout_at`]; otherwise as [`timeout`].
///
/// # Errors
///
/// [`Elapsed`], when `deadline` comes before the future is done.
///
/// # Panics
///
/// When polled outside a tokio runtime with time enabled.
#[track_caller]
pub fn timeout_at<F: IntoFuture>(
    deadline: Instant,
    future: F,
) -> Timeout<InContext<F::IntoFuture>> {
    tokio::time::timeout_at(deadline, carried(future))
}

fn carried<F: IntoFuture>(future: F) -> InContext<F::IntoFuture> {
    InContext::new(context::current(), future.into_future())
}

/// Runs a future once, after `delay`, in the trace that is current now.
///
/// The span that scheduled it may have ended by then; the trace goes on. Dropping the
/// handle detaches the timer, aborting it cancels it, as with any task.
///
/// ```
/// # async fn release(_order: u32) {}
/// # async fn reserve() {
/// use std::time::Duration;
/// traced::time::after(Duration::from_secs(900), release(17));
/// # }
/// ```
///
/// # Panics
///
/// Outside a tokio runtime with time enabled.
#[track_caller]
pub fn after<F>(delay: Duration, future: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let cx = context::current();
    let trace = cx.span().span_context().trace_id();
    let hold = cx.has_active_span().then(|| Hold::new(trace));
    // Made here, not in the task: the delay counts from the call.
    let sleep = tokio::time::sleep(delay);
    let timer = async move {
        let _hold = hold;
        sleep.await;
        future.await
    };
    tokio::spawn(InContext::new(cx, timer))
}
