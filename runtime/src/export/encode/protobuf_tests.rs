//! The encoder against the library's messages, byte for byte.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use prost::Message as _;

use super::Encoder;
use crate::export::encode::samples::Random;
use crate::provider::Records;

#[test]
fn every_byte_is_that_of_the_library() {
    let mut encoder = Encoder::default();
    for seed in 0..100 {
        let mut random = Random::new(seed);
        let (spans, resource) = (random.spans(), random.resource());
        let bytes = encoder.request(&Records::from_iter(spans.clone()), &resource);
        let known = ResourceAttributesWithSchema::from(&resource);
        let message = ExportTraceServiceRequest {
            resource_spans: match spans.len() {
                0 => Vec::new(),
                _ => group_spans_by_resource_and_scope(spans, &known),
            },
        };
        assert!(bytes == message.encode_to_vec(), "seed {seed}");
        encoder.reuse(bytes);
    }
}
