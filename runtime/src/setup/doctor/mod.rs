//! Checking a set-up step by step, where a running service would only fail to export.

mod probe;
mod report;
mod versions;

use std::sync::Arc;

use opentelemetry_sdk::Resource;

use super::config::Config;
use super::env::Read;
use super::{Exporter, exporters, file, mistakes, resource, start_line, zipkin};
use crate::export::Export;
use crate::export::otlp::{self, Settings};
pub use report::{Finding, Report, Step};

/// Examines what [`init`](crate::init) would set up from these variables.
pub(super) fn examine(read: &Read, service_name: &str, default: Option<Exporter>) -> Report {
    let mut report = Report::default();
    versions::check(&mut report);
    let config = match Config::read(read) {
        Ok(config) => config,
        Err(refusal) => {
            report.fault(format!("the configuration is refused: {refusal}"));
            return report;
        }
    };
    let resource = resource::resource(service_name, &config.resource, None);
    let service = resource::service_name(&resource);
    let nameless = mistakes::of_service(&service);
    for note in config.notes.iter().chain(&nameless) {
        report.doubt(note.clone());
    }
    if config.disabled {
        report.doubt("OTEL_SDK_DISABLED=true: nothing is recorded".to_owned());
        return report;
    }
    let default = || vec![default.unwrap_or(Exporter::Otlp)];
    let chosen = config.exporters.clone().unwrap_or_else(default);
    if chosen.is_empty() {
        report.doubt("OTEL_TRACES_EXPORTER=none: traces go nowhere".to_owned());
    }
    for exporter in chosen {
        let place = start_line::describe(exporter, &config);
        report.sound(format!("traces of {service:?} go to {place}"));
        check(&mut report, exporter, &config, &resource);
    }
    report
}

fn check(report: &mut Report, exporter: Exporter, config: &Config, resource: &Resource) {
    match exporter {
        Exporter::Otlp => {
            let settings = impatient(&config.otlp);
            let built = otlp::exporter(&settings);
            network(report, &settings, built, resource, true);
        }
        Exporter::Zipkin => {
            let settings = impatient(&config.zipkin);
            let built = zipkin::exporter(&settings);
            network(report, &settings, built, resource, false);
        }
        Exporter::File => written(report, &config.file),
        // These cannot fail before a span comes.
        Exporter::Stdout | Exporter::Console => {}
    }
}

fn impatient(settings: &Settings) -> Settings {
    let timeout = settings
        .timeout
        .map_or(probe::PATIENCE, |limit| limit.min(probe::PATIENCE));
    Settings {
        timeout: Some(timeout),
        ..settings.clone()
    }
}

fn network(
    report: &mut Report,
    settings: &Settings,
    built: Result<Arc<dyn Export>, String>,
    resource: &Resource,
    is_otlp: bool,
) {
    let exporter = match built {
        Ok(exporter) => exporter,
        Err(why) => return report.fault(why),
    };
    probe::run(report, &settings.endpoint, &exporter, resource, is_otlp);
}

fn written(report: &mut Report, settings: &exporters::FileSettings) {
    match file::to_file(settings) {
        Ok(exporter) => report.sound(format!("{} can be written", exporter.target())),
        Err(why) => report.fault(why),
    }
}
