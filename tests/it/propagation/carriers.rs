//! Maps of texts and of bytes, and what is left in them from before.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use traced::diagnostics::Place;
use traced::opentelemetry::trace::TraceContextExt as _;
use traced::propagation::{self, Extractor as _, FieldMap, MapExtractor, MapInjector};
use traced::span::{Scope, SpanStart};
use traced_tests::memory::Memory;

use super::service::TRACEPARENT;

static SCOPE: Scope = Scope::new("test", "");

/// Through a map that held fields of another trace before.
fn there_and_back(mut map: impl FieldMap) {
    let memory = Memory::new();
    let cx = memory.context().clone();
    let span = SpanStart::new(&SCOPE, "call").parent(cx.clone()).start();
    map.put("TraceParent", "stale".to_owned());
    map.put("TRACESTATE", "stale=1".to_owned());
    propagation::inject(span.context(), &mut MapInjector(&mut map));

    let carrier = MapExtractor::of(&map);
    let received = propagation::extract_onto(&cx, &carrier, Place::caller());
    let (received, sent) = (
        received.span().span_context().clone(),
        span.context().span(),
    );
    let sent = sent.span_context();
    assert_eq!(received.trace_id(), sent.trace_id());
    assert_eq!(received.span_id(), sent.span_id());
    assert_eq!(carrier.get_all("traceparent").map(|all| all.len()), Some(1));
    assert_eq!(carrier.get("tracestate"), None, "it was another trace's");
    assert_eq!(carrier.keys(), ["traceparent"]);
    span.end();
}

#[test]
fn maps_of_texts_and_of_bytes() {
    there_and_back(HashMap::<String, String>::new());
    there_and_back(HashMap::<String, Vec<u8>>::new());
    there_and_back(BTreeMap::<String, String>::new());
    there_and_back(BTreeMap::<String, Bytes>::new());
    there_and_back(Vec::<(String, String)>::new());
    there_and_back(Vec::<(String, Vec<u8>)>::new());
}

#[test]
fn any_names_and_values_are_read() {
    let bytes: [(&str, &[u8]); 3] = [
        ("other", b"\xff"),
        ("TRACEPARENT", TRACEPARENT.1.as_bytes()),
        ("tracestate", b"a=\xff"),
    ];
    let carrier = MapExtractor::new(bytes);
    assert_eq!(carrier.get("other"), Some("\u{fffd}"));
    let _memory = Memory::new();
    let cx = propagation::extract(&carrier);
    assert_eq!(
        cx.span().span_context().span_id().to_string(),
        super::service::PARENT
    );
    assert_eq!(cx.span().span_context().trace_state().header(), "");
}

#[test]
fn fields_are_pairs_for_any_other_header_type() {
    let memory = Memory::new();
    assert_eq!(propagation::fields(memory.context()), []);
    let span = SpanStart::new(&SCOPE, "call")
        .parent(memory.context().clone())
        .start();
    let fields = propagation::fields(span.context());
    let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["traceparent"]);
    span.end();
}
