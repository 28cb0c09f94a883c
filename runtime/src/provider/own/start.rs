//! Starting a span: the decision, the ids, the first words of its record.

use super::core::Core;
use super::home::Home;
use super::ids::Generator;
use super::limits::Limits;
use super::open::Open;
use super::record::{Rare, Record};
use super::slot::{Begin, Slot};
use super::span::Span;
use super::thread;
use crate::context;
use crate::provider::mode::{self, Mode};
use crate::provider::plan::Plan;
use crate::provider::started::{Child, Started};
use crate::provider::tally::Counts;
use crate::provider::{Origin, Site, clock};
use opentelemetry::trace::{
    SpanContext, SpanId, SpanRef, TraceContextExt as _, TraceFlags, TraceState,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::SamplingDecision;
use std::cell::Cell;
use std::sync::Arc;

/// The flag of a trace context whose trace id is random. Source: W3C trace context,
/// level 2, "Random Trace ID Flag".
const RANDOM: TraceFlags = TraceFlags::new(0x02);

/// What becomes of a child of the span of `cx` for the installed provider, if everything is where
/// almost every span has it.
#[inline]
pub(in crate::provider) fn foresee(cx: &Context, site: &'static Site, mode: Mode) -> Child {
    if mode.is_close() || site.origin() != Origin::Ambient {
        return Child::Unclear;
    }
    let parent = cx.span();
    let context = parent.span_context();
    if mode.samples(context.is_sampled()) {
        return Child::Sampled;
    }
    if context.is_sampled() || context.is_remote() {
        return Child::Unclear;
    }
    let id = context.span_id();
    if id == UNRECORDED.get() && id != SpanId::INVALID || is_unrecorded(&parent) {
        thread::count(Counts::unrecorded);
        Child::AsIs
    } else {
        Child::Unclear
    }
}

#[cold]
#[inline(never)]
fn is_unrecorded(span: &SpanRef<'_>) -> bool {
    let context = span.span_context();
    let is = context.is_valid() && !span.is_recording();
    if is {
        UNRECORDED.set(context.span_id());
    }
    is
}

thread_local! {
    /// The span that was last found to record nothing, which it never will.
    static UNRECORDED: Cell<SpanId> = const { Cell::new(SpanId::INVALID) };
}

/// Starts a child of the span of `cx` that is sampled, by the installed provider; nothing if that
/// takes a closer look.
#[inline]
pub(crate) fn child(cx: &Context, site: &'static Site) -> Option<&'static Slot> {
    let current = cx.span();
    let parent = current.span_context();
    // A parent that has ended is a fault that somebody wants to know.
    if !(context::is_vouched(parent.span_id()) || parent.is_remote() || current.is_recording())
        || !parent.is_valid()
    {
        return None;
    }
    let slot = thread::with(|thread| {
        let home = mode::now().number();
        thread.limits_of(home)?;
        let slot = thread.slot();
        thread.counts().started();
        slot.begin(&Begin {
            site,
            trace_id: parent.trace_id(),
            span_id: thread.span_id(),
            parent_id: parent.span_id(),
            flags: parent.trace_flags().with_sampled(true),
            parent_is_remote: parent.is_remote(),
            home,
            start: clock::now(),
        });
        Some(slot)
    });
    let slot = slot.flatten()?;
    let state = parent.trace_state();
    if *state != TraceState::NONE {
        with_state(slot, state);
    }
    Some(slot)
}

/// The context of the child of the span of `cx` that is under way in `slot`.
#[inline]
pub(crate) fn enter(cx: &Context, slot: &'static Slot) -> Context {
    let current = cx.span();
    let parent = current.span_context();
    let context = SpanContext::new(
        parent.trace_id(),
        slot.id(),
        parent.trace_flags().with_sampled(true),
        false,
        parent.trace_state().clone(),
    );
    cx.with_span(Span::lent(context, slot))
}

/// The context of a span that is under way in `slot`.
pub(in crate::provider) fn context(
    parent: &Context,
    context: SpanContext,
    slot: &'static Slot,
) -> Context {
    parent.with_span(Span::lent(context, slot))
}

#[cold]
#[inline(never)]
fn with_state(slot: &Slot, state: &TraceState) {
    let state = state.clone();
    slot.tell(slot.id(), thread::limits, |open| {
        open.rare().trace_state = state;
    });
}

/// Starts a span below `cx`, which does not suppress telemetry.
pub(super) fn start(core: &Arc<Core>, cx: &Context, plan: Plan) -> Started {
    let settings = &*core.settings;
    if !settings.filter.is_empty() && settings.filter.is_off(plan.source.scope().name()) {
        return Started::Nothing;
    }
    if !settings.direct {
        thread::prepare(core);
    }
    let current = cx.span();
    let parent = Some(current.span_context()).filter(|parent| parent.is_valid());
    if let Some(parent) = parent
        && settings.sampling.of_child(parent) == Some(false)
        && !parent.is_sampled()
        && !parent.is_remote()
        && !current.is_recording()
    {
        if settings.accounted {
            thread::count(Counts::unrecorded);
        }
        return Started::Nothing;
    }
    let (trace_id, flags) = match parent {
        Some(parent) => (parent.trace_id(), parent.trace_flags()),
        None => (thread::ids(Generator::trace_id), RANDOM),
    };
    let decided = settings.sampling.decide(cx, parent, trace_id, &plan);
    let span_id = thread::ids(Generator::span_id);
    let sampled = decided.decision == SamplingDecision::RecordAndSample;
    let context = SpanContext::new(
        trace_id,
        span_id,
        flags.with_sampled(sampled),
        false,
        decided.trace_state,
    );
    if decided.decision == SamplingDecision::Drop {
        if settings.accounted {
            thread::count(Counts::unrecorded);
        }
        return Started::Unrecorded(context);
    }
    let (parent_id, parent_is_remote) = match parent {
        Some(parent) => (parent.span_id(), parent.is_remote()),
        None => (SpanId::INVALID, false),
    };
    let mut open = Open {
        record: Record {
            trace_id,
            span_id,
            parent_id,
            start: clock::now(),
            end: 0,
            source: plan.source,
            name: plan.name,
            rare: None,
            attributes: 0,
            kind: plan.kind,
            flags: context.trace_flags(),
            parent_is_remote,
            merge: true,
        },
        attributes: Vec::new(),
        limits: settings.limits,
        home: Home::of(core),
        closed: None,
        place: plan.place,
    };
    if *context.trace_state() != TraceState::NONE {
        open.rare().trace_state = context.trace_state().clone();
    }
    if plan.start.is_some() {
        open.rare().start = plan.start;
    }
    with_attributes(&mut open, plan.attributes, decided.attributes);
    if !plan.links.is_empty() || !plan.events.is_empty() {
        let limits = settings.limits;
        with_parts(open.rare(), limits, plan.links, plan.events);
    }
    if settings.accounted {
        thread::count(Counts::started);
    }
    if settings.direct {
        let parent_is_local = parent.is_some() && !parent_is_remote;
        core.collector.pipeline.opened(open.view(), parent_is_local);
    }
    let slot = thread::slot();
    slot.begin_told(open);
    Started::Recording(context, slot)
}

fn with_attributes(open: &mut Open, own: Vec<KeyValue>, sampler: Vec<KeyValue>) {
    let common = open.record.source.attribute_count();
    let limits = open.limits;
    // Where a limit applies to what all spans of the source share, each has a copy of it.
    open.record.merge = common > 0 && limits.value_length.is_none() && common <= limits.attributes;
    let mut attributes = own;
    attributes.extend(sampler);
    let mut room = limits.attributes;
    if open.record.merge {
        room -= common;
    } else if common > 0 {
        let copied = open.record.source.attributes().to_vec();
        attributes.splice(0..0, copied);
    }
    if attributes.is_empty() {
        return;
    }
    let dropped = limits.keep(&mut attributes, room);
    if dropped > 0 {
        open.rare().dropped_attributes = dropped;
    }
    open.attributes = attributes;
}

fn with_parts(
    rare: &mut Rare,
    limits: &Limits,
    mut links: Vec<opentelemetry::trace::Link>,
    mut events: Vec<opentelemetry::trace::Event>,
) {
    let beyond =
        |len: usize, most: usize| u32::try_from(len.saturating_sub(most)).unwrap_or(u32::MAX);
    rare.dropped_links = beyond(links.len(), limits.links);
    links.truncate(limits.links);
    for link in &mut links {
        let dropped = limits.keep(&mut link.attributes, limits.link_attributes);
        link.dropped_attributes_count = dropped;
    }
    rare.links = links;
    rare.dropped_events = beyond(events.len(), limits.events);
    events.truncate(limits.events);
    for event in &mut events {
        let dropped = limits.keep(&mut event.attributes, limits.event_attributes);
        event.dropped_attributes_count = dropped;
    }
    rare.events = events;
}
