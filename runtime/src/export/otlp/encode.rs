//! Spans as the protobuf bytes of an `ExportTraceServiceRequest`, for both transports.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::Resource;
use prost::Message;
use prost::bytes::Bytes;

use crate::provider::Records;

/// Encoded once per batch; a retry sends the same bytes again.
pub(super) fn request(spans: Records, resource: &Resource) -> Bytes {
    let resource = ResourceAttributesWithSchema::from(resource);
    let request = ExportTraceServiceRequest {
        resource_spans: group_spans_by_resource_and_scope(spans.into_span_data(), &resource),
    };
    request.encode_to_vec().into()
}
