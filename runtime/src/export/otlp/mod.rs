//! OTLP, the OpenTelemetry protocol: its two transports and what they share.
//!
//! Source: the OTLP specification 1.10 and the specification of its exporter
//! (`specification/protocol/exporter.md`). Ours rather than opentelemetry-otlp's,
//! because a person has to learn the cause of a failure, because certificates come
//! from the environment, and because a partial success is not a success.

mod compression;
mod endpoint;

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
use std::time::Duration;

use ::http::HeaderMap;

#[cfg(feature = "zipkin")]
pub(crate) use self::client::Client;
pub(crate) use self::compression::Compression;
pub(crate) use self::endpoint::Endpoint;
#[cfg(feature = "zipkin")]
pub(crate) use self::retry::{Limit, deliver};
use super::Export;

/// How a request introduces itself.
const USER_AGENT: &str = concat!("OTel-OTLP-Exporter-Rust-traced/", env!("CARGO_PKG_VERSION"));

/// Who decides how long a batch may take.
const TIMEOUT: &str = "OTEL_EXPORTER_OTLP_TIMEOUT";

/// How OTLP is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Grpc,
    HttpProtobuf,
    HttpJson,
}

/// Everything that is to be known before the first export.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) protocol: Protocol,
    pub(crate) endpoint: Endpoint,
    /// Sent with every request; may hold secrets, so they are never printed.
    pub(crate) headers: HeaderMap,
    /// Bounds one batch with all its retries; `None` is no limit.
    pub(crate) timeout: Option<Duration>,
    pub(crate) tls: TlsFiles,
    pub(crate) compression: Compression,
}

/// Contents of the PEM files, as they were read.
#[derive(Clone, Default)]
pub(crate) struct TlsFiles {
    /// Whom to trust instead of the system's certificate authorities.
    pub(crate) certificate: Option<Vec<u8>>,
    /// Our own certificate and its key, for servers that ask.
    pub(crate) client: Option<ClientFiles>,
}

#[derive(Clone)]
pub(crate) struct ClientFiles {
    pub(crate) certificate: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

/// A private key is nothing to print.
impl std::fmt::Debug for TlsFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsFiles")
            .field("certificate", &self.certificate.is_some())
            .field("client", &self.client.is_some())
            .finish()
    }
}

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
