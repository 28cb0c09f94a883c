//! Where OTLP goes: the specification's rules for endpoint URLs.
//!
//! Source: `specification/protocol/exporter.md`, "Endpoint URLs for OTLP/HTTP" and
//! the gRPC scheme rules of `OTEL_EXPORTER_OTLP_ENDPOINT`.

use std::fmt;

use http::uri::{Parts, PathAndQuery, Scheme, Uri};

/// What OTLP/HTTP appends to an endpoint that is not for traces alone.
const TRACES_PATH: &str = "v1/traces";

/// A checked URL to export to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    uri: Uri,
    /// Nobody chose it: it is the specification's.
    is_default: bool,
}

impl Endpoint {
    /// `http://localhost:4318/v1/traces`.
    pub(crate) fn default_http() -> Self {
        Self {
            uri: Uri::from_static("http://localhost:4318/v1/traces"),
            is_default: true,
        }
    }

    /// `http://localhost:4317`.
    pub(crate) fn default_grpc() -> Self {
        Self {
            uri: Uri::from_static("http://localhost:4317"),
            is_default: true,
        }
    }

    /// `http://localhost:9411/api/v2/spans`.
    pub(crate) fn default_zipkin() -> Self {
        Self {
            uri: Uri::from_static("http://localhost:9411/api/v2/spans"),
            is_default: true,
        }
    }

    /// An endpoint for all signals: `v1/traces` is appended to its path.
    pub(crate) fn http_base(url: &str) -> Result<Self, String> {
        let mut parts = absolute(url)?.into_parts();
        let given = parts.path_and_query.as_ref();
        let path = given.map_or("", PathAndQuery::path).trim_end_matches('/');
        let path = match given.and_then(PathAndQuery::query) {
            Some(query) => format!("{path}/{TRACES_PATH}?{query}"),
            None => format!("{path}/{TRACES_PATH}"),
        };
        parts.path_and_query = Some(path.parse().map_err(|_| not_a_url())?);
        Self::build(parts)
    }

    /// An endpoint for traces: used as it is, with `/` for no path.
    pub(crate) fn http_traces(url: &str) -> Result<Self, String> {
        Self::build(absolute(url)?.into_parts())
    }

    /// An endpoint for gRPC: the scheme decides about TLS, and without one `insecure` does.
    pub(crate) fn grpc(url: &str, insecure: bool) -> Result<Self, String> {
        let mut parts = if url.contains("://") {
            absolute(url)?.into_parts()
        } else {
            let scheme = if insecure { "http" } else { "https" };
            absolute(&format!("{scheme}://{url}"))?.into_parts()
        };
        // The service's name is the path, and nothing may stand before it.
        parts.path_and_query = Some(PathAndQuery::from_static("/"));
        Self::build(parts)
    }

    fn build(mut parts: Parts) -> Result<Self, String> {
        if parts.path_and_query.is_none() {
            parts.path_and_query = Some(PathAndQuery::from_static("/"));
        }
        Ok(Self {
            uri: Uri::from_parts(parts).map_err(|_| not_a_url())?,
            is_default: false,
        })
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    pub(crate) fn is_default(&self) -> bool {
        self.is_default
    }

    pub(crate) fn is_tls(&self) -> bool {
        self.uri.scheme() == Some(&Scheme::HTTPS)
    }

    /// Host and port, as they stand in the URL.
    pub(crate) fn authority(&self) -> &str {
        self.uri
            .authority()
            .map_or("", |authority| authority.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// The port that is connected to.
    pub(crate) fn port(&self) -> u16 {
        let default = if self.is_tls() { 443 } else { 80 };
        self.uri.port_u16().unwrap_or(default)
    }
}

/// Without the query, which may hold a key.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.uri.scheme_str().unwrap_or("http");
        let path = self.path().trim_end_matches('/');
        write!(f, "{scheme}://{}{path}", self.authority())
    }
}

fn absolute(url: &str) -> Result<Uri, String> {
    let uri: Uri = url.trim().parse().map_err(|_| not_a_url())?;
    match uri.scheme_str() {
        Some("http" | "https") => {}
        Some(other) => return Err(format!("the scheme {other:?} is neither http nor https")),
        None => {
            return Err("it has no scheme; write http:// or https:// before the host".to_owned());
        }
    }
    let Some(authority) = uri
        .authority()
        .filter(|authority| !authority.host().is_empty())
    else {
        return Err("it names no host".to_owned());
    };
    if authority.as_str().contains('@') {
        return Err(
            "it holds credentials; send them by OTEL_EXPORTER_OTLP_HEADERS=authorization=.."
                .to_owned(),
        );
    }
    let port = &authority.as_str()[authority.host().len()..];
    if !port.is_empty() && authority.port_u16().is_none_or(|port| port == 0) {
        return Err(format!("{:?} is not a port", port.trim_start_matches(':')));
    }
    Ok(uri)
}

fn not_a_url() -> String {
    "it is not a URL".to_owned()
}

#[cfg(test)]
#[path = "endpoint_tests.rs"]
mod tests;
