//! OTLP, the OpenTelemetry protocol: its two transports and what they share.
//!
//! Source: the OTLP specification 1.10 and the specification of its exporter
//! (`specification/protocol/exporter.md`). Ours rather than opentelemetry-otlp's,
//! because a person has to learn the cause of a failure, because certificates come
//! from the environment, and because a partial success is not a success.

mod compression;
mod endpoint;
mod settings;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
mod answer;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
mod cause;
#[cfg(feature = "otlp-http")]
mod client;
#[cfg(feature = "otlp-http")]
mod gzip;
#[cfg(feature = "otlp-http")]
mod http_answer;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
mod retry;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
mod tls;

#[cfg(not(feature = "otlp-grpc"))]
#[path = "absent_grpc.rs"]
mod grpc;
#[cfg(feature = "otlp-grpc")]
mod grpc;
#[cfg(not(feature = "otlp-http"))]
#[path = "absent_http.rs"]
mod http;
#[cfg(feature = "otlp-http")]
mod http;

use std::sync::Arc;

#[cfg(feature = "zipkin")]
pub(crate) use self::client::Client;
pub(crate) use self::compression::Compression;
pub(crate) use self::endpoint::Endpoint;
#[cfg(feature = "zipkin")]
pub(crate) use self::retry::{Limit, deliver};
pub(crate) use self::settings::{ClientFiles, Protocol, Settings, TlsFiles};
use super::Export;

/// The exporter for these settings; it connects when there is something to send.
///
/// # Errors
///
/// What is wrong with the settings, for a person.
pub(crate) fn exporter(settings: &Settings) -> Result<Arc<dyn Export>, String> {
    match settings.protocol {
        Protocol::Grpc => grpc::exporter(settings),
        Protocol::HttpProtobuf | Protocol::HttpJson => http::exporter(settings),
    }
}

/// HTTP, as the specification recommends, unless only gRPC is compiled in.
pub(crate) fn default_protocol() -> Protocol {
    match (http::IS_COMPILED_IN, grpc::IS_COMPILED_IN) {
        (false, true) => Protocol::Grpc,
        _ => Protocol::HttpProtobuf,
    }
}
