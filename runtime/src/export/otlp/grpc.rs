//! OTLP over gRPC.
//!
//! Source: OTLP 1.10, "OTLP/gRPC". The messages are encoded by `encode`, so the
//! codec here only carries bytes and a retry copies nothing.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::uri::PathAndQuery;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message;
use prost::bytes::{BufMut, Bytes};
use tonic::client::Grpc as Client;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::metadata::MetadataMap;
use tonic::transport::{Channel, ClientTlsConfig, Identity};
use tonic::{Code, Request, Status};

use super::answer::{accepted, answered, first_line};
use super::retry::{Failure, Retry, deliver};
use super::{Endpoint, Settings, cause, encode, tls};
use crate::export::{Batch, BoxFuture, Export, ExportError, Exported};

const PATH: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const USER_AGENT: &str = concat!("OTel-OTLP-Exporter-Rust-traced/", env!("CARGO_PKG_VERSION"));

#[derive(Debug)]
struct Grpc {
    connector: tonic::transport::Endpoint,
    /// Made by the first export, because it needs the worker's runtime.
    channel: OnceLock<Channel>,
    headers: MetadataMap,
    endpoint: Endpoint,
    target: String,
    timeout: Option<Duration>,
}

pub(super) const IS_COMPILED_IN: bool = true;

pub(super) fn exporter(settings: Settings) -> Result<Arc<dyn Export>, String> {
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
        headers: MetadataMap::from_headers(settings.headers),
        target: settings.endpoint.to_string(),
        endpoint: settings.endpoint,
        timeout: settings.timeout,
    }))
}

impl Grpc {
    async fn attempt(&self, message: Bytes) -> Result<Exported, Failure> {
        let channel = self.channel.get_or_init(|| self.connector.connect_lazy());
        let mut client = Client::new(channel.clone());
        client
            .ready()
            .await
            .map_err(|error| cause::explain(&self.endpoint, &error))?;
        let mut request = Request::new(message);
        *request.metadata_mut() = self.headers.clone();
        let path = PathAndQuery::from_static(PATH);
        match client.unary(request, path, Bare).await {
            Ok(response) => Ok(accepted(response.into_inner())),
            Err(status) => Err(self.failure(&status)),
        }
    }

    fn failure(&self, status: &Status) -> Failure {
        // A status of the client's own making has a source: the transport's error.
        if let Some(source) = std::error::Error::source(status) {
            return cause::explain(&self.endpoint, source);
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
            let message = encode::request(batch.spans, &batch.resource);
            let attempt = || self.attempt(message.clone());
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
fn retry_delay(details: &[u8]) -> Option<Duration> {
    let status = Details::decode(details).ok()?;
    let info = status
        .details
        .iter()
        .find(|any| any.type_url.ends_with("/google.rpc.RetryInfo"))?;
    let delay = RetryInfo::decode(info.value.as_slice()).ok()?.retry_delay?;
    Some(Duration::new(
        u64::try_from(delay.seconds).ok()?,
        u32::try_from(delay.nanos)
            .ok()
            .filter(|nanos| *nanos < 1_000_000_000)?,
    ))
}

/// `google.rpc.Status`, as far as it is read here.
#[derive(Clone, PartialEq, Message)]
struct Details {
    #[prost(message, repeated, tag = "3")]
    details: Vec<AnyMessage>,
}

/// `google.protobuf.Any`.
#[derive(Clone, PartialEq, Message)]
struct AnyMessage {
    #[prost(string, tag = "1")]
    type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    value: Vec<u8>,
}

/// `google.rpc.RetryInfo`.
#[derive(Clone, PartialEq, Message)]
struct RetryInfo {
    #[prost(message, optional, tag = "1")]
    retry_delay: Option<Delay>,
}

/// `google.protobuf.Duration`.
#[derive(Clone, PartialEq, Message)]
struct Delay {
    #[prost(int64, tag = "1")]
    seconds: i64,
    #[prost(int32, tag = "2")]
    nanos: i32,
}

/// Sends bytes that are encoded already, and decodes the answer.
struct Bare;

impl Codec for Bare {
    type Encode = Bytes;
    type Decode = ExportTraceServiceResponse;
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
    type Item = ExportTraceServiceResponse;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Self::Item>, Status> {
        Self::Item::decode(buffer)
            .map(Some)
            .map_err(|error| Status::internal(format!("the answer is not OTLP: {error}")))
    }
}
