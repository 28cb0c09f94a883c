//! A typed view of the environment: everything that set-up reads, in one value.

use std::time::Duration;

use opentelemetry_sdk::trace::{Sampler, SpanLimits};

use super::env::{Env, Read};
use super::exporters::{self, Exporter, FileSettings};
use super::{SetupError, limits, otlp, propagators, resource, sampler, unsupported};
use crate::diagnostics::{Level, Verbosity};
use crate::export;

#[derive(Debug)]
pub(super) struct Config {
    pub(super) disabled: bool,
    pub(super) diagnostics: Option<Level>,
    pub(super) verbosity: Verbosity,
    pub(super) resource: resource::Described,
    /// `None` where nothing chose.
    pub(super) exporters: Option<Vec<Exporter>>,
    pub(super) otlp: export::otlp::Settings,
    pub(super) zipkin: export::otlp::Settings,
    pub(super) file: FileSettings,
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
        unsupported::refuse(&env)?;
        unsupported::say(&env);
        Ok(Self {
            disabled: env.flag("OTEL_SDK_DISABLED"),
            diagnostics: diagnostics(&env)?,
            verbosity: verbosity(&env),
            resource: resource::described(&env),
            exporters: exporters::exporters(&env)?,
            otlp: otlp::settings(&env)?,
            zipkin: exporters::zipkin(&env)?,
            file: exporters::file(&env),
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

/// Source: `sdk-environment-variables.md`, "General SDK Configuration": the level of the
/// SDK's own messages, `info` by default.
fn verbosity(env: &Env<'_>) -> Verbosity {
    const NAME: &str = "OTEL_LOG_LEVEL";
    let Some(value) = env.get(NAME) else {
        return Verbosity::Info;
    };
    match value.to_ascii_lowercase().as_str() {
        "none" | "off" => Verbosity::Off,
        "fatal" | "error" => Verbosity::Error,
        "warn" | "warning" => Verbosity::Warn,
        "info" | "debug" | "verbose" | "trace" | "all" => Verbosity::Info,
        _ => {
            env.note(format!(
                "{NAME}={value:?} is no level and is ignored; accepted: off, error, warn, info, \
                 debug"
            ));
            Verbosity::Info
        }
    }
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
