//! Whose child each span of a program is, by the rule of the design and nothing else.
//!
//! P is the context where a body starts, C the one where it was called. Neither depends on
//! who runs when: only whether a span starts at all does.

use std::collections::{BTreeMap, BTreeSet};

use super::program::{Body, Code, Consumer, Id, Processing, Spawn, Step, SyncStep, Thread, Work};

/// What is known of a span before the program runs.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) parent: Option<Id>,
    pub(super) links: BTreeSet<Id>,
    /// It starts, whoever runs when.
    pub(super) certain: bool,
    /// The root of its trace.
    trace: Id,
}

/// A context, as far as it says whose child a span is.
#[derive(Clone, Copy, Debug)]
enum Cx {
    Nothing,
    In(Id),
    /// A new trace begins here, because of this span.
    Begins(Option<Id>),
}

impl Cx {
    /// That of work which outlives this one.
    fn new_trace(self) -> Self {
        match self {
            Self::In(span) => Self::Begins(Some(span)),
            Self::Nothing => Self::Begins(None),
            begins @ Self::Begins(_) => begins,
        }
    }

    /// Captured here, where is it when it is polled there?
    fn carried_to(self, there: Self) -> Self {
        match (self, there) {
            (Self::Nothing, Self::In(_)) => there,
            _ => self,
        }
    }
}

/// All spans that the program may start.
pub(super) fn spans_of(program: &Body) -> BTreeMap<Id, Expected> {
    let mut model = Model::default();
    model.body(program, Cx::Nothing, true);
    model.spans
}

#[derive(Default)]
struct Model {
    spans: BTreeMap<Id, Expected>,
}

impl Model {
    fn trace(&self, span: Option<Id>) -> Option<Id> {
        span.map(|span| self.spans[&span].trace)
    }

    /// A span that starts in `p` and was called in `c`; returns the context below it.
    fn span(&mut self, id: Id, c: Cx, p: Cx, certain: bool) -> Cx {
        let called_in = match c {
            Cx::In(span) => Some(span),
            Cx::Nothing | Cx::Begins(_) => None,
        };
        let elsewhere = |trace| called_in.filter(|c| self.trace(Some(*c)) != trace);
        let (parent, links) = match (p, c) {
            (Cx::In(parent), _) => (Some(parent), vec![elsewhere(self.trace(Some(parent)))]),
            (Cx::Begins(starter), _) => (None, vec![starter, elsewhere(self.trace(starter))]),
            (Cx::Nothing, Cx::In(parent)) => (Some(parent), vec![]),
            (Cx::Nothing, Cx::Begins(starter)) => (None, vec![starter]),
            (Cx::Nothing, Cx::Nothing) => (None, vec![]),
        };
        let expected = Expected {
            parent,
            links: links.into_iter().flatten().collect(),
            certain,
            trace: self.trace(parent).unwrap_or(id),
        };
        let before = self.spans.insert(id, expected);
        assert!(before.is_none(), "{id} is given twice");
        Cx::In(id)
    }

    fn body(&mut self, body: &Body, cx: Cx, mut certain: bool) {
        for step in body {
            self.step(step, cx, certain);
            certain &= !step.may_panic();
        }
    }

    /// Made in `c`, polled in `p`.
    fn work(&mut self, work: &Work, c: Cx, p: Cx, certain: bool) {
        match work {
            Work::Code(body) => self.body(body, p, certain),
            Work::Call(id, body) => {
                let inside = self.span(*id, c, p, certain);
                self.body(body, inside, certain);
            }
        }
    }

    fn step(&mut self, step: &Step, cx: Cx, certain: bool) {
        match step {
            Step::Await(work) | Step::Caught(work) => self.work(work, cx, cx, certain),
            Step::Named(id, work) => {
                let inside = self.span(*id, cx, cx, certain);
                self.work(work, cx, inside, certain);
            }
            Step::Carried(id, work) => {
                let there = self.span(*id, Cx::Nothing, Cx::Nothing, certain);
                self.work(work, cx, cx.carried_to(there), certain);
            }
            Step::Join(works) | Step::Unordered(works) => {
                let certain = certain && !step.may_panic();
                for work in works {
                    self.work(work, cx, cx, certain);
                }
            }
            Step::Select(one, other) => {
                self.work(one, cx, cx, false);
                self.work(other, cx, cx, false);
            }
            Step::Timeout(work) => self.work(work, cx, cx, false),
            Step::Spawn(how, work, fate) => {
                let p = match how {
                    Spawn::Raw => Cx::Nothing,
                    Spawn::Linked => cx.new_trace(),
                    Spawn::Task | Spawn::JoinSet | Spawn::Local => cx,
                };
                self.work(work, cx, p, certain && fate.is_certain());
            }
            Step::After(work, fate) => self.work(work, cx, cx, certain && fate.is_certain()),
            Step::Every(ticks) => {
                let mut certain = certain;
                for tick in ticks {
                    self.body(tick, cx.new_trace(), certain);
                    certain &= !tick.iter().any(Step::may_panic);
                }
            }
            Step::Send(_, processing, consumer, id, body) => {
                let c = match consumer {
                    Consumer::Here => cx,
                    Consumer::Raw => Cx::Nothing,
                    Consumer::Traced(consumer) => {
                        self.span(*consumer, Cx::Nothing, Cx::Nothing, certain)
                    }
                };
                let p = match processing {
                    Processing::Child => cx,
                    Processing::Linked => cx.new_trace(),
                };
                let inside = self.span(*id, c, p, certain);
                self.body(body, inside, certain);
            }
            Step::Blocking(code, fate) => self.code(code, cx, certain && fate.is_certain()),
            Step::Sync(step) => self.sync_step(step, cx, certain),
            Step::Guard(id) => {
                self.span(*id, cx, cx, certain);
            }
            Step::Pause(_) | Step::Panic => {}
        }
    }

    fn code(&mut self, code: &Code, cx: Cx, mut certain: bool) {
        for step in code {
            self.sync_step(step, cx, certain);
            certain &= !step.may_panic();
        }
    }

    fn sync_step(&mut self, step: &SyncStep, cx: Cx, certain: bool) {
        match step {
            SyncStep::Call(id, code) => {
                let inside = self.span(*id, cx, cx, certain);
                self.code(code, inside, certain);
            }
            SyncStep::Thread(Thread::Raw, code, _) => self.code(code, Cx::Nothing, certain),
            SyncStep::Thread(_, code, _) => self.code(code, cx, certain),
            SyncStep::Spawn(work) => self.work(work, cx, cx, certain),
            SyncStep::Panic => {}
        }
    }
}
