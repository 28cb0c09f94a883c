//! HTTP spans, server and client.
//!
//! Source of every rule: [HTTP
//! spans](https://opentelemetry.io/docs/specs/semconv/http/http-spans/).

mod authority;
mod client;
mod forwarded;
mod headers;
mod method;
mod redact;
mod server;
mod status;

pub use authority::split_host_port;
pub use client::ClientRequest;
pub use forwarded::Forwarded;
pub use headers::CapturedHeaders;
pub use method::{KNOWN_METHODS_VARIABLE, KnownMethods, Method};
pub use redact::UrlRedaction;
pub use server::ServerRequest;
pub use status::{
    client_error_type, protocol_version, response_attributes, response_has_body, server_error_type,
};

/// What a user may change about the mappings. The default is what the conventions
/// prescribe.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Settings {
    /// The methods that appear by name; all others are `_OTHER`.
    pub known_methods: KnownMethods,
    /// The query parameters whose values are not recorded.
    pub redaction: UrlRedaction,
    /// The request headers that are recorded; by default none.
    pub request_headers: CapturedHeaders,
    /// The response headers that are recorded; by default none.
    pub response_headers: CapturedHeaders,
    /// Whether `Forwarded` and `X-Forwarded-*` are believed. Anyone can send them, so by
    /// default they are not (HS-8).
    pub trust_forwarded: bool,
}

#[cfg(test)]
mod tests;
