//! What the collector answers, and how the two transports say it.
//!
//! Source: OTLP 1.x, "OTLP/gRPC Response" and "OTLP/HTTP Response"
//! (opentelemetry.io/docs/specs/otlp).

use std::time::Duration;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceResponse,
};
use prost::Message as _;

/// How the collector answers a well-formed request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reply {
    /// Keeps the spans and says so.
    #[default]
    Accept,
    /// Says that it rejected some of the spans, and keeps the others (the first ones).
    Partial {
        /// How many it rejected. Zero with a message is a warning, as the protocol has it.
        rejected: u32,
        /// The reason, for people.
        message: String,
    },
    /// Keeps nothing and asks to try again: HTTP 503, gRPC UNAVAILABLE.
    Busy {
        /// Sent as `Retry-After`, in whole seconds, over HTTP only.
        retry_after: Option<Duration>,
    },
    /// Keeps nothing and forbids to try again: HTTP 400, gRPC INVALID_ARGUMENT.
    Refuse(String),
    /// Keeps nothing and never answers.
    Silence,
}

impl Reply {
    /// How many of `count` spans this answer keeps.
    pub(super) fn kept(&self, count: usize) -> usize {
        match self {
            Self::Accept => count,
            Self::Partial { rejected, .. } => count.saturating_sub(*rejected as usize),
            Self::Busy { .. } | Self::Refuse(_) | Self::Silence => 0,
        }
    }

    pub(super) async fn over_http(self) -> Response {
        match self {
            Self::Busy { retry_after } => {
                let mut response = failure(StatusCode::SERVICE_UNAVAILABLE, "try again later");
                if let Some(delay) = retry_after {
                    let seconds = HeaderValue::from(delay.as_secs());
                    response.headers_mut().insert(header::RETRY_AFTER, seconds);
                }
                response
            }
            Self::Refuse(message) => failure(StatusCode::BAD_REQUEST, &message),
            Self::Silence => std::future::pending().await,
            reply => protobuf(StatusCode::OK, reply.success().encode_to_vec()),
        }
    }

    pub(super) async fn over_grpc(self) -> Result<ExportTraceServiceResponse, tonic::Status> {
        match self {
            Self::Busy { .. } => Err(tonic::Status::unavailable("try again later")),
            Self::Refuse(message) => Err(tonic::Status::invalid_argument(message)),
            Self::Silence => std::future::pending().await,
            reply => Ok(reply.success()),
        }
    }

    fn success(self) -> ExportTraceServiceResponse {
        let partial_success = match self {
            Self::Partial { rejected, message } => Some(ExportTracePartialSuccess {
                rejected_spans: i64::from(rejected),
                error_message: message,
            }),
            _ => None,
        };
        ExportTraceServiceResponse { partial_success }
    }
}

/// A failure, with a `google.rpc.Status` as its body, which the protocol demands of every 4xx
/// and 5xx answer. Only its `message` (field 2) is of use over HTTP.
pub(super) fn failure(status: StatusCode, message: &str) -> Response {
    let mut body = Vec::new();
    prost::encoding::string::encode(2, &message.to_owned(), &mut body);
    protobuf(status, body)
}

fn protobuf(status: StatusCode, body: Vec<u8>) -> Response {
    let content_type = (header::CONTENT_TYPE, "application/x-protobuf");
    (status, [content_type], body).into_response()
}
