//! OTLP over HTTP with protobuf bodies.
//!
//! Source: OTLP 1.10, "OTLP/HTTP".

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message;
use prost::bytes::Bytes;
use rustls::{ClientConfig, RootCertStore};

use super::answer::{accepted, answered, first_line};
use super::retry::{Failure, Retry, deliver};
use super::{Endpoint, Settings, cause, encode, tls};
use crate::export::{Batch, BoxFuture, Export, ExportError, Exported};

const PROTOBUF: &str = "application/x-protobuf";
const USER_AGENT: &str = concat!("OTel-OTLP-Exporter-Rust-traced/", env!("CARGO_PKG_VERSION"));

/// More of an answer is not read: the connection is closed instead.
const LONGEST_BODY: usize = 64 * 1024;

/// hyper's client and not reqwest's: a feature of reqwest that this crate enables is enabled
/// for the application's own clients, too, and one of TLS without a provider breaks them.
#[derive(Debug)]
struct Http {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    headers: HeaderMap,
    endpoint: Endpoint,
    target: String,
    timeout: Option<Duration>,
}

pub(super) const IS_COMPILED_IN: bool = true;

pub(super) fn exporter(settings: Settings) -> Result<Arc<dyn Export>, String> {
    let mut headers = settings.headers.clone();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROTOBUF));
    headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(client_config(&settings)?)
        .https_or_http()
        .enable_http1()
        .build();
    let client = Client::builder(TokioExecutor::new()).build(connector);
    Ok(Arc::new(Http {
        client,
        headers,
        target: settings.endpoint.to_string(),
        endpoint: settings.endpoint,
        timeout: settings.timeout,
    }))
}

fn client_config(settings: &Settings) -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(tls::provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?;
    if !settings.endpoint.is_tls() {
        // Never used, and reading the system's certificates takes time at start.
        let builder = builder.with_root_certificates(RootCertStore::empty());
        return Ok(builder.with_no_client_auth());
    }
    let builder = builder
        .dangerous()
        .with_custom_certificate_verifier(tls::verifier(&settings.tls)?);
    match &settings.tls.client {
        None => Ok(builder.with_no_client_auth()),
        Some(files) => {
            let (chain, key) = tls::identity(files)?;
            builder
                .with_client_auth_cert(chain, key)
                .map_err(|error| format!("the client certificate and key do not fit: {error}"))
        }
    }
}

impl Http {
    async fn attempt(&self, body: Bytes) -> Result<Exported, Failure> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.endpoint.uri().clone();
        *request.headers_mut() = self.headers.clone();
        // Redirects are not followed: a redirected POST loses its body, and a person shall
        // write the right URL instead.
        let response = self
            .client
            .request(request)
            .await
            .map_err(|error| cause::explain(&self.endpoint, &error))?;
        let status = response.status();
        let headers = response.headers().clone();
        let body = self.body(response).await;
        if status.is_success() {
            self.success(status, &headers, &body?)
        } else {
            // The status says enough where the body broke off.
            Err(self.refusal(status, &headers, &body.unwrap_or_default()))
        }
    }

    async fn body(&self, mut response: Response<Incoming>) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        while let Some(frame) = response.frame().await {
            let frame = frame.map_err(|error| cause::explain(&self.endpoint, &error))?;
            let Some(chunk) = frame.data_ref() else {
                continue;
            };
            let room = LONGEST_BODY - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if body.len() == LONGEST_BODY {
                break;
            }
        }
        Ok(body)
    }

    fn success(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Exported, Failure> {
        let content_type = content_type(headers);
        if content_type.starts_with("text/html") {
            return Err(Failure {
                cause: answered(
                    &self.endpoint,
                    &format!("{status} with a web page: this is not an OTLP endpoint"),
                ),
                retry: Retry::Never,
            });
        }
        if !content_type.starts_with(PROTOBUF) {
            // Some backends answer JSON or nothing; they have the spans.
            return Ok(Exported::default());
        }
        match ExportTraceServiceResponse::decode(body) {
            Ok(response) => Ok(accepted(response)),
            Err(error) => Ok(Exported {
                rejected: 0,
                message: Some(format!(
                    "{status}, with an answer that is not OTLP: {error}"
                )),
            }),
        }
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Failure {
        let detail = if status.is_redirection() {
            headers
                .get(header::LOCATION)
                .and_then(|to| to.to_str().ok())
                .map(|to| format!("a redirect to {to}, which is not followed"))
        } else if content_type(headers).starts_with(PROTOBUF) {
            RpcStatus::decode(body)
                .ok()
                .and_then(|status| first_line(&status.message))
        } else {
            first_line(&String::from_utf8_lossy(body))
        };
        let mut answer = match detail {
            Some(detail) => format!("{status}: {detail}"),
            None => status.to_string(),
        };
        if status == StatusCode::NOT_FOUND && !self.endpoint.path().ends_with("/v1/traces") {
            answer.push_str(" (OTLP/HTTP usually listens on the path /v1/traces)");
        }
        Failure {
            cause: answered(&self.endpoint, &answer),
            retry: retry(status, headers),
        }
    }
}

impl Export for Http {
    fn export(&self, batch: Batch) -> BoxFuture<'_, Result<Exported, ExportError>> {
        Box::pin(async move {
            let body = encode::request(batch.spans, &batch.resource);
            let attempt = || self.attempt(body.clone());
            deliver(&self.endpoint, self.timeout, &batch.signals, attempt).await
        })
    }

    fn shutdown(&self, _limit: Duration) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn target(&self) -> &str {
        &self.target
    }
}

/// The part of `google.rpc.Status` that a person can read.
#[derive(Clone, PartialEq, Message)]
struct RpcStatus {
    #[prost(string, tag = "2")]
    message: String,
}

fn content_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE);
    value.and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Source: OTLP 1.10, "Retryable Response Codes".
fn retry(status: StatusCode, headers: &HeaderMap) -> Retry {
    match status.as_u16() {
        429 | 502 | 503 | 504 => match retry_after(headers) {
            Some(wait) => Retry::After(wait),
            None => Retry::Backoff,
        },
        _ => Retry::Never,
    }
}

/// Seconds; the header's other form, a date, is left to the backoff.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    value.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
#[path = "http_tests.rs"]
mod tests;
