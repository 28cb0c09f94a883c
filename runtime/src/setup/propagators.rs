//! OTEL_PROPAGATORS, and the propagators by name.

use opentelemetry::global;
use opentelemetry::propagation::{TextMapCompositePropagator, TextMapPropagator};

use super::env::Env;
use crate::propagation::{
    B3Propagator, BaggagePropagator, JaegerPropagator, TraceContextPropagator, W3cPropagator,
};

const NAME: &str = "OTEL_PROPAGATORS";

/// Source: `sdk-environment-variables.md`.
const DEFAULT: [Propagator; 2] = [Propagator::TraceContext, Propagator::Baggage];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Propagator {
    TraceContext,
    Baggage,
    B3,
    B3Multi,
    Jaeger,
}

impl Propagator {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::TraceContext => "tracecontext",
            Self::Baggage => "baggage",
            Self::B3 => "b3",
            Self::B3Multi => "b3multi",
            Self::Jaeger => "jaeger",
        }
    }
}

/// The names that are set; W3C trace context and baggage if none are.
///
/// Source: `sdk-environment-variables.md`: what is not known is said and ignored. Where
/// nothing is left, that is as if the variable were not set.
pub(super) fn propagators(env: &Env<'_>) -> Vec<Propagator> {
    let Some(value) = env.get(NAME) else {
        return DEFAULT.to_vec();
    };
    let mut propagators = Vec::new();
    let mut none = false;
    let names = value.split(',').map(str::trim);
    for name in names.filter(|name| !name.is_empty()) {
        let propagator = match name.to_ascii_lowercase().as_str() {
            "tracecontext" => Propagator::TraceContext,
            "baggage" => Propagator::Baggage,
            "b3" => Propagator::B3,
            "b3multi" => Propagator::B3Multi,
            "jaeger" => Propagator::Jaeger,
            "none" => {
                none = true;
                continue;
            }
            _ => {
                env.note(format!(
                    "{NAME}: {name:?} is not supported and is ignored; accepted: tracecontext, \
                     baggage, b3, b3multi, jaeger, none"
                ));
                continue;
            }
        };
        if !propagators.contains(&propagator) {
            propagators.push(propagator);
        }
    }
    if propagators.is_empty() && !none {
        env.note(format!(
            "{NAME} names no propagator that is supported; tracecontext,baggage are used"
        ));
        return DEFAULT.to_vec();
    }
    propagators
}

/// Makes these the process's propagators.
pub(super) fn install(propagators: &[Propagator]) {
    if propagators == DEFAULT {
        global::set_text_map_propagator(W3cPropagator::default());
    } else {
        global::set_text_map_propagator(composite(propagators));
    }
}

fn composite(propagators: &[Propagator]) -> TextMapCompositePropagator {
    let propagators = propagators.iter().map(|propagator| {
        let boxed: Box<dyn TextMapPropagator + Send + Sync> = match propagator {
            Propagator::TraceContext => Box::new(TraceContextPropagator::new()),
            Propagator::Baggage => Box::new(BaggagePropagator::new()),
            Propagator::B3 => Box::new(B3Propagator::single()),
            Propagator::B3Multi => Box::new(B3Propagator::multi()),
            Propagator::Jaeger => Box::new(JaegerPropagator::new()),
        };
        boxed
    });
    TextMapCompositePropagator::new(propagators.collect())
}
