//! OTEL_TRACES_EXPORTER, and the variables of the exporters that have few.

use std::path::PathBuf;
use std::time::Duration;

use http::HeaderMap;

use super::SetupError;
use super::env::Env;
use crate::export::otlp::{Compression, Endpoint, Protocol, Settings, TlsFiles};

/// An exporter that set-up can make by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exporter {
    /// The OpenTelemetry protocol, to a collector, Jaeger or any other backend.
    Otlp,
    /// A readable tree of each trace on stdout.
    Console,
    /// OTLP in JSON lines, appended to the file that `TRACED_FILE_PATH` names.
    File,
    /// OTLP in JSON lines on stdout.
    Stdout,
    /// Zipkin's JSON over HTTP.
    Zipkin,
}

impl Exporter {
    const ALL: [Self; 5] = [
        Self::Otlp,
        Self::Console,
        Self::File,
        Self::Stdout,
        Self::Zipkin,
    ];

    /// Its name in OTEL_TRACES_EXPORTER.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Otlp => "otlp",
            Self::Console => "console",
            Self::File => "file",
            Self::Stdout => "otlp/stdout",
            Self::Zipkin => "zipkin",
        }
    }
}

/// The exporters that are named; `None` where nothing chose.
pub(super) fn exporters(env: &Env<'_>) -> Result<Option<Vec<Exporter>>, SetupError> {
    const NAME: &str = "OTEL_TRACES_EXPORTER";
    const ACCEPTED: &str =
        "otlp, console, file, otlp/stdout, zipkin, several of them between commas, or none";
    let Some(value) = env.get(NAME) else {
        return Ok(None);
    };
    let refused = |problem| SetupError::variable(NAME, &value, problem, ACCEPTED);
    let mut exporters = Vec::new();
    let mut none = false;
    let names = value.split(',').map(str::trim);
    for name in names.filter(|name| !name.is_empty()) {
        let name = name.to_ascii_lowercase();
        if name == "none" {
            none = true;
            continue;
        }
        // The specification's older name.
        let sought = if name == "logging" { "console" } else { &name };
        let known = Exporter::ALL
            .into_iter()
            .find(|known| known.name() == sought);
        let Some(exporter) = known else {
            return Err(refused(match name.as_str() {
                "jaeger" => "the exporter \"jaeger\" is gone, for Jaeger takes \"otlp\"".to_owned(),
                _ => format!("there is no exporter {name:?}"),
            }));
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

/// Where the file exporter writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileSettings {
    pub(super) path: PathBuf,
    /// `None` is no limit.
    pub(super) max_bytes: Option<u64>,
}

pub(super) fn file(env: &Env<'_>) -> FileSettings {
    const GIBIBYTE: u64 = 1 << 30;
    let path = env.get("TRACED_FILE_PATH");
    FileSettings {
        path: path.map_or_else(|| "traces.jsonl".into(), PathBuf::from),
        max_bytes: match env.number("TRACED_FILE_MAX_BYTES") {
            Some(0) => None,
            Some(limit) => Some(limit),
            None => Some(GIBIBYTE),
        },
    }
}

/// Source: `sdk-environment-variables.md`, "Zipkin Exporter".
pub(super) fn zipkin(env: &Env<'_>) -> Result<Settings, SetupError> {
    const NAME: &str = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
    let endpoint = match env.get(NAME) {
        None => Endpoint::default_zipkin(),
        Some(url) => Endpoint::http_traces(&url).map_err(|problem| {
            let accepted = "the whole URL, such as http://localhost:9411/api/v2/spans";
            SetupError::variable(NAME, &super::otlp::without_secret(&url), problem, accepted)
        })?,
    };
    Ok(Settings {
        protocol: Protocol::HttpJson,
        endpoint,
        headers: HeaderMap::new(),
        timeout: env.limit("OTEL_EXPORTER_ZIPKIN_TIMEOUT", Duration::from_secs(10)),
        tls: TlsFiles::default(),
        compression: Compression::None,
    })
}
