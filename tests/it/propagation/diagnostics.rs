//! What is said about a malformed parent, where, and how often.

use traced::context::Context;
use traced::diagnostics::{self, Kind, Level, Place};
use traced::opentelemetry::propagation::TextMapPropagator as _;
use traced::propagation::{self, MapExtractor, TraceContextPropagator};
use traced_tests::memory::Memory;

/// The lines about malformed parents that name this file and line.
fn said_at(said: &diagnostics::Captured, line: u32) -> Vec<String> {
    let place = format!("{}:{line}", file!());
    let mut lines = said.of(Kind::BadTraceparent);
    lines.retain(|text| text.contains(&place));
    lines
}

#[test]
fn pr_2_a_malformed_parent_is_said_once_a_place() {
    diagnostics::enable(Level::Warn);
    let said = diagnostics::capture();
    let _memory = Memory::new();
    let before = diagnostics::count(Kind::BadTraceparent);
    let long = format!(
        "00-{}\u{1b}[2J",
        "0af7651916cd43dd8448eb211c80319c-".repeat(9)
    );
    let fields = [("traceparent", long.as_str())];
    for _ in 0..3 {
        let _ = propagation::extract(&MapExtractor::new(fields));
    }
    let line = line!() - 2;
    let file = file!();
    assert_eq!(
        said_at(&said, line),
        [format!(
            "bad-traceparent: `traceparent` is \"00-0af7651916cd43dd8448eb211c80319c-\
             0af7651916cd43dd8448eb211c80… (304 bytes)\", which is malformed: version 00 has 55 \
             characters; the caller's trace is not continued at {file}:{line}; mend what sends it, \
             or what rewrites it on the way [bad-traceparent]"
        )]
    );
    assert!(diagnostics::count(Kind::BadTraceparent) >= before + 3);
}

#[test]
fn an_absent_parent_is_nothing_to_talk_about() {
    diagnostics::enable(Level::Warn);
    let said = diagnostics::capture();
    let _memory = Memory::new();
    let _ = propagation::extract(&MapExtractor::new([("tracestate", "not valid")]));
    assert_eq!(said_at(&said, line!() - 1), [""; 0]);
}

#[test]
fn the_place_is_the_askers_or_else_the_propagators() {
    diagnostics::enable(Level::Warn);
    let said = diagnostics::capture();
    let _memory = Memory::new();
    let fields = MapExtractor::new([("traceparent", "a\u{fffd}\"")]);
    let layer = Place::new(file!(), 1);
    let _ = propagation::extract_onto(&Context::new(), &fields, layer);
    let at_layer = said_at(&said, 1);
    assert_eq!(at_layer.len(), 1);
    assert!(
        at_layer[0].contains(r#"is "a\u{fffd}\"", which"#),
        "{at_layer:?}"
    );

    let propagator = TraceContextPropagator::new();
    let line = line!() - 1;
    let _ = propagator.extract_with_context(&Context::new(), &fields);
    assert_eq!(said_at(&said, line).len(), 1);
}
