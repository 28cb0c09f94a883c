//! Which trace is printed when. Pure: time is told to it, and what is due is taken from it.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use opentelemetry::trace::{SpanId, TraceId};

use super::model::Span;

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Traces that are not whole.
    pub(super) traces: usize,
    /// Spans that wait for the rest of their trace, and as many that wait for the terminal.
    pub(super) spans: usize,
    /// How long after the end of a local root a trace is printed, whole or not.
    pub(super) grace: Duration,
}

/// Spans to print now.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) trace: TraceId,
    pub(super) spans: Vec<Span>,
    pub(super) open: HashSet<SpanId>,
    pub(super) scheduled: usize,
    pub(super) early: Option<&'static str>,
}

/// The traces that are not whole, and the ones that wait for the terminal.
#[derive(Debug)]
pub(super) struct Held {
    limits: Limits,
    traces: HashMap<TraceId, Pending>,
    /// Traces in the order in which they were first seen.
    by_age: BTreeMap<u64, TraceId>,
    next_age: u64,
    /// Deadlines ascend, for all are the same time ahead; some are of traces that are gone.
    deadlines: VecDeque<(Instant, TraceId)>,
    ready: VecDeque<Job>,
    waiting_spans: usize,
    ready_spans: usize,
    /// Jobs that ever became ready.
    pub(super) jobs: u64,
    open_spans: usize,
    /// An unfinished trace was given up for a newer one.
    pub(super) forgot: bool,
}

#[derive(Debug)]
struct Pending {
    age: u64,
    spans: Vec<Span>,
    /// Started and not ended; is it a local root?
    open: HashMap<SpanId, bool>,
    open_roots: usize,
    scheduled: usize,
    deadline: Option<Instant>,
}

impl Pending {
    fn is_whole(&self) -> bool {
        self.open.is_empty() && self.scheduled == 0
    }
}

const TOO_MANY_TRACES: &str = "printed early: too many traces at once";
const TOO_MANY_SPANS: &str = "printed early: too many spans at once";

/// Below this, deadlines of traces that are gone are not worth a search.
const FEW_DEADLINES: usize = 64;

impl Held {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            traces: HashMap::new(),
            by_age: BTreeMap::new(),
            next_age: 0,
            deadlines: VecDeque::new(),
            ready: VecDeque::new(),
            waiting_spans: 0,
            ready_spans: 0,
            jobs: 0,
            open_spans: 0,
            forgot: false,
        }
    }

    pub(super) fn started(&mut self, trace: TraceId, span: SpanId, is_local_root: bool) {
        let pending = self.pending(trace);
        if pending.open.insert(span, is_local_root).is_none() {
            pending.open_roots += usize::from(is_local_root);
            self.open_spans += 1;
        }
        self.keep_limits();
    }

    /// Takes an ended span; false if there is no room for it.
    pub(super) fn ended(&mut self, span: Span, now: Instant) -> bool {
        if self.waiting_spans + self.ready_spans >= 2 * self.limits.spans {
            self.close(&span);
            return false;
        }
        let trace = span.data.span_context.trace_id();
        let is_local_root = self.close(&span).unwrap_or_else(|| {
            span.data.parent_span_id == SpanId::INVALID || span.data.parent_span_is_remote
        });
        let deadline = now + self.limits.grace;
        let pending = self.pending(trace);
        pending.spans.push(span);
        let is_whole = pending.is_whole();
        let is_ending = is_local_root || pending.open_roots == 0;
        if is_ending && pending.deadline.is_none() && !is_whole {
            pending.deadline = Some(deadline);
            self.deadlines.push_back((deadline, trace));
        }
        self.waiting_spans += 1;
        if is_whole {
            self.make_ready(trace, None);
        }
        self.keep_limits();
        true
    }

    pub(super) fn hold(&mut self, trace: TraceId) {
        self.pending(trace).scheduled += 1;
        self.keep_limits();
    }

    pub(super) fn release(&mut self, trace: TraceId) {
        if let Some(pending) = self.traces.get_mut(&trace) {
            pending.scheduled = pending.scheduled.saturating_sub(1);
            if pending.is_whole() {
                self.make_ready(trace, None);
            }
        }
    }

    /// Makes the traces ready whose deadline has come.
    pub(super) fn due(&mut self, now: Instant) {
        while let Some((deadline, trace)) =
            self.deadlines.front().copied().filter(|next| next.0 <= now)
        {
            self.deadlines.pop_front();
            if self.is_awaited(deadline, trace) {
                self.make_ready(trace, None);
            }
        }
    }

    /// When to look again, if nothing else happens.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.deadlines.front().map(|(deadline, _)| *deadline)
    }

    /// Makes everything ready, oldest traces first.
    pub(super) fn everything(&mut self) {
        self.all(None);
    }

    pub(super) fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// The next trace to print. Its spans count as waiting for the terminal until `printed`.
    pub(super) fn take(&mut self) -> Option<Job> {
        self.ready.pop_front()
    }

    pub(super) fn printed(&mut self, spans: usize) {
        self.ready_spans = self.ready_spans.saturating_sub(spans);
    }

    fn pending(&mut self, trace: TraceId) -> &mut Pending {
        let (by_age, next_age) = (&mut self.by_age, &mut self.next_age);
        self.traces.entry(trace).or_insert_with(|| {
            let age = *next_age;
            *next_age += 1;
            by_age.insert(age, trace);
            Pending {
                age,
                spans: Vec::new(),
                open: HashMap::new(),
                open_roots: 0,
                scheduled: 0,
                deadline: None,
            }
        })
    }

    /// A span is not open any more; was it a local root?
    fn close(&mut self, span: &Span) -> Option<bool> {
        let pending = self.traces.get_mut(&span.data.span_context.trace_id())?;
        let is_local_root = pending.open.remove(&span.id())?;
        pending.open_roots -= usize::from(is_local_root);
        self.open_spans -= 1;
        Some(is_local_root)
    }

    fn is_awaited(&self, deadline: Instant, trace: TraceId) -> bool {
        self.traces
            .get(&trace)
            .is_some_and(|pending| pending.deadline == Some(deadline))
    }

    fn make_ready(&mut self, trace: TraceId, early: Option<&'static str>) {
        let Some(pending) = self.traces.get_mut(&trace) else {
            return;
        };
        pending.deadline = None;
        let spans = std::mem::take(&mut pending.spans);
        let open = pending.open.keys().copied().collect();
        let scheduled = pending.scheduled;
        if pending.is_whole() {
            self.by_age.remove(&pending.age);
            self.traces.remove(&trace);
        }
        if spans.is_empty() {
            return;
        }
        self.waiting_spans -= spans.len();
        self.ready_spans += spans.len();
        self.jobs += 1;
        self.ready.push_back(Job {
            trace,
            spans,
            open,
            scheduled,
            early,
        });
    }

    fn all(&mut self, early: Option<&'static str>) {
        let traces: Vec<TraceId> = self.by_age.values().copied().collect();
        for trace in traces {
            self.make_ready(trace, early);
        }
    }

    fn keep_limits(&mut self) {
        if self.waiting_spans > self.limits.spans {
            self.all(Some(TOO_MANY_SPANS));
        }
        while self.traces.len() > self.limits.traces || self.open_spans > self.limits.spans {
            let Some((_, trace)) = self
                .by_age
                .first_key_value()
                .map(|(age, trace)| (*age, *trace))
            else {
                break;
            };
            self.make_ready(trace, Some(TOO_MANY_TRACES));
            if let Some(pending) = self.traces.remove(&trace) {
                self.by_age.remove(&pending.age);
                self.open_spans -= pending.open.len();
                self.forgot = true;
            }
        }
        if self.deadlines.len() > FEW_DEADLINES + 2 * self.traces.len() {
            let mut deadlines = std::mem::take(&mut self.deadlines);
            deadlines.retain(|&(deadline, trace)| self.is_awaited(deadline, trace));
            self.deadlines = deadlines;
        }
    }
}
