//! Runs a program on a provider, and puts what it exported in a form that two providers
//! have in common.

use std::collections::HashMap;
use std::io;
use std::time::{Duration, SystemTime};

use opentelemetry_sdk::trace::SpanData;
use traced::opentelemetry::trace::{
    Span, SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, Tracer, TracerProvider,
};
use traced::opentelemetry::{Context, ContextGuard};

use super::program::{Op, Parent, Program, SLOTS, Target};

/// A started span.
enum Slot<S> {
    Bare(S),
    In(Context),
}

/// What a program could see.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seen(Vec<String>);

pub(super) struct Runner<T: Tracer> {
    tracer: T,
    slots: [Option<Slot<T::Span>>; SLOTS],
    attached: Vec<ContextGuard>,
    seen: Seen,
    names: Names,
}

/// Numbers for ids, in the order of their appearance.
#[derive(Debug, Default)]
pub(super) struct Names {
    spans: HashMap<SpanId, u64>,
    traces: HashMap<TraceId, u128>,
}

/// Runs a method on whatever the target is.
macro_rules! on {
    ($self:ident, $target:expr, |$span:ident| $call:expr) => {
        match $target {
            Target::Current => {
                let cx = Context::current();
                let $span = cx.span();
                $call;
            }
            Target::Slot(slot) => match &mut $self.slots[slot] {
                Some(Slot::Bare($span)) => {
                    $call;
                }
                Some(Slot::In(cx)) => {
                    let $span = cx.span();
                    $call;
                }
                None => {}
            },
        }
    };
}

impl<T: Tracer> Runner<T>
where
    T::Span: Send + Sync + 'static,
{
    pub(super) fn run(
        provider: &impl TracerProvider<Tracer = T>,
        program: &Program,
    ) -> (Seen, Names) {
        let mut runner = Self {
            tracer: provider.tracer("program"),
            slots: std::array::from_fn(|_| None),
            attached: Vec::new(),
            seen: Seen::default(),
            names: Names::default(),
        };
        for op in &program.ops {
            runner.step(op);
        }
        while let Some(guard) = runner.attached.pop() {
            drop(guard);
        }
        for slot in &mut runner.slots {
            drop(slot.take());
        }
        (runner.seen, runner.names)
    }

    fn step(&mut self, op: &Op) {
        match op.clone() {
            Op::Start(slot, parent, builder, in_context) => {
                let parent = self.parent(parent);
                let span = self.tracer.build_with_context(*builder, &parent);
                self.note(span.span_context(), span.is_recording());
                self.slots[slot] = Some(if in_context {
                    Slot::In(parent.with_span(span))
                } else {
                    Slot::Bare(span)
                });
            }
            Op::Attach(slot) => {
                if let Some(Slot::In(cx)) = &self.slots[slot] {
                    self.attached.push(cx.clone().attach());
                }
            }
            Op::Detach => drop(self.attached.pop()),
            Op::Drop(slot) => self.slots[slot] = None,
            Op::Set(target, attribute) => {
                on!(self, target, |span| span.set_attribute(attribute.clone()));
            }
            Op::SetMany(target, attributes) => {
                on!(self, target, |span| span.set_attributes(attributes.clone()));
            }
            Op::Event(target, name, Some(time), attributes) => {
                on!(self, target, |span| span.add_event_with_timestamp(
                    name.clone(),
                    time,
                    attributes.clone()
                ));
            }
            Op::Event(target, name, None, attributes) => {
                on!(self, target, |span| span
                    .add_event(name.clone(), attributes.clone()));
            }
            Op::Error(target) => {
                on!(self, target, |span| span
                    .record_error(&io::Error::other("no luck")));
            }
            Op::Link(target, to, attributes) => {
                on!(self, target, |span| span
                    .add_link(to.clone(), attributes.clone()));
            }
            Op::Status(target, status) => {
                on!(self, target, |span| span.set_status(status.clone()));
            }
            Op::Name(target, name) => {
                on!(self, target, |span| span.update_name(name.clone()));
            }
            Op::End(target, Some(time)) => {
                on!(self, target, |span| span.end_with_timestamp(time));
            }
            Op::End(target, None) => on!(self, target, |span| span.end()),
        }
        let current = Context::current();
        let current = current.span();
        self.note(current.span_context(), current.is_recording());
    }

    fn parent(&self, parent: Parent) -> Context {
        match parent {
            Parent::Current => Context::current(),
            Parent::Nothing => Context::new(),
            Parent::Suppressed => Context::current().with_telemetry_suppressed(),
            Parent::Remote(remote) => Context::new().with_remote_span_context(remote),
            Parent::Slot(slot) => match &self.slots[slot] {
                Some(Slot::In(cx)) => cx.clone(),
                _ => Context::new(),
            },
        }
    }

    fn note(&mut self, context: &SpanContext, recording: bool) {
        // Ids are numbered when their span is first seen. One that is not sampled may be its
        // parent's in one provider and new in the other: no exported span has it.
        if context.is_valid() && (recording || context.is_sampled()) {
            self.names.span(context.span_id());
        }
        self.seen.0.push(format!(
            "valid {} remote {} sampled {} recording {recording} state {:?}",
            context.is_valid(),
            context.is_remote(),
            context.is_sampled(),
            context.trace_state(),
        ));
    }
}

impl Names {
    fn span(&mut self, id: SpanId) -> SpanId {
        // Those that the program gave are small.
        if id == SpanId::INVALID || u64::from_be_bytes(id.to_bytes()) < 1_000 {
            return id;
        }
        let next = 1_000 + self.spans.len() as u64;
        SpanId::from(*self.spans.entry(id).or_insert(next))
    }

    fn trace(&mut self, id: TraceId) -> TraceId {
        if u128::from_be_bytes(id.to_bytes()) < 1_000 {
            return id;
        }
        let next = 1_000 + self.traces.len() as u128;
        TraceId::from(*self.traces.entry(id).or_insert(next))
    }

    /// The same for every provider: ids by number, and no time that nobody gave.
    pub(super) fn common(&mut self, mut span: SpanData) -> SpanData {
        let context = &span.span_context;
        span.span_context = SpanContext::new(
            self.trace(context.trace_id()),
            self.span(context.span_id()),
            // The random flag: ours sets it, for its trace ids are.
            TraceFlags::new(context.trace_flags().to_u8() & 0x01),
            context.is_remote(),
            context.trace_state().clone(),
        );
        span.parent_span_id = self.span(span.parent_span_id);
        span.start_time = given(span.start_time);
        span.end_time = given(span.end_time);
        for event in &mut span.events.events {
            event.timestamp = given(event.timestamp);
        }
        span
    }
}

fn given(time: SystemTime) -> SystemTime {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
    if time < long_ago { time } else { long_ago }
}
