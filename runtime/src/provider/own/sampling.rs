//! Whether a span is recorded: the SDK's samplers, the built-in ones without asking them.

use crate::provider::plan::Plan;
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TraceId, TraceState};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingDecision, ShouldSample};
use std::any::Any;

/// A sampler, and what is known of it.
#[derive(Debug)]
pub(super) struct Sampling {
    known: Known,
    sampler: Box<dyn ShouldSample>,
}

#[derive(Clone, Copy, Debug)]
enum Known {
    On,
    Off,
    /// As the parent; roots by a sampler of which nothing is known.
    ParentBased,
    Nothing,
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
        let known = match known {
            Some(Sampler::AlwaysOn) => Known::On,
            Some(Sampler::AlwaysOff) => Known::Off,
            Some(Sampler::ParentBased(_)) => Known::ParentBased,
            _ => Known::Nothing,
        };
        Self { known, sampler }
    }

    /// Whether a child of this valid parent is sampled, if that needs no asking.
    #[inline]
    pub(super) fn of_child(&self, parent: &SpanContext) -> Option<bool> {
        match self.known {
            Known::On => Some(true),
            Known::Off => Some(false),
            Known::ParentBased => Some(parent.is_sampled()),
            Known::Nothing => None,
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
        let quick = match (parent, self.known) {
            (Some(parent), _) => self.of_child(parent),
            (None, Known::On) => Some(true),
            (None, Known::Off) => Some(false),
            (None, Known::ParentBased | Known::Nothing) => None,
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
