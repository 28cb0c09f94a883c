//! How OTLP is to be spoken: what is to be known before the first export.

use std::time::Duration;

use ::http::HeaderMap;

use super::compression::Compression;
use super::endpoint::Endpoint;

/// How a request introduces itself.
pub(super) const USER_AGENT: &str =
    concat!("OTel-OTLP-Exporter-Rust-traced/", env!("CARGO_PKG_VERSION"));

/// Who decides how long a batch may take.
pub(super) const TIMEOUT: &str = "OTEL_EXPORTER_OTLP_TIMEOUT";

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
