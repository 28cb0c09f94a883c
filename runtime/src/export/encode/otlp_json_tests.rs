//! The encoder against the library's messages, as another program reads them.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;

use super::request;
use crate::export::encode::samples::Random;
use crate::provider::Records;

#[test]
fn the_library_reads_what_is_written() {
    for seed in 0..100 {
        let mut random = Random::new(seed);
        let (spans, resource) = (random.spans(), random.resource());
        let mut text = String::new();
        request(&mut text, &Records::from_iter(spans.clone()), &resource);
        assert!(!text.contains('\n'), "one line");
        let read: ExportTraceServiceRequest = serde_json::from_str(&text).unwrap();
        let known = ResourceAttributesWithSchema::from(&resource);
        let expected = match spans.len() {
            0 => Vec::new(),
            _ => group_spans_by_resource_and_scope(spans, &known),
        };
        // Compared as text, for a failure that can be read.
        let (read, expected) = (
            format!("{:#?}", read.resource_spans),
            format!("{expected:#?}"),
        );
        let differs = read.lines().zip(expected.lines()).find(|(a, b)| a != b);
        assert_eq!(differs, None, "seed {seed}");
        assert_eq!(read.len(), expected.len());
    }
}

#[test]
fn ids_are_hexadecimal_and_long_numbers_texts() {
    let mut random = Random::new(7);
    let mut span = random.span();
    span.attributes = vec![opentelemetry::KeyValue::new("count", i64::MAX)];
    let trace = span.span_context.trace_id().to_string();
    let mut text = String::new();
    request(&mut text, &Records::from(span), &random.resource());
    assert!(
        text.starts_with("{\"resourceSpans\":[{\"resource\":"),
        "{text}"
    );
    assert!(text.contains(&format!("\"traceId\":\"{trace}\"")), "{text}");
    assert!(
        text.contains("{\"key\":\"count\",\"value\":{\"intValue\":\"9223372036854775807\"}}"),
        "{text}"
    );
}
