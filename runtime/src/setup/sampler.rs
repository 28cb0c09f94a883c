//! OTEL_TRACES_SAMPLER and its argument.
//!
//! Stricter than the specification, which ignores what it does not know: a misspelt sampler
//! that is ignored is a bill, or a trace that nobody finds. Those that the specification
//! names and this crate lacks are said and replaced, for one environment may configure
//! services in several languages.

use opentelemetry_sdk::trace::Sampler;

use super::SetupError;
use super::env::Env;

const NAME: &str = "OTEL_TRACES_SAMPLER";
const ARGUMENT: &str = "OTEL_TRACES_SAMPLER_ARG";
const ACCEPTED: &str = "always_on, always_off, traceidratio, parentbased_always_on, \
                        parentbased_always_off, parentbased_traceidratio";

pub(super) fn sampler(env: &Env<'_>) -> Result<Option<Sampler>, SetupError> {
    let Some(value) = env.get(NAME) else {
        return Ok(None);
    };
    let name = value.to_ascii_lowercase();
    let (parent_based, root) = match name.strip_prefix("parentbased_") {
        Some(root) => (true, root),
        None => (false, name.as_str()),
    };
    let sampler = match root {
        "always_on" => Sampler::AlwaysOn,
        "always_off" => Sampler::AlwaysOff,
        "traceidratio" => Sampler::TraceIdRatioBased(ratio(env)?),
        "jaeger_remote" | "xray" => {
            env.note(format!(
                "{NAME}={value:?} is not supported; parentbased_always_on is used, which samples \
                 every trace that begins here (accepted: {ACCEPTED})"
            ));
            return Ok(None);
        }
        _ => {
            let problem = "there is no such sampler";
            return Err(SetupError::variable(NAME, &value, problem, ACCEPTED));
        }
    };
    Ok(Some(if parent_based {
        Sampler::ParentBased(Box::new(sampler))
    } else {
        sampler
    }))
}

fn ratio(env: &Env<'_>) -> Result<f64, SetupError> {
    let Some(value) = env.get(ARGUMENT) else {
        return Ok(1.0);
    };
    match value.parse() {
        Ok(ratio) if (0.0..=1.0).contains(&ratio) => Ok(ratio),
        parsed => Err(SetupError::variable(
            ARGUMENT,
            &value,
            match parsed {
                Ok(_) => "the ratio is out of range",
                Err(_) => "the ratio is not a number",
            },
            "a number from 0.0 (no trace) to 1.0 (every trace)",
        )),
    }
}
