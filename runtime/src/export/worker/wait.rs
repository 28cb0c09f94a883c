//! Those who wait: `flush` and `shutdown`, and what they are told.

use std::sync::{MutexGuard, PoisonError};
use std::time::Instant;

use super::queue::Queue;
use super::shared::{Shared, say};
use crate::diagnostics::{self, Kind};

impl Shared {
    pub(super) fn flush(&self, deadline: Instant) -> Result<(), String> {
        let mut queue = self.lock();
        if queue.is_closing() {
            drop(queue);
            return self.wait_closed(deadline);
        }
        let failures = queue.failures;
        let ticket = queue.ask_flush();
        drop(queue);
        self.refresh_urgent();
        self.work.notify_one();

        let queue = self.wait(deadline, |queue| {
            queue.flush_finished >= ticket || queue.closed
        });
        if queue.flush_finished < ticket && !queue.closed {
            return Err(format!(
                "the time for flush() passed with {} spans still to export{}",
                queue.buffered(),
                because(&queue)
            ));
        }
        if queue.failures > failures {
            return Err(last_cause(&queue));
        }
        queue.flush_error.clone().map_or(Ok(()), Err)
    }

    pub(super) fn shutdown(&self, deadline: Instant) -> Result<(), String> {
        let first = self.lock().close(deadline);
        if !first {
            return self.wait_closed(deadline);
        }
        self.refresh_urgent();
        self.work.notify_one();

        let mut queue = self.wait(deadline, |queue| queue.thread_ended);
        if !queue.thread_ended {
            let why = because(&queue);
            let (failed, dropped) = self.abandon(&mut queue);
            queue.overran = Some(format!(
                "the time for shutdown() passed: {failed} spans failed, {dropped} dropped{why}"
            ));
        }
        let result = conclusion(&queue);
        let line = queue.reporter.summary();
        let mend = queue.reporter.mend();
        drop(queue);
        match (line, self.settings.place) {
            (Some(line), Some(place)) => diagnostics::report(Kind::Lost, place, || {
                format!("{line}; {mend} (tracing is set up at {place})")
            }),
            (line, _) => say(line),
        }
        result
    }

    /// Another shutdown came first: wait for it, and say what it came to.
    fn wait_closed(&self, deadline: Instant) -> Result<(), String> {
        let queue = self.wait(deadline, |queue| {
            queue.thread_ended || queue.overran.is_some()
        });
        conclusion(&queue)
    }

    fn wait(&self, deadline: Instant, done: impl Fn(&Queue) -> bool) -> MutexGuard<'_, Queue> {
        let limit = deadline.saturating_duration_since(Instant::now());
        let (queue, _) = self
            .progress
            .wait_timeout_while(self.lock(), limit, |queue| !done(queue))
            .unwrap_or_else(PoisonError::into_inner);
        queue
    }
}

/// What the shutdown came to.
fn conclusion(queue: &Queue) -> Result<(), String> {
    if let Some(overran) = &queue.overran {
        return Err(overran.clone());
    }
    if queue.failures > queue.failures_before_close {
        return Err(last_cause(queue));
    }
    match &queue.stopped {
        Some(stopped) => stopped.clone(),
        None if queue.thread_ended => Err("the export thread ended before its time".to_owned()),
        None => Err("the time passed while another shutdown() was under way".to_owned()),
    }
}

fn last_cause(queue: &Queue) -> String {
    let cause = queue.reporter.health(0).last_cause;
    cause.unwrap_or_else(|| "a batch was lost".to_owned())
}

fn because(queue: &Queue) -> String {
    match queue.reporter.health(0) {
        health if health.failing => format!("; {}", health.last_cause.unwrap_or_default()),
        _ => String::new(),
    }
}
