//! What a person is told about an exporter, and when: the first failure, the
//! recovery, the first overflow, and the sum at shutdown. Never one line per batch.
//!
//! Pure: every method takes the facts and returns the line to say, if any.

use std::time::{Duration, Instant};

use super::{ExportError, Exported, Trouble};

/// An exporter that fails every other batch says so once per this long.
const BETWEEN_FAILURE_LINES: Duration = Duration::from_secs(60);

/// How one exporter is doing: a snapshot of its counts and its last trouble.
///
/// Every span that was given to the exporter is in exactly one of `exported`,
/// `failed`, `dropped` and `buffered`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// Where its spans go: a URL, or the exporter's type.
    pub target: String,
    /// Spans that the target took.
    pub exported: u64,
    /// Spans that the target refused, or that could not be brought to it.
    pub failed: u64,
    /// Spans that never left the queue: it was full, or shutdown was over.
    pub dropped: u64,
    /// Spans in the queue and in the batch that is being sent.
    pub buffered: u64,
    /// Whether the latest attempt failed.
    pub failing: bool,
    /// The cause of the latest failure, however long ago.
    pub last_cause: Option<String>,
}

/// Decides what is said. Owned by the worker, under the lock of its queue.
#[derive(Debug, Default)]
pub(super) struct Reporter {
    health: Health,
    /// Whether the present run of failures was said, so that its end is news.
    said_failing: bool,
    /// Spans lost since the run of failures began.
    lost_since: u64,
    last_failure_line: Option<Instant>,
    /// The cause that the latest line told: no need to repeat it in the next one.
    last_told: Option<String>,
    said_rejection: bool,
    said_overflow: bool,
}

impl Reporter {
    pub(super) fn new(target: &str) -> Self {
        Self {
            health: Health {
                target: target.to_owned(),
                ..Health::default()
            },
            ..Self::default()
        }
    }

    /// The counts so far; `buffered` is the queue's to know.
    pub(super) fn health(&self, buffered: u64) -> Health {
        Health {
            buffered,
            ..self.health.clone()
        }
    }

    /// An attempt failed and will be repeated.
    pub(super) fn trouble(&mut self, trouble: Trouble<'_>, now: Instant) -> Option<String> {
        let (Trouble::Passing(cause) | Trouble::Lasting(cause)) = trouble;
        self.health.failing = true;
        self.health.last_cause = Some(cause.to_owned());
        if matches!(trouble, Trouble::Passing(_)) {
            return None;
        }
        let recently = self
            .last_failure_line
            .is_some_and(|at| now.saturating_duration_since(at) < BETWEEN_FAILURE_LINES);
        if self.said_failing || recently {
            return None;
        }
        self.said_failing = true;
        self.last_told = Some(cause.to_owned());
        self.last_failure_line = Some(now);
        Some(cause.to_owned())
    }

    /// `spans` were lost with their batch.
    pub(super) fn failed(
        &mut self,
        spans: u64,
        error: &ExportError,
        now: Instant,
    ) -> Option<String> {
        self.health.failed += spans;
        self.lost_since += spans;
        self.trouble(Trouble::Lasting(&error.cause), now)
    }

    /// `spans` were under way when the time for shutdown was up. The sum will say so.
    pub(super) fn given_up(&mut self, spans: u64) {
        self.health.failed += spans;
        if !self.health.failing {
            self.health.last_cause = Some("shutdown could not wait for the export".to_owned());
        }
    }

    /// The target answered: of `spans` it took all but the rejected.
    pub(super) fn exported(&mut self, spans: u64, result: &Exported) -> Vec<String> {
        let rejected = result.rejected.min(spans);
        self.health.exported += spans - rejected;
        self.health.failed += rejected;
        self.health.failing = false;
        let mut lines = Vec::new();
        if std::mem::take(&mut self.said_failing) {
            lines.push(match self.lost_since {
                0 => format!("{} answers again; nothing was lost", self.health.target),
                lost => format!("{} answers again; {} lost", self.health.target, were(lost)),
            });
            self.last_told = None;
        }
        self.lost_since = 0;
        lines.extend(self.rejection(rejected, spans, result.message.as_deref()));
        lines
    }

    fn rejection(&mut self, rejected: u64, spans: u64, message: Option<&str>) -> Option<String> {
        let target = &self.health.target;
        let line = match (rejected, message) {
            (0, None) => return None,
            (0, Some(message)) => format!("{target} took the spans and says: {message}"),
            (_, message) => {
                let message = message.unwrap_or("it gave no reason");
                format!("{target} rejected {rejected} of {spans} spans: {message}")
            }
        };
        if rejected > 0 {
            self.health.last_cause = Some(line.clone());
        }
        if std::mem::replace(&mut self.said_rejection, true) {
            return None;
        }
        self.last_told = Some(line.clone());
        Some(line)
    }

    /// `spans` found the queue full, as `what` says.
    pub(super) fn overflow(&mut self, spans: u64, what: &str) -> Option<String> {
        self.health.dropped += spans;
        if std::mem::replace(&mut self.said_overflow, true) {
            return None;
        }
        Some(format!(
            "the export queue is full ({what}): new spans are dropped while it is; \
             traced::stats() counts them"
        ))
    }

    /// `spans` ended after shutdown, or were still queued when its time was up.
    pub(super) fn dropped(&mut self, spans: u64) {
        self.health.dropped += spans;
    }

    /// What a person can do about the loss.
    pub(super) fn mend(&self) -> &'static str {
        if self.health.failed > 0 {
            "start a collector there, point OTEL_EXPORTER_OTLP_ENDPOINT at one that runs, or set \
             OTEL_TRACES_EXPORTER=none"
        } else {
            "give the queue more room with OTEL_BSP_MAX_QUEUE_SIZE, or sample with \
             OTEL_TRACES_SAMPLER"
        }
    }

    /// The sum, if anything was lost.
    pub(super) fn summary(&self) -> Option<String> {
        let Health {
            exported,
            failed,
            dropped,
            ref last_cause,
            ..
        } = self.health;
        let lost = failed + dropped;
        if lost == 0 {
            return None;
        }
        let counts = format!("exported {exported}, failed {failed}, dropped {dropped}");
        let mut line = format!("{} lost: {counts}", were(lost));
        if let Some(cause) = last_cause
            .as_ref()
            .filter(|_| *last_cause != self.last_told)
        {
            line.push_str("; last cause: ");
            line.push_str(cause);
        }
        Some(line)
    }
}

/// "1 span was", "2 spans were".
fn were(spans: u64) -> String {
    match spans {
        1 => "1 span was".to_owned(),
        n => format!("{n} spans were"),
    }
}

#[cfg(test)]
#[path = "health_tests.rs"]
mod tests;
