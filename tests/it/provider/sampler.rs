//! Samplers for random programs: the SDK's own, and one that does all that a sampler may.

use opentelemetry_sdk::trace::{
    Sampler, SamplingDecision, SamplingResult, SdkTracerProvider, ShouldSample,
    TracerProviderBuilder,
};
use traced::opentelemetry::trace::{Link, SpanKind, TraceContextExt as _, TraceId};
use traced::opentelemetry::{Context, KeyValue};
use traced::provider::Options;

/// A sampler by number, for both providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    On,
    Off,
    ParentBasedOn,
    ParentBasedOff,
    /// By trace id: equal ids come from remote parents only, so nothing or everything.
    Ratio(bool),
    ParentBasedRatio(bool),
    Branches,
    Custom,
}

pub(super) const ALL: [Choice; 10] = [
    Choice::On,
    Choice::Off,
    Choice::ParentBasedOn,
    Choice::ParentBasedOff,
    Choice::Ratio(true),
    Choice::Ratio(false),
    Choice::ParentBasedRatio(true),
    Choice::ParentBasedRatio(false),
    Choice::Branches,
    Choice::Custom,
];

impl Choice {
    pub(super) fn of_sdk(self) -> TracerProviderBuilder {
        let builder = SdkTracerProvider::builder();
        match self {
            Self::Custom => builder.with_sampler(Custom),
            Self::Branches => builder.with_sampler(branches()),
            known => builder.with_sampler(known.known()),
        }
    }

    pub(super) fn of_ours(self) -> Options {
        match self {
            Self::Custom => Options::default().sampler(Custom),
            Self::Branches => Options::default().sampler(branches()),
            known => Options::default().sampler(known.known()),
        }
    }

    fn known(self) -> Sampler {
        let ratio = |all| Sampler::TraceIdRatioBased(if all { 1.0 } else { 0.0 });
        match self {
            Self::Off => Sampler::AlwaysOff,
            Self::ParentBasedOn => Sampler::ParentBased(Box::new(Sampler::AlwaysOn)),
            Self::ParentBasedOff => Sampler::ParentBased(Box::new(Sampler::AlwaysOff)),
            Self::Ratio(all) => ratio(all),
            Self::ParentBasedRatio(all) => Sampler::ParentBased(Box::new(ratio(all))),
            Self::On | Self::Branches | Self::Custom => Sampler::AlwaysOn,
        }
    }
}

fn branches() -> impl ShouldSample {
    Sampler::parent_based(Custom)
        .with_remote_parent_not_sampled(Custom)
        .with_local_parent_sampled(Custom)
}

/// Decides by the name's length, adds attributes that say what it saw, changes the state.
#[derive(Clone, Debug)]
struct Custom;

impl ShouldSample for Custom {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        _trace: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let seen = format!("{kind:?} {attributes:?} {}", links.len());
        let parent = parent.map(|cx| cx.span().span_context().clone());
        let state = parent.map(|parent| parent.trace_state().clone());
        let state = state.unwrap_or_default();
        SamplingResult {
            decision: match name.len() % 4 {
                0 => SamplingDecision::Drop,
                1 => SamplingDecision::RecordOnly,
                _ => SamplingDecision::RecordAndSample,
            },
            attributes: vec![KeyValue::new("sampler.saw", seen)],
            trace_state: match name.len() % 3 {
                0 => state
                    .insert("sampled", name.len().to_string())
                    .unwrap_or(state),
                _ => state,
            },
        }
    }
}
