//! An HTTP client that posts one body at a time and explains what comes of it.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Hyper;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::{ClientConfig, RootCertStore};

use super::answer::{answered, first_line};
use super::http_answer::{PROTOBUF, rpc_message};
use super::retry::{Failure, Retry};
use super::settings::{Settings, USER_AGENT};
use super::{Compression, Endpoint, cause, gzip, tls};

/// More of an answer is not read: the connection is closed instead.
const LONGEST_BODY: usize = 64 * 1024;

/// hyper's client and not reqwest's: a feature of reqwest that this crate enables is enabled
/// for the application's own clients, too, and one of TLS without a provider breaks them.
#[derive(Debug)]
pub(crate) struct Client {
    hyper: Hyper<HttpsConnector<HttpConnector>, Full<Bytes>>,
    headers: HeaderMap,
    endpoint: Endpoint,
    compression: Compression,
}

/// A success, as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

impl Client {
    /// A client that sends bodies of this type; it connects when there is one to send.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings, for a person.
    pub(crate) fn new(settings: &Settings, content_type: &'static str) -> Result<Self, String> {
        let mut headers = settings.headers.clone();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        if settings.compression == Compression::Gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(client_config(settings)?)
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self {
            hyper: Hyper::builder(TokioExecutor::new()).build(connector),
            headers,
            endpoint: settings.endpoint.clone(),
            compression: settings.compression,
        })
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The body as it goes over the line, done once for all attempts.
    pub(crate) fn prepared(&self, body: Vec<u8>) -> Bytes {
        match self.compression {
            Compression::None => body.into(),
            Compression::Gzip => gzip::compressed(&body).into(),
        }
    }

    /// Posts a [`prepared`](Self::prepared) body; any answer but a success is a failure.
    pub(crate) async fn post(&self, body: Bytes) -> Result<Answer, Failure> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.endpoint.uri().clone();
        *request.headers_mut() = self.headers.clone();
        // Redirects are not followed: a redirected POST loses its body, and a person shall
        // write the right URL instead.
        let response = self
            .hyper
            .request(request)
            .await
            .map_err(|error| cause::explain(&self.endpoint, &error))?;
        let status = response.status();
        let headers = response.headers().clone();
        let body = self.body(response).await;
        if status.is_success() {
            self.success(status, &headers, body?)
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
        body: Vec<u8>,
    ) -> Result<Answer, Failure> {
        let content_type = content_type(headers).to_owned();
        if content_type.starts_with("text/html") {
            let page = format!("{status} with a web page: traces are not taken here");
            return Err(Failure {
                cause: answered(&self.endpoint, &page),
                retry: Retry::Never,
            });
        }
        Ok(Answer {
            status,
            content_type,
            body,
        })
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Failure {
        let detail = if status.is_redirection() {
            headers
                .get(header::LOCATION)
                .and_then(|to| to.to_str().ok())
                .map(|to| format!("a redirect to {to}, which is not followed"))
        } else if content_type(headers).starts_with(PROTOBUF) {
            rpc_message(body)
        } else {
            first_line(&String::from_utf8_lossy(body))
        };
        let mut answer = match detail {
            Some(detail) => format!("{status}: {detail}"),
            None => status.to_string(),
        };
        if status == StatusCode::NOT_FOUND {
            answer.push_str(mend_of(self.endpoint.path()));
        }
        Failure {
            cause: answered(&self.endpoint, &answer),
            retry: retry(status, headers),
        }
    }
}

/// What a person should do about a path that the server does not know, if that is clear.
fn mend_of(path: &str) -> &'static str {
    match path {
        path if path.ends_with("/v1/traces") || path.ends_with("/api/v2/spans") => "",
        _ => " (OTLP/HTTP usually listens on the path /v1/traces)",
    }
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
#[path = "client_tests.rs"]
mod tests;
