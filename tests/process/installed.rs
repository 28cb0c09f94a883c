//! Traced functions under an installed provider, where most spans take a shorter way than in a
//! recording: they are the same spans.

use std::io;
use std::panic::catch_unwind;

use opentelemetry_sdk::trace::{InMemorySpanExporter, SpanData};
use traced::opentelemetry::Value;
use traced::opentelemetry::trace::{SpanId, Status, TraceContextExt as _};
use traced::{context, record, traced};

use crate::run;

#[traced("quick.root", root)]
fn root() {
    child(7, "seven");
    leaf(8);
    failing().expect_err("it fails");
    failing_leaf().expect_err("it fails");
    catch_unwind(panicking).expect_err("it panics");
}

#[traced("quick.child", kind = client, attrs(quick.number = n, quick.text = text), late(quick.late: int))]
fn child(n: i64, text: &str) {
    grandchild();
    record!(quick.late = 9);
}

#[traced("quick.grandchild")]
fn grandchild() {
    assert!(context::current().span().is_recording());
}

#[traced("quick.leaf", leaf, attrs(quick.number = n))]
fn leaf(n: i64) {
    grandchild();
}

#[traced("quick.failing")]
fn failing() -> io::Result<()> {
    Err(io::Error::other("no luck"))
}

#[traced("quick.failing_leaf", leaf)]
fn failing_leaf() -> io::Result<()> {
    Err(io::Error::other("no luck either"))
}

#[traced("quick.panicking")]
fn panicking() {
    panic!("out of cheese");
}

pub(crate) fn plays() {
    let memory = InMemorySpanExporter::default();
    let builder = traced::builder("installed").environment(|_| None);
    let telemetry = builder.exporter(memory.clone()).install();
    let telemetry = telemetry.expect("a set-up");
    // The second time everything is where a span looks first.
    for _ in 0..2 {
        memory.reset();
        root();
        telemetry.flush().expect("nothing can fail");
        judge(&memory.get_finished_spans().expect("no panic"));
    }
}

fn judge(spans: &[SpanData]) {
    let named = |name: &str| {
        let mut found = spans.iter().filter(move |span| span.name == name);
        found
            .next()
            .unwrap_or_else(|| panic!("{name} in {spans:?}"))
    };
    let value = |span: &SpanData, key: &str| -> Option<Value> {
        let found = span.attributes.iter().find(|kv| kv.key.as_str() == key);
        found.map(|kv| kv.value.clone())
    };
    assert_eq!(spans.len(), 8, "{spans:?}");
    let root = named("quick.root");
    assert_eq!(root.parent_span_id, SpanId::INVALID);
    for span in spans {
        assert_eq!(span.span_context.trace_id(), root.span_context.trace_id());
        assert!(span.span_context.is_sampled() && !span.span_context.is_remote());
        assert!(span.start_time <= span.end_time);
        assert!(root.start_time <= span.start_time && span.end_time <= root.end_time);
        assert!(value(span, "code.line.number").is_some(), "{span:?}");
    }
    let id = |name: &str| named(name).span_context.span_id();
    for name in ["child", "leaf", "failing", "failing_leaf", "panicking"] {
        assert_eq!(
            named(&format!("quick.{name}")).parent_span_id,
            id("quick.root")
        );
    }
    let below: Vec<SpanId> = spans
        .iter()
        .filter(|span| span.name == "quick.grandchild")
        .map(|span| span.parent_span_id)
        .collect();
    // What a leaf calls is its sibling.
    assert_eq!(below, [id("quick.child"), id("quick.root")]);
    let child = named("quick.child");
    assert_eq!(value(child, "quick.number"), Some(7.into()));
    assert_eq!(value(child, "quick.text"), Some("seven".into()));
    assert_eq!(value(child, "quick.late"), Some(9.into()));
    assert_eq!(value(named("quick.leaf"), "quick.number"), Some(8.into()));
    for (name, text) in [
        ("quick.failing", "no luck"),
        ("quick.failing_leaf", "no luck either"),
        ("quick.panicking", "out of cheese"),
    ] {
        let span = named(name);
        assert_eq!(span.status, Status::error(text), "{name}");
        assert_eq!(span.events.len(), 1, "{name}");
        assert!(value(span, "error.type").is_some(), "{name}");
    }
}

#[test]
fn functions_make_the_same_spans_as_in_a_recording() {
    let output = run("installed", &[]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
}
