//! Recording the spans of one piece of code, apart from all others in the process.

mod faults;
mod global;
mod inside;
mod near;
mod provider;
mod recorded;
mod state;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use opentelemetry::Context;

use self::{
    global::{Home, Open},
    inside::Inside,
    provider::{Held, Writer},
    state::State,
};
use crate::{
    context,
    provider::{Local, Provider},
};

pub use self::recorded::Recorded;

/// Runs a future and records all spans that it, and whatever it starts, makes.
///
/// The recording travels in the OpenTelemetry context, so recordings that run in parallel in one
/// process do not meet, and it follows tasks, threads and timers that carry their context. The
/// future is polled in a context that is otherwise empty: what is current around `record` is not
/// its parent. (A `#[traced]` function that was *called* inside of a span keeps that parent, as it
/// does everywhere; wrap the call in an `async` block.)
///
/// When the future is done, `record` waits until its spans have ended and nothing is left that
/// holds its context (spawned tasks, timers), for at most 5 seconds; see
/// [`Recorder::deadline`]. What has not ended then is marked as such.
///
/// Spans made with the API of `opentelemetry::global` are recorded, too, if nobody else sets a
/// global provider. Those that were started where the context had been lost (a raw
/// `tokio::spawn`) are attributed by their runtime, then by their thread; if that is ambiguous
/// they are in [`Recorded::unclaimed`] of all open recordings.
///
/// ```
/// # async fn place(_order: u32) {}
/// # async fn test() {
/// let recorded = traced::testing::record(place(17)).await;
/// recorded.assert_connected();
/// # }
/// ```
pub async fn record<F: Future>(future: F) -> Recorded<F::Output> {
    Recorder::new().record(future).await
}

/// Runs a closure and records all spans that it makes, as [`record`] does.
///
/// It blocks its thread while it waits: tasks that were spawned on a current-thread runtime from
/// inside of it cannot end. Use [`record`] there.
pub fn record_sync<R>(f: impl FnOnce() -> R) -> Recorded<R> {
    Recorder::new().record_sync(f)
}

/// Settings of a recording.
#[derive(Clone, Copy, Debug)]
#[must_use = "call `.record(..)` or `.record_sync(..)`"]
pub struct Recorder {
    deadline: Duration,
}

impl Recorder {
    /// The settings of [`record`].
    pub fn new() -> Self {
        Self {
            deadline: Duration::from_secs(5),
        }
    }

    /// How long to wait, after the code is done, for what it started. A test that leaves a server
    /// or another endless task running in its trace waits that long.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// See [`record()`].
    pub async fn record<F: Future>(self, future: F) -> Recorded<F::Output> {
        let (recording, cx) = Recording::start(Home::this_task());
        let output = Inside::new(cx, future).await;
        recording.state.settled(self.deadline).await;
        recording.finish(output, self.deadline)
    }

    /// See [`record_sync()`].
    pub fn record_sync<R>(self, f: impl FnOnce() -> R) -> Recorded<R> {
        let (recording, cx) = Recording::start(Home::this_thread());
        let output = context::run_in(&cx, f);
        drop(cx);
        recording.state.wait(self.deadline);
        recording.finish(output, self.deadline)
    }
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

/// A recording under way.
struct Recording {
    state: Arc<State>,
    _open: Arc<Open>,
}

impl Recording {
    /// The recording, and the only context that leads to it.
    fn start(home: Home) -> (Self, Context) {
        let state = Arc::new(State::default());
        let provider = provider::recording(Writer(Arc::clone(&state)));
        let open = global::open(Arc::clone(&state), provider.clone(), home);
        let held = Held(Arc::clone(&state));
        let cx = Context::new().with_value(Local(Provider::from(provider).keeping(held)));
        (Self { state, _open: open }, cx)
    }

    fn finish<T>(self, output: T, waited: Duration) -> Recorded<T> {
        Recorded::new(output, self.state.findings(), waited)
    }
}
