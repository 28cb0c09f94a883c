//! The OTEL_EXPORTER_OTLP_* variables; those for traces come before those for all signals.
//!
//! Source: `specification/protocol/exporter.md`, "Configuration Options".

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::SetupError;
use super::env::Env;
use super::mistakes;
use crate::export::otlp::{
    ClientFiles, Compression, Endpoint, Protocol, Settings, TlsFiles, default_protocol,
};

const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
const TRACES_ENDPOINT: &str = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

pub(super) fn settings(env: &Env<'_>) -> Result<Settings, SetupError> {
    let protocol = protocol(env)?;
    let settings = Settings {
        protocol,
        endpoint: endpoint(env, protocol)?,
        headers: headers(env),
        timeout: timeout(env),
        tls: tls(env)?,
        compression: compression(env)?,
    };
    if let Some((variable, url)) = env.first([TRACES_ENDPOINT, ENDPOINT]) {
        let is_base = variable == ENDPOINT;
        for note in mistakes::of_endpoint(variable, &url, is_base, &settings) {
            env.note(note);
        }
    }
    Ok(settings)
}

fn protocol(env: &Env<'_>) -> Result<Protocol, SetupError> {
    let names = [
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
        "OTEL_EXPORTER_OTLP_PROTOCOL",
    ];
    let Some((name, value)) = env.first(names) else {
        return Ok(default_protocol());
    };
    match value.to_ascii_lowercase().as_str() {
        "grpc" => Ok(Protocol::Grpc),
        "http/protobuf" => Ok(Protocol::HttpProtobuf),
        "http/json" => Ok(Protocol::HttpJson),
        _ => Err(SetupError::variable(
            name,
            &value,
            "there is no such protocol",
            "grpc, http/protobuf, http/json",
        )),
    }
}

fn endpoint(env: &Env<'_>, protocol: Protocol) -> Result<Endpoint, SetupError> {
    let set = env.first([TRACES_ENDPOINT, ENDPOINT]);
    let (endpoint, accepted) = match (protocol, &set) {
        (Protocol::Grpc, None) => return Ok(Endpoint::default_grpc()),
        (_, None) => return Ok(Endpoint::default_http()),
        (Protocol::Grpc, Some((_, url))) => (
            Endpoint::grpc(url, insecure(env)),
            "a URL such as http://localhost:4317 (https:// for TLS)",
        ),
        (_, Some((TRACES_ENDPOINT, url))) => (
            Endpoint::http_traces(url),
            "the whole URL of the traces endpoint, such as http://localhost:4318/v1/traces",
        ),
        (_, Some((_, url))) => (
            Endpoint::http_base(url),
            "a URL to which /v1/traces is appended, such as http://localhost:4318",
        ),
    };
    let (name, value) = set.unwrap_or_default();
    endpoint
        .map_err(|problem| SetupError::variable(name, &without_secret(&value), problem, accepted))
}

/// Whether a gRPC endpoint without a scheme is one without TLS.
fn insecure(env: &Env<'_>) -> bool {
    let name = "OTEL_EXPORTER_OTLP_TRACES_INSECURE";
    match env.get(name) {
        Some(_) => env.flag(name),
        None => env.flag("OTEL_EXPORTER_OTLP_INSECURE"),
    }
}

/// A URL as it may be printed: without credentials and without its query.
pub(super) fn without_secret(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://..@{rest}"),
        _ => url.to_owned(),
    }
}

fn timeout(env: &Env<'_>) -> Option<Duration> {
    let name = "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT";
    let default = Duration::from_secs(10);
    match env.get(name) {
        Some(_) => env.limit(name, default),
        None => env.limit("OTEL_EXPORTER_OTLP_TIMEOUT", default),
    }
}

fn headers(env: &Env<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let names = [
        "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
        "OTEL_EXPORTER_OTLP_HEADERS",
    ];
    let Some((variable, value)) = env.first(names) else {
        return headers;
    };
    for (key, value) in env.pairs(variable, &value) {
        let name = HeaderName::from_bytes(key.as_bytes());
        let value = HeaderValue::from_str(&value);
        match (name, value) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                headers.insert(name, value);
            }
            (Err(_), _) => env.note(format!(
                "{variable}: {key:?} is not the name of a header and is ignored"
            )),
            (_, Err(_)) => env.note(format!(
                "{variable}: the value of {key:?} cannot stand in a header and is ignored"
            )),
        }
    }
    headers
}

fn compression(env: &Env<'_>) -> Result<Compression, SetupError> {
    let names = [
        "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION",
        "OTEL_EXPORTER_OTLP_COMPRESSION",
    ];
    let Some((name, value)) = env.first(names) else {
        return Ok(Compression::None);
    };
    let problem = match value.to_ascii_lowercase().as_str() {
        "none" => return Ok(Compression::None),
        "gzip" => return Ok(Compression::Gzip),
        "zstd" => "zstd is not supported",
        _ => "there is no such compression",
    };
    Err(SetupError::variable(name, &value, problem, "gzip, none"))
}

/// A variable that names a PEM file: for traces, for all signals.
type Names = [&'static str; 2];

const CERTIFICATE: Names = [
    "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE",
    "OTEL_EXPORTER_OTLP_CERTIFICATE",
];
const CLIENT_CERTIFICATE: Names = [
    "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
    "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
];
const CLIENT_KEY: Names = [
    "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY",
    "OTEL_EXPORTER_OTLP_CLIENT_KEY",
];

fn tls(env: &Env<'_>) -> Result<TlsFiles, SetupError> {
    let client = match (pem(env, CLIENT_CERTIFICATE)?, pem(env, CLIENT_KEY)?) {
        (None, None) => None,
        (Some(certificate), Some(key)) => Some(ClientFiles { certificate, key }),
        (Some(_), None) => return Err(alone(env, CLIENT_CERTIFICATE, CLIENT_KEY)),
        (None, Some(_)) => return Err(alone(env, CLIENT_KEY, CLIENT_CERTIFICATE)),
    };
    Ok(TlsFiles {
        certificate: pem(env, CERTIFICATE)?,
        client,
    })
}

fn alone(env: &Env<'_>, set: Names, unset: Names) -> SetupError {
    let (name, path) = env.first(set).unwrap_or_default();
    let problem = format!("{} is not set", unset[1]);
    let accepted = "both a client certificate and its key, or neither";
    SetupError::variable(name, &path, problem, accepted)
}

fn pem(env: &Env<'_>, names: Names) -> Result<Option<Vec<u8>>, SetupError> {
    let Some((name, path)) = env.first(names) else {
        return Ok(None);
    };
    std::fs::read(&path).map(Some).map_err(|error| {
        let problem = format!("the file cannot be read: {error}");
        SetupError::variable(name, &path, problem, "the path of a PEM file")
    })
}

#[cfg(test)]
#[path = "otlp_tests.rs"]
mod tests;
