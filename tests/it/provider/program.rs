//! Random programs of OpenTelemetry's raw API.

use std::time::{Duration, SystemTime};

use opentelemetry_sdk::trace::SpanLimits;
use traced::opentelemetry::trace::{
    Event, Link, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId,
    TraceState,
};
use traced::opentelemetry::{Array, KeyValue, StringValue, Value};

use super::sampler::{ALL, Choice};
use crate::disorder::rng::Rng;

/// One program, and the configuration that it runs under.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) sampler: Choice,
    pub(super) limits: SpanLimits,
    pub(super) ops: Vec<Op>,
}

/// Where a span starts.
#[derive(Clone, Debug)]
pub(super) enum Parent {
    Current,
    Nothing,
    Suppressed,
    Remote(SpanContext),
    /// The span in this slot, if it lives in a context.
    Slot(usize),
}

/// What a method is called on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Current,
    Slot(usize),
}

#[derive(Clone, Debug)]
pub(super) enum Op {
    /// Starts a span into a slot, in a context of its own or bare; what was there is dropped.
    Start(usize, Parent, Box<SpanBuilder>, bool),
    Attach(usize),
    Detach,
    Drop(usize),
    Set(Target, KeyValue),
    SetMany(Target, Vec<KeyValue>),
    Event(Target, String, Option<SystemTime>, Vec<KeyValue>),
    Error(Target),
    Link(Target, SpanContext, Vec<KeyValue>),
    Status(Target, Status),
    Name(Target, String),
    End(Target, Option<SystemTime>),
}

pub(super) const SLOTS: usize = 4;

impl Program {
    pub(super) fn random(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let rng = &mut rng;
        let sampler = rng.pick(&ALL);
        let limit = |rng: &mut Rng| rng.pick(&[0, 1, 2, 3, 128, 128, 128]);
        let limits = SpanLimits {
            max_attributes_per_span: limit(rng),
            max_events_per_span: limit(rng),
            max_links_per_span: limit(rng),
            max_attributes_per_event: limit(rng),
            max_attributes_per_link: limit(rng),
        };
        let len = 4 + rng.below(28);
        let ops = (0..len).map(|_| op(rng, sampler)).collect();
        Self {
            sampler,
            limits,
            ops,
        }
    }
}

fn op(rng: &mut Rng, sampler: Choice) -> Op {
    let slot = rng.below(SLOTS);
    let target = match rng.below(3) {
        0 => Target::Current,
        _ => Target::Slot(slot),
    };
    match rng.below(20) {
        0..6 => Op::Start(
            slot,
            parent(rng, sampler),
            Box::new(builder(rng)),
            rng.below(3) > 0,
        ),
        6..8 => Op::Attach(slot),
        8 => Op::Detach,
        9 => Op::Drop(slot),
        10..12 => Op::Set(target, attribute(rng)),
        12 => Op::SetMany(target, attributes(rng)),
        13 => Op::Event(target, name(rng), time(rng), attributes(rng)),
        14 => Op::Error(target),
        15 => Op::Link(target, context(rng), attributes(rng)),
        16 => Op::Status(target, status(rng)),
        17 => Op::Name(target, name(rng)),
        _ => Op::End(target, time(rng)),
    }
}

fn parent(rng: &mut Rng, sampler: Choice) -> Parent {
    match rng.below(12) {
        0..6 => Parent::Current,
        6 => Parent::Nothing,
        7 => Parent::Suppressed,
        8 => Parent::Remote(context(rng)),
        // The SDK's `Sampler::ParentBased` takes an invalid parent for an unsampled one; ours,
        // as the specification, for none.
        9 if matches!(sampler, Choice::On | Choice::Off | Choice::Ratio(_)) => {
            Parent::Remote(SpanContext::empty_context())
        }
        _ => Parent::Slot(rng.below(SLOTS)),
    }
}

fn builder(rng: &mut Rng) -> SpanBuilder {
    let mut builder = SpanBuilder::from_name(name(rng));
    if rng.below(2) == 0 {
        let kinds = [
            SpanKind::Client,
            SpanKind::Server,
            SpanKind::Producer,
            SpanKind::Consumer,
            SpanKind::Internal,
        ];
        builder.span_kind = Some(kinds[rng.below(kinds.len())].clone());
    }
    if rng.below(2) == 0 {
        builder = builder.with_attributes(attributes(rng));
    }
    if rng.below(4) == 0 {
        builder.start_time = time(rng);
    }
    if rng.below(4) == 0 {
        let links = (0..rng.below(4)).map(|_| Link::new(context(rng), attributes(rng), 0));
        builder = builder.with_links(links.collect());
    }
    if rng.below(4) == 0 {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(5);
        let events = (0..rng.below(4)).map(|_| Event::new(name(rng), at, attributes(rng), 0));
        builder = builder.with_events(events.collect());
    }
    builder
}

fn name(rng: &mut Rng) -> String {
    "name-of-a-span"[..rng.below(14)].to_owned()
}

/// Long ago, so that it can be told from times that nobody gave.
fn time(rng: &mut Rng) -> Option<SystemTime> {
    let seconds = rng.below(1_000) as u64;
    (rng.below(2) == 0).then(|| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

fn attributes(rng: &mut Rng) -> Vec<KeyValue> {
    (0..rng.below(5)).map(|_| attribute(rng)).collect()
}

fn attribute(rng: &mut Rng) -> KeyValue {
    // Few keys: repeated ones are kept as they are.
    let key = rng.pick(&["a", "b", "c.d"]);
    let value = match rng.below(6) {
        0 => Value::Bool(rng.below(2) == 0),
        1 => Value::I64(rng.pick(&[0, 7, -1, i64::MAX])),
        2 => Value::F64(0.5),
        3 => Value::String(StringValue::from(name(rng))),
        4 => Value::Array(Array::I64(vec![1, 2])),
        _ => Value::Array(Array::String(vec![name(rng).into()])),
    };
    KeyValue::new(key, value)
}

fn status(rng: &mut Rng) -> Status {
    match rng.below(4) {
        0 => Status::Unset,
        1 => Status::Ok,
        2 => Status::error("a"),
        _ => Status::error("b"),
    }
}

/// A span elsewhere; sampled or not, with a state or without.
fn context(rng: &mut Rng) -> SpanContext {
    let state = match rng.below(3) {
        0 => TraceState::from_key_value([("vendor", "1")]).expect("a valid state"),
        _ => TraceState::NONE,
    };
    SpanContext::new(
        TraceId::from(1 + rng.below(3) as u128),
        SpanId::from(1 + rng.below(3) as u64),
        rng.pick(&[TraceFlags::SAMPLED, TraceFlags::NOT_SAMPLED]),
        true,
        state,
    )
}
