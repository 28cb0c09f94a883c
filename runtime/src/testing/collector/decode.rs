//! From OTLP messages to the SDK's model of a span.
//!
//! The reverse of opentelemetry-proto's own transformation, which goes one way only.
//! Source: opentelemetry-proto, `opentelemetry/proto/trace/v1/trace.proto`.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use opentelemetry::{
    InstrumentationScope, KeyValue, SpanId, TraceFlags, TraceId,
    trace::{Event, Link, SpanContext, SpanKind, Status, TraceState},
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1 as proto_common,
    resource::v1::Resource as ProtoResource,
    trace::v1::{Span, SpanFlags, span, status::StatusCode},
};
use opentelemetry_sdk::{
    Resource,
    trace::{SpanData, SpanEvents, SpanLinks},
};
use prost::Message as _;

use super::{received::Received, value};

/// Why a request is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed(String);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A decoded span, and the room it took on the wire.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) received: Received,
    pub(super) bytes: usize,
}

/// Decodes an HTTP body.
pub(super) fn body(bytes: &[u8]) -> Result<ExportTraceServiceRequest, Malformed> {
    ExportTraceServiceRequest::decode(bytes)
        .map_err(|error| Malformed(format!("not an ExportTraceServiceRequest: {error}")))
}

/// Decodes all spans of a request, or none: a request with one broken span is refused.
pub(super) fn request(request: ExportTraceServiceRequest) -> Result<Vec<Arrival>, Malformed> {
    let mut arrivals = Vec::new();
    for resource_spans in request.resource_spans {
        let resource = resource(resource_spans.resource, resource_spans.schema_url);
        for scope_spans in resource_spans.scope_spans {
            let scope = scope(
                scope_spans.scope.unwrap_or_default(),
                scope_spans.schema_url,
            );
            for span in scope_spans.spans {
                let bytes = span.encoded_len();
                let span = span_data(span, scope.clone())?;
                let received = Received::new(resource.clone(), span);
                arrivals.push(Arrival { received, bytes });
            }
        }
    }
    Ok(arrivals)
}

fn resource(resource: Option<ProtoResource>, schema_url: String) -> Resource {
    let attributes = key_values(resource.unwrap_or_default().attributes);
    if schema_url.is_empty() {
        Resource::builder_empty()
            .with_attributes(attributes)
            .build()
    } else {
        Resource::builder_empty()
            .with_schema_url(attributes, schema_url)
            .build()
    }
}

fn scope(scope: proto_common::InstrumentationScope, schema_url: String) -> InstrumentationScope {
    let mut builder =
        InstrumentationScope::builder(scope.name).with_attributes(key_values(scope.attributes));
    if !scope.version.is_empty() {
        builder = builder.with_version(scope.version);
    }
    if !schema_url.is_empty() {
        builder = builder.with_schema_url(schema_url);
    }
    builder.build()
}

fn span_data(span: Span, scope: InstrumentationScope) -> Result<SpanData, Malformed> {
    let name = span.name;
    let span_context = span_context(
        &span.trace_id,
        &span.span_id,
        &span.trace_state,
        span.flags,
        false,
    )
    .map_err(|why| Malformed(format!("span {name:?}: {why}")))?;
    let parent_span_id = if span.parent_span_id.is_empty() {
        SpanId::INVALID
    } else {
        span_id(&span.parent_span_id)
            .map_err(|why| Malformed(format!("parent of span {name:?}: {why}")))?
    };
    let span_kind = kind(span.kind);
    let mut events = SpanEvents::default();
    events.events = span.events.into_iter().map(event).collect();
    events.dropped_count = span.dropped_events_count;
    let mut links = SpanLinks::default();
    links.links = span
        .links
        .into_iter()
        .map(link)
        .collect::<Result<_, _>>()
        .map_err(|why| Malformed(format!("link of span {name:?}: {why}")))?;
    links.dropped_count = span.dropped_links_count;

    Ok(SpanData {
        span_context,
        parent_span_id,
        parent_span_is_remote: parent_span_id != SpanId::INVALID
            && is_remote(span.flags)
                .unwrap_or(matches!(span_kind, SpanKind::Server | SpanKind::Consumer)),
        span_kind,
        name: name.into(),
        start_time: time(span.start_time_unix_nano),
        end_time: time(span.end_time_unix_nano),
        attributes: key_values(span.attributes),
        dropped_attributes_count: span.dropped_attributes_count,
        events,
        links,
        status: status(span.status),
        instrumentation_scope: scope,
    })
}

/// Whether the parent (or the linked span) is remote; `None` from senders older than the flag.
fn is_remote(flags: u32) -> Option<bool> {
    let has = |mask: SpanFlags| flags & (mask as u32) != 0;
    has(SpanFlags::ContextHasIsRemoteMask).then(|| has(SpanFlags::ContextIsRemoteMask))
}

fn span_context(
    trace: &[u8],
    span: &[u8],
    state: &str,
    flags: u32,
    remote: bool,
) -> Result<SpanContext, String> {
    let trace = <[u8; 16]>::try_from(trace)
        .map_err(|_| format!("a trace id of {} bytes instead of 16", trace.len()))?;
    let trace = TraceId::from_bytes(trace);
    if trace == TraceId::INVALID {
        return Err("a trace id of zeros".to_owned());
    }
    let state = state
        .parse::<TraceState>()
        .map_err(|error| format!("trace state {state:?}: {error}"))?;
    let [flags, ..] = flags.to_le_bytes();
    Ok(SpanContext::new(
        trace,
        span_id(span)?,
        TraceFlags::new(flags),
        remote,
        state,
    ))
}

fn span_id(id: &[u8]) -> Result<SpanId, String> {
    let id = <[u8; 8]>::try_from(id)
        .map_err(|_| format!("a span id of {} bytes instead of 8", id.len()))?;
    match SpanId::from_bytes(id) {
        SpanId::INVALID => Err("a span id of zeros".to_owned()),
        id => Ok(id),
    }
}

/// Unspecified and unknown kinds are internal, as the protocol allows.
fn kind(kind: i32) -> SpanKind {
    match span::SpanKind::try_from(kind) {
        Ok(span::SpanKind::Server) => SpanKind::Server,
        Ok(span::SpanKind::Client) => SpanKind::Client,
        Ok(span::SpanKind::Producer) => SpanKind::Producer,
        Ok(span::SpanKind::Consumer) => SpanKind::Consumer,
        Ok(span::SpanKind::Internal | span::SpanKind::Unspecified) | Err(_) => SpanKind::Internal,
    }
}

fn status(status: Option<opentelemetry_proto::tonic::trace::v1::Status>) -> Status {
    let status = status.unwrap_or_default();
    match StatusCode::try_from(status.code) {
        Ok(StatusCode::Ok) => Status::Ok,
        Ok(StatusCode::Error) => Status::error(status.message),
        Ok(StatusCode::Unset) | Err(_) => Status::Unset,
    }
}

fn event(event: span::Event) -> Event {
    Event::new(
        event.name,
        time(event.time_unix_nano),
        key_values(event.attributes),
        event.dropped_attributes_count,
    )
}

fn link(link: span::Link) -> Result<Link, String> {
    let remote = is_remote(link.flags).unwrap_or(false);
    let context = span_context(
        &link.trace_id,
        &link.span_id,
        &link.trace_state,
        link.flags,
        remote,
    )?;
    Ok(Link::new(
        context,
        key_values(link.attributes),
        link.dropped_attributes_count,
    ))
}

fn key_values(attributes: Vec<proto_common::KeyValue>) -> Vec<KeyValue> {
    attributes
        .into_iter()
        .map(|kv| KeyValue::new(kv.key, value::from_proto(kv.value)))
        .collect()
}

fn time(unix_nanos: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_nanos(unix_nanos)
}
