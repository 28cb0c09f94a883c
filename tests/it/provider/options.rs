//! What a set-up can ask of the provider: scopes that are off, limits, samplers that look at
//! constants.

use opentelemetry_sdk::trace::{
    InMemorySpanExporter, SamplingDecision, SamplingResult, ShouldSample, SpanData,
};
use traced::opentelemetry::trace::{
    Link, SpanKind, TraceId, TraceState, Tracer as _, TracerProvider as _,
};
use traced::opentelemetry::{Context, KeyValue, Value};
use traced::provider::{Local, Scope};
use traced::setup::Builder;
use traced::span::SpanStart;
use traced::{Telemetry, context, traced};

const ADAPTER: Scope = Scope::new("an-adapter", "1");

#[traced("options.outer", root)]
fn outer() {
    let adapter = SpanStart::new(&ADAPTER, "adapter").start();
    context::run_in(adapter.context(), inner);
    adapter.end();
}

#[traced("options.inner", attrs(options.place = "a cellar", options.deep = 7))]
fn inner() {}

fn set_up(change: impl FnOnce(Builder) -> Builder) -> (Telemetry, InMemorySpanExporter) {
    let memory = InMemorySpanExporter::default();
    let builder = traced::builder("options")
        .environment(|_| None)
        .exporter(memory.clone());
    (change(builder).build().expect("a set-up"), memory)
}

/// The spans of one call of `outer`, by name.
fn spans(telemetry: &Telemetry, memory: &InMemorySpanExporter) -> Vec<SpanData> {
    memory.reset();
    let cx = Context::new().with_value(Local(telemetry.provider()));
    context::run_in(&cx, outer);
    telemetry.flush().expect("nothing can fail");
    let mut spans = memory.get_finished_spans().expect("no panic");
    spans.sort_by(|a, b| a.name.cmp(&b.name));
    spans
}

fn names(spans: &[SpanData]) -> Vec<&str> {
    spans.iter().map(|span| &*span.name).collect()
}

fn value<'a>(span: &'a SpanData, key: &str) -> Option<&'a Value> {
    let found = span.attributes.iter().find(|kv| kv.key.as_str() == key);
    found.map(|kv| &kv.value)
}

#[test]
fn scopes_are_switched_off_and_on_while_the_process_runs() {
    let (telemetry, memory) = set_up(|builder| builder.scope_off("an-*"));
    let without = spans(&telemetry, &memory);
    assert_eq!(names(&without), ["options.inner", "options.outer"]);
    // What the adapter calls is a child of its caller.
    assert_eq!(without[0].parent_span_id, without[1].span_context.span_id());

    telemetry.set_scopes_off(["traced-tests", "nobody"]);
    assert_eq!(names(&spans(&telemetry, &memory)), ["adapter"]);

    telemetry.set_scopes_off([""; 0]);
    let all = spans(&telemetry, &memory);
    assert_eq!(names(&all), ["adapter", "options.inner", "options.outer"]);
}

#[test]
fn a_scope_that_is_off_is_so_for_raw_tracers_too() {
    let (telemetry, memory) = set_up(|builder| builder.scope_off("raw"));
    telemetry.provider().tracer("raw").in_span("off", |_| ());
    telemetry.provider().tracer("other").in_span("on", |_| ());
    telemetry.flush().expect("nothing can fail");
    assert_eq!(
        names(&memory.get_finished_spans().expect("no panic")),
        ["on"]
    );
}

#[test]
fn constants_are_merged_in_once_and_before_all_others() {
    let (telemetry, memory) = set_up(|builder| builder);
    let spans = spans(&telemetry, &memory);
    let inner = &spans[1];
    assert_eq!(value(inner, "options.place"), Some(&"a cellar".into()));
    assert_eq!(value(inner, "options.deep"), Some(&7.into()));
    let function = value(inner, "code.function.name").map(ToString::to_string);
    assert!(function.is_some_and(|name| name.ends_with("options::inner")));
    assert_eq!(inner.attributes.len(), 5, "{:?}", inner.attributes);
    assert_eq!(inner.instrumentation_scope.name(), "traced-tests");
    assert!(inner.instrumentation_scope.version().is_some());
    let schema = inner.instrumentation_scope.schema_url();
    assert!(schema.is_some_and(|url| url.contains("opentelemetry.io/schemas/")));
}

#[test]
fn limits_hold_for_constants_too() {
    let (telemetry, memory) = set_up(|builder| {
        builder.environment(|name| match name {
            "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT" => Some("2".to_owned()),
            "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT" => Some("3".to_owned()),
            _ => None,
        })
    });
    let spans = spans(&telemetry, &memory);
    let inner = &spans[1];
    assert_eq!(value(inner, "options.place"), Some(&"a c".into()));
    assert_eq!(value(inner, "options.deep"), Some(&7.into()));
    assert_eq!(inner.attributes.len(), 2);
    assert_eq!(inner.dropped_attributes_count, 3);
}

/// Samples what says that it is in a cellar, and what is not a step at all.
#[derive(Clone, Debug)]
struct Cellars;

impl ShouldSample for Cellars {
    fn should_sample(
        &self,
        _parent: Option<&Context>,
        _trace: TraceId,
        name: &str,
        _kind: &SpanKind,
        attributes: &[KeyValue],
        _links: &[Link],
    ) -> SamplingResult {
        let cellar = attributes
            .iter()
            .any(|kv| kv.key.as_str() == "options.place" && kv.value.as_str() == "a cellar");
        SamplingResult {
            decision: if cellar || name == "options.outer" {
                SamplingDecision::RecordAndSample
            } else {
                SamplingDecision::Drop
            },
            attributes: vec![KeyValue::new("sampler.said", "yes")],
            trace_state: TraceState::NONE,
        }
    }
}

#[test]
fn a_sampler_sees_constants_and_adds_its_own() {
    let (telemetry, memory) = set_up(|builder| builder.sampler(Cellars));
    let spans = spans(&telemetry, &memory);
    assert_eq!(names(&spans), ["options.inner", "options.outer"]);
    for span in &spans {
        assert_eq!(value(span, "sampler.said"), Some(&"yes".into()));
    }
}
