//! The resource: what this process is, from the code and from the environment.

mod detect;

use opentelemetry::KeyValue;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::resource::TelemetryResourceDetector;

use super::env::Env;

const SERVICE_NAME: &str = "service.name";

/// A kind of facts that can be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detector {
    Service,
    Process,
    Host,
    Os,
}

const ALL: [Detector; 4] = [
    Detector::Service,
    Detector::Process,
    Detector::Host,
    Detector::Os,
];

impl Detector {
    fn detect(self) -> Vec<KeyValue> {
        match self {
            Self::Service => detect::service(),
            Self::Process => detect::process(),
            Self::Host => detect::host(),
            Self::Os => detect::os(),
        }
    }
}

/// What the environment says of the process.
#[derive(Debug)]
pub(super) struct Described {
    pub(super) service_name: Option<String>,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) detectors: Vec<Detector>,
}

pub(super) fn described(env: &Env<'_>) -> Described {
    Described {
        service_name: env.get("OTEL_SERVICE_NAME"),
        attributes: attributes(env),
        detectors: detectors(env),
    }
}

/// TRACED_RESOURCE_DETECTORS; all of them, if it is not set.
fn detectors(env: &Env<'_>) -> Vec<Detector> {
    const NAME: &str = "TRACED_RESOURCE_DETECTORS";
    let Some(value) = env.get(NAME) else {
        return ALL.to_vec();
    };
    let mut chosen = Vec::new();
    for name in value.split(',').map(str::trim) {
        match name.to_ascii_lowercase().as_str() {
            "" | "none" => {}
            "all" => chosen.extend(ALL),
            "service" => chosen.push(Detector::Service),
            "process" => chosen.push(Detector::Process),
            "host" => chosen.push(Detector::Host),
            "os" => chosen.push(Detector::Os),
            _ => env.note(format!(
                "{NAME}: {name:?} is no detector and is ignored; accepted: service, process, \
                 host, os, several between commas, all or none"
            )),
        }
    }
    chosen
}

/// The pairs of OTEL_RESOURCE_ATTRIBUTES, percent-decoded.
fn attributes(env: &Env<'_>) -> Vec<(String, String)> {
    const NAME: &str = "OTEL_RESOURCE_ATTRIBUTES";
    match env.get(NAME) {
        Some(value) => env.pairs(NAME, &value),
        None => Vec::new(),
    }
}

/// Later sources win: what was detected, the name given to `init`,
/// OTEL_RESOURCE_ATTRIBUTES, the builder's resource, OTEL_SERVICE_NAME.
///
/// Source: `specification/resource/sdk.md`, "Specifying resource information via an
/// environment variable" (the code's resource before the variable's), and "Semantic
/// Attributes with SDK-provided Default Value" (`unknown_service`).
pub(super) fn resource(name: &str, described: &Described, given: Option<&Resource>) -> Resource {
    let name = match name.trim() {
        "" => unknown_service(),
        name => name.to_owned(),
    };
    let mut builder = Resource::builder_empty()
        .with_detector(Box::new(TelemetryResourceDetector))
        .with_attributes([
            KeyValue::new("telemetry.distro.name", env!("CARGO_PKG_NAME")),
            KeyValue::new("telemetry.distro.version", env!("CARGO_PKG_VERSION")),
        ])
        .with_attributes(described.detectors.iter().flat_map(|one| one.detect()))
        .with_service_name(name)
        .with_attributes(
            described
                .attributes
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
    if let Some(name) = &described.service_name {
        builder = builder.with_attribute(KeyValue::new(SERVICE_NAME, name.clone()));
    }
    builder.build()
}

/// The name that a resource says.
pub(super) fn service_name(resource: &Resource) -> String {
    let name = resource.get(&SERVICE_NAME.into());
    name.map(|name| name.to_string()).unwrap_or_default()
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
