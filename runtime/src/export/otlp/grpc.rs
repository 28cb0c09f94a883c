//! OTLP over gRPC.
//!
//! Source: OTLP 1.10, "OTLP/gRPC". The messages are encoded by `encode`, so the
//! codec here only carries bytes and a retry copies nothing.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use bytes::{Buf as _, BufMut as _, Bytes};
use http::uri::PathAndQuery;
use tonic::client::Grpc as Client;
use tonic::codec::{Codec, CompressionEncoding, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::metadata::MetadataMap;
use tonic::transport::{Channel, ClientTlsConfig, Identity};
use tonic::{Code, Request, Status};

use super::answer::{accepted, answered, first_line};
use super::retry::{Failure, Limit, Retry, deliver};
use super::settings::{Settings, TIMEOUT, USER_AGENT};
use super::{Compression, Endpoint, cause, tls};
use crate::export::encode::protobuf::Encoder as Requests;
use crate::export::encode::wire::fields;
use crate::export::{Batch, BoxFuture, Export, ExportError, Exported};

const PATH: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

/// A longer answer is an error: one that says what is to be said is short.
const LONGEST_ANSWER: usize = 64 * 1024;

#[derive(Debug)]
struct Grpc {
    connector: tonic::transport::Endpoint,
    /// Made by the first export, because it needs the worker's runtime.
    channel: OnceLock<Channel>,
    headers: MetadataMap,
    endpoint: Endpoint,
    compression: Compression,
    encoder: Mutex<Requests>,
    target: String,
    limit: Limit,
}

pub(super) const IS_COMPILED_IN: bool = true;

pub(super) fn exporter(settings: &Settings) -> Result<Arc<dyn Export>, String> {
    let unusable = |error: tonic::transport::Error| {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        format!(
            "the gRPC client cannot be built: {}",
            source.unwrap_or_else(|| error.to_string())
        )
    };
    let mut connector = tonic::transport::Endpoint::from(settings.endpoint.uri().clone())
        .user_agent(USER_AGENT)
        .map_err(unusable)?;
    if settings.endpoint.is_tls() {
        let mut config = ClientTlsConfig::new();
        if let Some(files) = &settings.tls.client {
            // Checked here, for words that name the variable.
            tls::identity(files)?;
            config = config.identity(Identity::from_pem(&files.certificate, &files.key));
        }
        connector = connector
            .tls_config_with_verifier(config, tls::verifier(&settings.tls)?)
            .map_err(unusable)?;
    }
    Ok(Arc::new(Grpc {
        connector,
        channel: OnceLock::new(),
        headers: MetadataMap::from_headers(settings.headers.clone()),
        target: settings.endpoint.to_string(),
        endpoint: settings.endpoint.clone(),
        compression: settings.compression,
        encoder: Mutex::default(),
        limit: Limit::new(settings.timeout, TIMEOUT),
    }))
}

impl Grpc {
    async fn attempt(&self, message: Bytes) -> Result<Exported, Failure> {
        let channel = self.channel.get_or_init(|| self.connector.connect_lazy());
        let mut client = Client::new(channel.clone()).max_decoding_message_size(LONGEST_ANSWER);
        if self.compression == Compression::Gzip {
            client = client
                .send_compressed(CompressionEncoding::Gzip)
                .accept_compressed(CompressionEncoding::Gzip);
        }
        client
            .ready()
            .await
            .map_err(|error| cause::explain(&self.endpoint, &error))?;
        let mut request = Request::new(message);
        *request.metadata_mut() = self.headers.clone();
        let path = PathAndQuery::from_static(PATH);
        match client.unary(request, path, Bare).await {
            Ok(response) => Ok(taken(&response.into_inner())),
            Err(status) => Err(self.failure(&status)),
        }
    }

    fn encoder(&self) -> MutexGuard<'_, Requests> {
        self.encoder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failure(&self, status: &Status) -> Failure {
        // A status of the client's own making has a source: the transport's error.
        if let Some(source) = std::error::Error::source(status) {
            return cause::explain(&self.endpoint, source);
        }
        // The client's own words, which the status table would have tried again.
        let too_long = status
            .message()
            .contains("decoded message length too large");
        if too_long && status.code() == Code::OutOfRange {
            let answer =
                format!("at a length that no answer has, longer than {LONGEST_ANSWER} bytes");
            return Failure {
                cause: answered(&self.endpoint, &answer),
                retry: Retry::Never,
            };
        }
        if let Some(http) = http_status(status.message()) {
            let retry = match http.split(' ').next() {
                Some("429" | "502" | "503" | "504") => Retry::Backoff,
                _ => Retry::Never,
            };
            return Failure {
                cause: answered(&self.endpoint, &format!("{http}, and not in gRPC")),
                retry,
            };
        }
        let name = format!("{:?}", status.code());
        let answer = match first_line(status.message()) {
            Some(message) => format!("{name}: {message}"),
            None => name,
        };
        Failure {
            cause: answered(&self.endpoint, &answer),
            retry: retry(status.code(), retry_delay(status.details())),
        }
    }
}

impl Export for Grpc {
    fn export(&self, batch: Batch) -> BoxFuture<'_, Result<Exported, ExportError>> {
        Box::pin(async move {
            let message = self.encoder().request(&batch.spans, &batch.resource);
            let message = Bytes::from(message);
            let attempt = || self.attempt(message.clone());
            let result = deliver(&self.endpoint, self.limit, &batch.signals, attempt).await;
            if let Ok(room) = message.try_into_mut() {
                self.encoder().reuse(room.into());
            }
            result
        })
    }

    fn shutdown(&self, _limit: Duration) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn target(&self) -> &str {
        &self.target
    }
}

/// The HTTP status of an answer that is not gRPC, say of a proxy. The client makes a status
/// INTERNAL of it, which would be final, and tells the rest in its words only.
fn http_status(message: &str) -> Option<&str> {
    let (_, status) = message.split_once("while receiving response with status: ")?;
    Some(status)
}

/// Source: OTLP 1.10, the table of "Failures" of OTLP/gRPC.
fn retry(code: Code, delay: Option<Duration>) -> Retry {
    match (code, delay) {
        (Code::Unavailable | Code::ResourceExhausted, Some(delay)) => Retry::After(delay),
        (
            Code::Cancelled
            | Code::DeadlineExceeded
            | Code::Aborted
            | Code::OutOfRange
            | Code::Unavailable
            | Code::DataLoss,
            _,
        ) => Retry::Backoff,
        _ => Retry::Never,
    }
}

/// `RetryInfo.retry_delay`, out of the details of a `google.rpc.Status`.
///
/// Source: google/rpc/status.proto (field 3: `Any`s), google/protobuf/any.proto,
/// google/rpc/error_details.proto and google/protobuf/duration.proto.
fn retry_delay(details: &[u8]) -> Option<Duration> {
    let sub = |message, number| {
        let mut fields = fields(message)?.into_iter();
        fields
            .find(|(field, _)| *field == number)
            .map(|(_, value)| value)
    };
    let status = fields(details)?;
    let mut anys = status.iter().filter(|(field, _)| *field == 3);
    let info = anys.find_map(|(_, any)| {
        let url = sub(any.bytes(), 1)?.text();
        url.ends_with("/google.rpc.RetryInfo").then_some(())?;
        Some(sub(any.bytes(), 2)?.bytes())
    })?;
    let delay = sub(info, 1)?.bytes();
    let part = |number| sub(delay, number).map_or(0, |value| value.number().cast_signed());
    Some(Duration::new(
        u64::try_from(part(1)).ok()?,
        u32::try_from(part(2))
            .ok()
            .filter(|nanos| *nanos < 1_000_000_000)?,
    ))
}

/// What a success means.
fn taken(answer: &[u8]) -> Exported {
    accepted(answer).unwrap_or_else(|| Exported {
        rejected: 0,
        message: Some("an answer that is not OTLP".to_owned()),
    })
}

/// Sends bytes that are encoded already, and decodes the answer.
struct Bare;

impl Codec for Bare {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Bare {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(item);
        Ok(())
    }
}

impl Decoder for Bare {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::retry_delay;

    #[test]
    fn the_delay_of_a_retry_info_is_read() {
        let mut details = b"\x08\x0e\x12\x04busy\x1a\x32\x0a\x28".to_vec();
        details.extend(b"type.googleapis.com/google.rpc.RetryInfo");
        details.extend(b"\x12\x06\x0a\x04\x08\x02\x10\x05");
        assert_eq!(retry_delay(&details), Some(Duration::new(2, 5)));
        assert_eq!(retry_delay(b""), None);
        assert_eq!(retry_delay(b"\xff"), None);
    }
}
