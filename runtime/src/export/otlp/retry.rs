//! When and how often a batch is sent again.
//!
//! Source: OTLP 1.10, "Failures", "OTLP/HTTP Throttling" and "OTLP/gRPC Throttling":
//! exponential backoff with jitter, unless the server says how long to wait.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::Endpoint;
use super::answer::no_answer;
use crate::export::{ExportError, Exported, Signals, Trouble};

/// The first pause; each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// An attempt that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The whole sentence for a person.
    pub(crate) cause: String,
    pub(crate) retry: Retry,
}

/// Whether the same request may succeed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Retry {
    Never,
    Backoff,
    /// Not before the server's own time is up.
    After(Duration),
    /// Nobody is there: worth telling at once, and not worth waiting for when
    /// somebody waits for us.
    Unreachable,
}

/// How long a batch may take with all its retries, and which variable says so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// `None` is no limit.
    time: Option<Duration>,
    variable: &'static str,
}

impl Limit {
    pub(crate) fn new(time: Option<Duration>, variable: &'static str) -> Self {
        Self { time, variable }
    }
}

/// Attempts until one succeeds, the failure is final, or `limit` has passed.
pub(crate) async fn deliver<F>(
    endpoint: &Endpoint,
    Limit {
        time: limit,
        variable,
    }: Limit,
    signals: &Signals,
    mut attempt: impl FnMut() -> F,
) -> Result<Exported, ExportError>
where
    F: Future<Output = Result<Exported, Failure>>,
{
    // A limit beyond what the clock can hold is none.
    let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
    let mut pause = FIRST_PAUSE;
    let mut tries = 0u32;
    let mut last: Option<Failure> = None;
    loop {
        tries += 1;
        let result = match deadline {
            Some(deadline) => timeout_at(deadline, attempt()).await,
            None => Ok(attempt().await),
        };
        let failure = match result {
            Ok(Ok(exported)) => return Ok(exported),
            Ok(Err(failure)) => failure,
            Err(_) => {
                let waited = no_answer(endpoint, limit.unwrap_or_default(), variable);
                return Err(ExportError::new(last.map_or(waited, |f| f.cause)));
            }
        };
        let wait = match failure.retry {
            Retry::Never => return Err(ExportError::new(failure.cause)),
            Retry::After(wait) => wait,
            Retry::Unreachable if signals.is_urgent() => {
                return Err(ExportError::new(failure.cause));
            }
            Retry::Backoff | Retry::Unreachable => jittered(pause),
        };
        pause = (pause * 2).min(LONGEST_PAUSE);
        let until = Instant::now().checked_add(wait);
        if until.is_none_or(|until| deadline.is_some_and(|deadline| until >= deadline)) {
            return Err(ExportError::new(exhausted(&failure, tries, limit)));
        }
        if failure.retry == Retry::Unreachable {
            signals.trouble(Trouble::Lasting(&failure.cause));
            tokio::select! {
                () = signals.urgent() => {}
                () = sleep_until(until.unwrap_or_else(Instant::now)) => {}
            }
        } else {
            signals.trouble(Trouble::Passing(&failure.cause));
            sleep_until(until.unwrap_or_else(Instant::now)).await;
        }
        last = Some(failure);
    }
}

fn exhausted(failure: &Failure, tries: u32, limit: Option<Duration>) -> String {
    let limit = limit.unwrap_or_default();
    match failure.retry {
        // The sentence stays word for word what was said at the first try.
        Retry::Unreachable => failure.cause.clone(),
        Retry::After(wait) => format!(
            "{} (it asks to wait {wait:?}, longer than the time limit of {limit:?} allows)",
            failure.cause
        ),
        _ => format!("{} ({tries} tries in {limit:?})", failure.cause),
    }
}

/// Between half of the pause and all of it, so that the clients of a collector that
/// comes back do not return in step.
fn jittered(pause: Duration) -> Duration {
    // Each `RandomState` has new keys: random enough to spread clients, without a generator.
    let random = RandomState::new().hash_one(0u8) % 1024;
    let half = pause / 2;
    half + half * u32::try_from(random).unwrap_or(0) / 1024
}

#[cfg(test)]
#[path = "retry_tests.rs"]
mod tests;
