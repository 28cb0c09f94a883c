//! A typed view of the environment: everything that set-up reads, in one value.

use std::time::Duration;

use opentelemetry_sdk::trace::{Sampler, SpanLimits};

use super::env::{Env, Read};
use super::{SetupError, limits, otlp, propagators, resource, sampler};
use crate::diagnostics::Level;
use crate::export;

/// An exporter that set-up can make by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exporter {
    /// The OpenTelemetry protocol, to a collector, Jaeger or any other backend.
    Otlp,
    /// A readable tree of each trace on stdout.
    Console,
}

#[derive(Debug)]
pub(super) struct Config {
    pub(super) disabled: bool,
    pub(super) diagnostics: Option<Level>,
    pub(super) service_name: Option<String>,
    pub(super) resource: Vec<(String, String)>,
    /// `None` where nothing chose.
    pub(super) exporters: Option<Vec<Exporter>>,
    pub(super) otlp: export::otlp::Settings,
    pub(super) worker: export::Settings,
    pub(super) sampler: Option<Sampler>,
    pub(super) propagators: Vec<propagators::Propagator>,
    pub(super) limits: SpanLimits,
    pub(super) value_length: Option<usize>,
    /// What was ignored, to be said once diagnostics are on.
    pub(super) notes: Vec<String>,
}

impl Config {
    pub(super) fn read(read: &Read) -> Result<Self, SetupError> {
        let env = Env::new(read);
        if let Some(file) = env.get("OTEL_CONFIG_FILE") {
            return Err(SetupError::variable(
                "OTEL_CONFIG_FILE",
                &file,
                "configuration files are not supported, and the other variables would be wrong",
                "nothing; unset it and use the other OTEL_* variables",
            ));
        }
        Ok(Self {
            disabled: env.flag("OTEL_SDK_DISABLED"),
            diagnostics: diagnostics(&env)?,
            service_name: env.get("OTEL_SERVICE_NAME"),
            resource: resource::attributes(&env),
            exporters: exporters(&env)?,
            otlp: otlp::settings(&env)?,
            worker: worker(&env),
            sampler: sampler::sampler(&env)?,
            propagators: propagators::propagators(&env),
            limits: limits::limits(&env),
            value_length: limits::value_length(&env),
            notes: env.into_notes(),
        })
    }
}

/// Source: the OTEL_BSP_* variables of `sdk-environment-variables.md`.
fn worker(env: &Env<'_>) -> export::Settings {
    let default = export::Settings::default();
    let max_queue_size = env.size("OTEL_BSP_MAX_QUEUE_SIZE", default.max_queue_size);
    let mut max_batch_size = env.size("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", default.max_batch_size);
    if max_batch_size > max_queue_size {
        // Said only if somebody chose the batch size: else it follows the queue's.
        if env.get("OTEL_BSP_MAX_EXPORT_BATCH_SIZE").is_some() {
            env.note(format!(
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE={max_batch_size} is more than \
                 OTEL_BSP_MAX_QUEUE_SIZE={max_queue_size}, which is used for both"
            ));
        }
        max_batch_size = max_queue_size;
    }
    let delay = env.number("OTEL_BSP_SCHEDULE_DELAY");
    export::Settings {
        max_queue_size,
        max_batch_size,
        schedule_delay: delay.map_or(default.schedule_delay, Duration::from_millis),
        export_timeout: env.limit("OTEL_BSP_EXPORT_TIMEOUT", Duration::from_secs(30)),
        ..default
    }
}

fn exporters(env: &Env<'_>) -> Result<Option<Vec<Exporter>>, SetupError> {
    const NAME: &str = "OTEL_TRACES_EXPORTER";
    const ACCEPTED: &str = "otlp, console, several of them between commas, or none";
    let Some(value) = env.get(NAME) else {
        return Ok(None);
    };
    let refused = |problem| SetupError::variable(NAME, &value, problem, ACCEPTED);
    let mut exporters = Vec::new();
    let mut none = false;
    for name in value
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let exporter = match name.to_ascii_lowercase().as_str() {
            "none" => {
                none = true;
                continue;
            }
            "otlp" => Exporter::Otlp,
            "console" => Exporter::Console,
            "zipkin" | "file" | "otlp/stdout" | "jaeger" | "prometheus" => {
                return Err(refused(format!("the exporter {name:?} is not supported")));
            }
            _ => return Err(refused(format!("there is no exporter {name:?}"))),
        };
        if !exporters.contains(&exporter) {
            exporters.push(exporter);
        }
    }
    if none && !exporters.is_empty() {
        return Err(refused(
            "\"none\" cannot be combined with an exporter".to_owned(),
        ));
    }
    Ok(Some(exporters))
}

fn diagnostics(env: &Env<'_>) -> Result<Option<Level>, SetupError> {
    const NAME: &str = "TRACED_DIAGNOSTICS";
    let Some(value) = env.get(NAME) else {
        return Ok(None);
    };
    match value.to_ascii_lowercase().as_str() {
        "off" => Ok(Some(Level::Off)),
        "warn" => Ok(Some(Level::Warn)),
        "error" => Ok(Some(Level::Error)),
        _ => Err(SetupError::variable(
            NAME,
            &value,
            "there is no such level",
            "off, warn, error",
        )),
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
