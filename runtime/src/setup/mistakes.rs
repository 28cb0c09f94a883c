//! Settings that are well-formed and yet hardly what was meant: each with its mend.
//!
//! They are said and obeyed: a proxy may well speak gRPC on port 4318.

use crate::export::otlp::{Endpoint, Protocol, Settings};

/// What to say of an endpoint that this variable gave.
pub(super) fn of_endpoint(
    variable: &str,
    url: &str,
    is_base: bool,
    settings: &Settings,
) -> Vec<String> {
    let endpoint = &settings.endpoint;
    let notes = [
        port(variable, settings),
        path(variable, url, is_base, settings),
        no_scheme(variable, url, endpoint),
        no_tls(variable, settings),
    ];
    notes.into_iter().flatten().collect()
}

/// Source: OTLP's registered ports, 4317 for gRPC and 4318 for HTTP.
fn port(variable: &str, settings: &Settings) -> Option<String> {
    match (settings.protocol, settings.endpoint.port()) {
        (Protocol::Grpc, 4318) => Some(format!(
            "{variable} has port 4318, where HTTP is usually spoken, and the protocol is grpc: \
             use port 4317, or OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"
        )),
        (Protocol::HttpProtobuf | Protocol::HttpJson, 4317) => Some(format!(
            "{variable} has port 4317, where gRPC is usually spoken, and the protocol is HTTP: \
             use port 4318, or OTEL_EXPORTER_OTLP_PROTOCOL=grpc"
        )),
        _ => None,
    }
}

fn path(variable: &str, url: &str, is_base: bool, settings: &Settings) -> Option<String> {
    if settings.protocol == Protocol::Grpc {
        return None;
    }
    let endpoint = &settings.endpoint;
    if is_base {
        let doubled = endpoint.path().ends_with("/v1/traces/v1/traces");
        return doubled.then(|| {
            format!(
                "{variable} is for all signals and gets /v1/traces appended, which makes \
                 {endpoint}: leave the path away, or set OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
            )
        });
    }
    (endpoint.path() == "/").then(|| {
        let url = url
            .split('?')
            .next()
            .unwrap_or_default()
            .trim_end_matches('/');
        format!(
            "{variable} has no path and is used as it is, but OTLP/HTTP usually listens on \
             /v1/traces: write {url}/v1/traces, or set OTEL_EXPORTER_OTLP_ENDPOINT={url}"
        )
    })
}

fn no_scheme(variable: &str, url: &str, endpoint: &Endpoint) -> Option<String> {
    (!url.contains("://") && endpoint.is_tls()).then(|| {
        format!(
            "{variable} has no scheme, so TLS is spoken: write http:// before it, or set \
             OTEL_EXPORTER_OTLP_INSECURE=true, for a collector without"
        )
    })
}

fn no_tls(variable: &str, settings: &Settings) -> Option<String> {
    let files = settings.tls.certificate.is_some() || settings.tls.client.is_some();
    (files && !settings.endpoint.is_tls()).then(|| {
        format!(
            "certificates are set, but {variable} begins with http:// and nothing is encrypted: \
             write https://"
        )
    })
}

/// What to say of a service without a name.
pub(super) fn of_service(name: &str) -> Option<String> {
    name.starts_with("unknown_service").then(|| {
        format!(
            "the service has no name and is shown as {name}: give one to traced::init(..), or \
             set OTEL_SERVICE_NAME"
        )
    })
}
