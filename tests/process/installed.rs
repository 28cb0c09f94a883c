//! Traced functions under an installed provider, where most spans take a shorter way than in a
//! recording: they are the same spans.

use std::error::Error;
use std::panic::catch_unwind;
use std::time::Duration;
use std::{fmt, io};

use opentelemetry_sdk::trace::{InMemorySpanExporter, SpanData};
use traced::opentelemetry::Value;
use traced::opentelemetry::trace::{SpanId, Status, TraceContextExt as _};
use traced::{context, record, traced};

use crate::child::run;

#[traced("quick.root", root)]
fn root() {
    child(7, "seven");
    leaf(8);
    failing().expect_err("it fails");
    failing_leaf().expect_err("it fails");
    failing_below().expect_err("it fails");
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

#[traced("quick.failing_below")]
fn failing_below() -> io::Result<()> {
    let below = io::Error::other("no luck below");
    Err(io::Error::other(Above(below)))
}

#[derive(Debug)]
struct Above(io::Error);

impl fmt::Display for Above {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no luck above")
    }
}

impl Error for Above {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
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
    assert_eq!(spans.len(), 9, "{spans:?}");
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
    for name in [
        "child",
        "leaf",
        "failing",
        "failing_leaf",
        "failing_below",
        "panicking",
    ] {
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
    let error = "std::io::error::Error";
    for (name, text, ty, trace) in [
        ("quick.failing", "no luck", error, None),
        ("quick.failing_leaf", "no luck either", error, None),
        (
            "quick.failing_below",
            "no luck above",
            error,
            Some("no luck above\nCaused by: no luck below"),
        ),
        (
            "quick.panicking",
            "out of cheese",
            "panic",
            Some("panicked at tests/process/installed.rs"),
        ),
    ] {
        let span = named(name);
        assert_eq!(span.status, Status::error(text), "{name}");
        assert_eq!(value(span, "error.type"), Some(ty.into()), "{name}");
        let [event] = &span.events.events[..] else {
            panic!("one event: {span:?}");
        };
        assert_eq!(event.name, "exception");
        let said = |key: &str| {
            let found = event.attributes.iter().find(|kv| kv.key.as_str() == key);
            found.map(|kv| kv.value.as_str().into_owned())
        };
        assert_eq!(said("exception.type").as_deref(), Some(ty), "{name}");
        assert_eq!(said("exception.message").as_deref(), Some(text), "{name}");
        let found = said("exception.stacktrace");
        let starts = |trace| {
            found
                .as_deref()
                .is_some_and(|found| found.starts_with(trace))
        };
        assert!(trace.map_or(found.is_none(), starts), "{name}: {found:?}");
        // The clock that tells it may be another than that of the span.
        let tolerance = Duration::from_millis(5);
        assert!(event.timestamp + tolerance >= span.start_time, "{name}");
        assert!(event.timestamp <= span.end_time + tolerance, "{name}");
    }
}

#[test]
fn functions_make_the_same_spans_as_in_a_recording() {
    let output = run("installed", &[]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
}
