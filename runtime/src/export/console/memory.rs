//! What was printed lately, so that a late span finds its ancestors named.

use std::collections::{HashMap, VecDeque};

use opentelemetry::trace::{SpanId, TraceId};

use super::held::Job;
use super::model::{Ancestor, Background};
use super::style::Style;
use super::tree::Trace;

/// Draws jobs and remembers the names of what it drew, up to a number of spans. At the limit the
/// oldest traces are forgotten; one that exceeds it alone forgets its own beginning.
#[derive(Debug)]
pub(super) struct Memory {
    traces: HashMap<TraceId, HashMap<SpanId, Ancestor>>,
    by_age: VecDeque<TraceId>,
    spans: usize,
    limit: usize,
    forgot: bool,
}

impl Memory {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            traces: HashMap::new(),
            by_age: VecDeque::new(),
            spans: 0,
            limit,
            forgot: false,
        }
    }

    /// The picture of `job`. `forgot`: elsewhere, something was forgotten.
    pub(super) fn draw(&mut self, job: &Job, forgot: bool, style: &Style) -> String {
        let background = Background {
            earlier: self.traces.get(&job.trace),
            open: Some(&job.open),
            scheduled: job.scheduled,
            forgetful: forgot || self.forgot,
            early: job.early,
        };
        let text = Trace::arrange(job.spans.iter().collect(), &background).render(style);
        self.remember(job);
        text
    }

    fn remember(&mut self, job: &Job) {
        let known = self.traces.entry(job.trace).or_insert_with(|| {
            self.by_age.push_back(job.trace);
            HashMap::new()
        });
        for span in &job.spans {
            if known.insert(span.id(), Ancestor::of(span)).is_none() {
                self.spans += 1;
            }
        }
        while self.spans > self.limit {
            let Some(oldest) = self.by_age.pop_front() else {
                break;
            };
            self.spans -= self.traces.remove(&oldest).map_or(0, |known| known.len());
            self.forgot = true;
        }
    }
}
