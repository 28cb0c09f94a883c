//! The line about what was set up: where spans go, how they are sampled and propagated, and
//! whose they are. Secrets are not in it.

use super::Exporter;
use super::config::Config;
use super::propagators::Propagator;
use crate::export::otlp::{Compression, Protocol, Settings};

/// What the line says, gathered while things are built.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// Where spans go, one for each exporter.
    pub(super) exports: Vec<String>,
    pub(super) sampler: String,
    pub(super) disabled: bool,
    /// The provider is the application's.
    pub(super) foreign: bool,
}

impl Facts {
    pub(super) fn line(&self, service: &str, propagators: &[Propagator]) -> String {
        let names: Vec<_> = propagators.iter().map(|one| one.name()).collect();
        let propagators = if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(",")
        };
        if self.disabled {
            return format!("tracing is off (OTEL_SDK_DISABLED); propagators {propagators}");
        }
        if self.foreign {
            return format!(
                "traces of {service:?} go to the given provider; propagators {propagators}"
            );
        }
        let exports = if self.exports.is_empty() {
            "nowhere (OTEL_TRACES_EXPORTER=none)".to_owned()
        } else {
            format!("to {}", self.exports.join(" and to "))
        };
        format!(
            "traces of {service:?} go {exports}; sampler {}; propagators {propagators}",
            self.sampler
        )
    }
}

/// A sampler by the names of OTEL_TRACES_SAMPLER, if it is one of those; else as it calls
/// itself.
pub(super) fn sampler(debug: &str) -> String {
    let inside = |start| debug.strip_prefix(start)?.strip_suffix(')');
    if let Some(root) = inside("ParentBased(") {
        return format!("parentbased_{}", sampler(root));
    }
    if let Some(ratio) = inside("TraceIdRatioBased(") {
        return format!("traceidratio {}", ratio.trim_end_matches(".0"));
    }
    match debug {
        "AlwaysOn" => "always_on".to_owned(),
        "AlwaysOff" => "always_off".to_owned(),
        other => other.to_owned(),
    }
}

/// Where an exporter that the environment chose sends spans.
pub(super) fn describe(exporter: Exporter, config: &Config) -> String {
    match exporter {
        Exporter::Otlp => otlp(&config.otlp),
        Exporter::Console => "the console".to_owned(),
        Exporter::File => format!("the file {} (OTLP in JSON)", config.file.path.display()),
        Exporter::Stdout => "stdout (OTLP in JSON)".to_owned(),
        Exporter::Zipkin => format!("{} (Zipkin)", config.zipkin.endpoint),
    }
}

fn otlp(settings: &Settings) -> String {
    let mut text = format!(
        "{} (OTLP, {}",
        settings.endpoint,
        protocol(settings.protocol)
    );
    if settings.compression == Compression::Gzip {
        text.push_str(", gzip");
    }
    for name in settings.headers.keys() {
        text.push_str(", header ");
        text.push_str(name.as_str());
        text.push_str("=***");
    }
    text.push(')');
    text
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Grpc => "grpc",
        Protocol::HttpProtobuf => "http/protobuf",
        Protocol::HttpJson => "http/json",
    }
}
