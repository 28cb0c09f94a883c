//! The resource: what this process is, from the code and from the environment.

use opentelemetry::KeyValue;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::resource::TelemetryResourceDetector;

use super::config::Config;
use super::env::Env;

const SERVICE_NAME: &str = "service.name";

/// The pairs of OTEL_RESOURCE_ATTRIBUTES, percent-decoded.
pub(super) fn attributes(env: &Env<'_>) -> Vec<(String, String)> {
    const NAME: &str = "OTEL_RESOURCE_ATTRIBUTES";
    match env.get(NAME) {
        Some(value) => env.pairs(NAME, &value),
        None => Vec::new(),
    }
}

/// Later sources win: the name given to `init`, OTEL_RESOURCE_ATTRIBUTES, the
/// builder's resource, OTEL_SERVICE_NAME.
///
/// Source: `specification/resource/sdk.md`, "Specifying resource information via an
/// environment variable" (the code's resource before the variable's), and "Semantic
/// Attributes with SDK-provided Default Value" (`unknown_service`).
pub(super) fn resource(name: &str, config: &Config, given: Option<&Resource>) -> Resource {
    let name = match name.trim() {
        "" => unknown_service(),
        name => name.to_owned(),
    };
    let mut builder = Resource::builder_empty()
        .with_detector(Box::new(TelemetryResourceDetector))
        .with_service_name(name)
        .with_attributes(
            config
                .resource
                .iter()
                .map(|(key, value)| KeyValue::new(key.clone(), value.clone())),
        );
    if let Some(given) = given {
        let attributes: Vec<_> = given
            .iter()
            .map(|(key, value)| KeyValue::new(key.clone(), value.clone()))
            .collect();
        builder = match given.schema_url() {
            Some(url) => builder.with_schema_url(attributes, url.to_owned()),
            None => builder.with_attributes(attributes),
        };
    }
    if let Some(name) = &config.service_name {
        builder = builder.with_attribute(KeyValue::new(SERVICE_NAME, name.clone()));
    }
    builder.build()
}

fn unknown_service() -> String {
    let program = std::env::current_exe().ok();
    let program = program
        .as_deref()
        .and_then(|path| path.file_name()?.to_str());
    match program {
        Some(program) => format!("unknown_service:{program}"),
        None => "unknown_service".to_owned(),
    }
}
