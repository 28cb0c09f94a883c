//! Starting a span: the decision, the ids, the first words of its record.

use super::core::Core;
use super::ids::Generator;
use super::limits::Limits;
use super::record::{Rare, Record};
use super::span::{Open, Span};
use super::thread;
use crate::provider::clock;
use crate::provider::plan::Plan;
use crate::provider::start::Started;
use crate::provider::tally::Counts;
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceState};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::SamplingDecision;
use std::sync::Arc;

/// The flag of a trace context whose trace id is random. Source: W3C trace context,
/// level 2, "Random Trace ID Flag".
const RANDOM: TraceFlags = TraceFlags::new(0x02);

/// Starts a span below `cx`, which does not suppress telemetry.
pub(super) fn start(core: &Arc<Core>, cx: &Context, plan: Plan) -> Started {
    let settings = &*core.settings;
    if !settings.filter.is_empty() && settings.filter.is_off(plan.source.scope().name()) {
        return Started::Nothing;
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
        attributes: Vec::new(),
        limits: settings.limits,
        home: core.home(),
        record: Record {
            trace_id: context.trace_id(),
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
    };
    if *context.trace_state() != TraceState::NONE {
        open.record.rare.get_or_insert_default().trace_state = context.trace_state().clone();
    }
    if plan.start.is_some() {
        open.record.rare.get_or_insert_default().start = plan.start;
    }
    with_attributes(&mut open, plan.attributes, decided.attributes);
    if !plan.links.is_empty() || !plan.events.is_empty() {
        let rare = open.record.rare.get_or_insert_default();
        with_parts(rare, settings.limits, plan.links, plan.events);
    }
    if settings.accounted {
        thread::count(Counts::started);
    }
    let span = Span::recording(context, open);
    if settings.direct
        && let Some(view) = span.view()
    {
        core.pipeline
            .opened(view, parent.is_some() && !parent_is_remote);
    }
    Started::Recording(span)
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
        open.record.rare.get_or_insert_default().dropped_attributes = dropped;
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
