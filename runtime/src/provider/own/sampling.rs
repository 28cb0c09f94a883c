//! Whether a span is recorded: the SDK's samplers, the built-in ones without asking them.

use crate::provider::mode::Children;
use crate::provider::plan::Plan;
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TraceId, TraceState};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingDecision, ShouldSample};
use std::any::Any;

/// A sampler, and what is known of it.
#[derive(Debug)]
pub(super) struct Sampling {
    children: Children,
    sampler: Box<dyn ShouldSample>,
}

/// What a sampler decided.
#[derive(Debug)]
pub(super) struct Decided {
    pub(super) decision: SamplingDecision,
    pub(super) attributes: Vec<KeyValue>,
    pub(super) trace_state: TraceState,
}

impl Sampling {
    pub(super) fn new(sampler: Box<dyn ShouldSample>, known: Option<&Sampler>) -> Self {
        let children = match known {
            Some(Sampler::AlwaysOn) => Children::On,
            Some(Sampler::AlwaysOff) => Children::Off,
            Some(Sampler::ParentBased(_)) => Children::AsParent,
            _ => Children::Ask,
        };
        Self { children, sampler }
    }

    pub(super) fn children(&self) -> Children {
        self.children
    }

    /// Whether a child of this valid parent is sampled, if that needs no asking.
    pub(super) fn of_child(&self, parent: &SpanContext) -> Option<bool> {
        match self.children {
            Children::On => Some(true),
            Children::Off => Some(false),
            Children::AsParent => Some(parent.is_sampled()),
            Children::Ask => None,
        }
    }

    /// `parent` is the context's span, if that is a valid one.
    ///
    /// A context whose span is invalid has no parent for a sampler, as the specification
    /// has it; the SDK's `Sampler::ParentBased` would take it for one that is not sampled.
    pub(super) fn decide(
        &self,
        cx: &Context,
        parent: Option<&SpanContext>,
        trace: TraceId,
        plan: &Plan,
    ) -> Decided {
        let quick = match (parent, self.children) {
            (Some(parent), _) => self.of_child(parent),
            (None, Children::On) => Some(true),
            (None, Children::Off) => Some(false),
            (None, Children::AsParent | Children::Ask) => None,
        };
        if let Some(sampled) = quick {
            return Decided {
                decision: if sampled {
                    SamplingDecision::RecordAndSample
                } else {
                    SamplingDecision::Drop
                },
                attributes: Vec::new(),
                trace_state: cx.span().span_context().trace_state().clone(),
            };
        }
        let rootless = (parent.is_none() && cx.has_active_span()).then(|| without_span(cx));
        let seen = rootless.as_ref().unwrap_or(cx);
        let common = plan.source.attributes();
        let result = if common.is_empty() {
            self.ask(seen, trace, plan, &plan.attributes)
        } else {
            let all = [common, &plan.attributes].concat();
            self.ask(seen, trace, plan, &all)
        };
        Decided {
            decision: result.decision,
            attributes: result.attributes,
            trace_state: result.trace_state,
        }
    }

    fn ask(
        &self,
        cx: &Context,
        trace: TraceId,
        plan: &Plan,
        attributes: &[KeyValue],
    ) -> opentelemetry_sdk::trace::SamplingResult {
        self.sampler.should_sample(
            Some(cx),
            trace,
            &plan.name,
            &plan.kind,
            attributes,
            &plan.links,
        )
    }
}

/// A context in which a sampler sees no span. Its other values can't be listed; the
/// baggage, which samplers may ask for, is kept.
fn without_span(cx: &Context) -> Context {
    use opentelemetry::baggage::BaggageExt as _;
    let entries = cx.baggage().iter().map(|(key, (value, metadata))| {
        opentelemetry::baggage::KeyValueMetadata::new(key.clone(), value.clone(), metadata.clone())
    });
    Context::new().with_baggage(entries.collect::<Vec<_>>())
}

/// The SDK's own sampler, if that is what `sampler` is.
pub(super) fn known<S: ShouldSample + 'static>(sampler: &S) -> Option<&Sampler> {
    (sampler as &dyn Any).downcast_ref()
}
