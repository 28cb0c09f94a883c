//! Variables of the specification that are not honoured: refused, or said.

use super::SetupError;
use super::env::Env;

/// Those that would make all others wrong.
pub(super) fn refuse(env: &Env<'_>) -> Result<(), SetupError> {
    for name in ["OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"] {
        if let Some(file) = env.get(name) {
            return Err(SetupError::variable(
                name,
                &file,
                "configuration files are not supported, and the other variables would be wrong",
                "nothing; unset it and use the other OTEL_* variables",
            ));
        }
    }
    Ok(())
}

/// Those whose absence does no harm, with what happens instead.
const IGNORED: [(&str, &str); 7] = [
    (
        "OTEL_BSP_MAX_CONCURRENT_EXPORTS",
        "one batch is exported at a time",
    ),
    ("OTEL_ENTITIES", "set OTEL_RESOURCE_ATTRIBUTES"),
    ("OTEL_EXPORTER_JAEGER_ENDPOINT", OTLP),
    ("OTEL_EXPORTER_JAEGER_AGENT_HOST", OTLP),
    ("OTEL_EXPORTER_JAEGER_AGENT_PORT", OTLP),
    ("OTEL_EXPORTER_JAEGER_PROTOCOL", OTLP),
    (
        "OTEL_SEMCONV_STABILITY_OPT_IN",
        "the stable conventions are always recorded, and the old ones never",
    ),
];

const OTLP: &str = "Jaeger takes OTLP: set OTEL_EXPORTER_OTLP_ENDPOINT";

pub(super) fn say(env: &Env<'_>) {
    for (name, instead) in IGNORED {
        if env.get(name).is_some() {
            env.note(format!("{name} is not supported and is ignored: {instead}"));
        }
    }
}
