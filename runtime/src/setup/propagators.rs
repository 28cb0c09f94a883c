//! OTEL_PROPAGATORS, and the propagators by name.

use opentelemetry::propagation::{TextMapCompositePropagator, TextMapPropagator};
use opentelemetry_sdk::propagation::{BaggagePropagator, TraceContextPropagator};

use super::env::Env;

const NAME: &str = "OTEL_PROPAGATORS";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Propagator {
    TraceContext,
    Baggage,
}

/// The names that are set; W3C trace context and baggage if none are.
///
/// Source: `sdk-environment-variables.md`: what is not known is said and ignored.
pub(super) fn propagators(env: &Env<'_>) -> Vec<Propagator> {
    let Some(value) = env.get(NAME) else {
        return vec![Propagator::TraceContext, Propagator::Baggage];
    };
    let mut propagators = Vec::new();
    let names = value.split(',').map(str::trim);
    for name in names.filter(|name| !name.is_empty()) {
        let propagator = match name.to_ascii_lowercase().as_str() {
            "tracecontext" => Propagator::TraceContext,
            "baggage" => Propagator::Baggage,
            "none" => continue,
            _ => {
                env.note(format!(
                    "{NAME}: {name:?} is not supported and is ignored; accepted: tracecontext, \
                     baggage, none"
                ));
                continue;
            }
        };
        if !propagators.contains(&propagator) {
            propagators.push(propagator);
        }
    }
    propagators
}

pub(super) fn composite(propagators: &[Propagator]) -> TextMapCompositePropagator {
    let propagators = propagators.iter().map(|propagator| {
        let boxed: Box<dyn TextMapPropagator + Send + Sync> = match propagator {
            Propagator::TraceContext => Box::new(TraceContextPropagator::new()),
            Propagator::Baggage => Box::new(BaggagePropagator::new()),
        };
        boxed
    });
    TextMapCompositePropagator::new(propagators.collect())
}
