//! Spans of every origin: any exporter, other instrumentations, other processes.

use std::time::Duration;

use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use prost::Message as _;
use traced::opentelemetry::trace::{
    SpanKind, TraceContextExt as _, Tracer as _, TracerProvider as _,
};
use traced::opentelemetry::{Context, KeyValue};
use traced::testing::{Collector, Conformance, Finding, Level, Rule};
use traced_tests::panics::message;
use traced_tests::spans::span;
use tracing_subscriber::layer::SubscriberExt as _;

use super::harness::Team;
use crate::testing::collector::{post, request};

const POLICY: &str = "\
[names]
require_registered = true

[registry]
path = \"registry.yaml\"
";

fn exported(program: impl FnOnce(&SdkTracerProvider)) -> Vec<SpanData> {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    program(&provider);
    exporter.get_finished_spans().expect("not shut down")
}

fn rules(findings: &[Finding]) -> Vec<(&str, Rule)> {
    let mut rules: Vec<_> = findings.iter().map(|it| (&*it.span, it.rule)).collect();
    rules.sort();
    rules
}

#[test]
fn spans_of_the_sdk_s_own_api() {
    let team = Team::new(POLICY);
    let conventions = team.conformance();
    let spans = exported(|provider| {
        let tracer = provider.tracer("by hand");
        let place = tracer
            .span_builder("order.place")
            .with_kind(SpanKind::Server)
            .with_attributes([
                KeyValue::new("order.id", "o-1"),
                KeyValue::new("order.total", 1.0),
            ])
            .start(&tracer);
        let below = Context::new().with_span(place);
        drop(tracer.start_with_context("order.check", &below));
    });
    assert_eq!(
        rules(&conventions.findings(&spans)),
        [("order.check", Rule::UnregisteredSpan)]
    );
    let allowing = conventions.clone().allowing(Rule::UnregisteredSpan);
    allowing.assert(&spans);

    // Without its entry point the rest has lost its parent.
    let check: Vec<&SpanData> = spans.iter().filter(|it| it.name == "order.check").collect();
    let findings = conventions.findings(check);
    assert_eq!(
        rules(&findings),
        [
            ("order.check", Rule::UnregisteredSpan),
            ("order.check", Rule::Orphan)
        ]
    );
}

#[test]
fn a_step_alone_is_an_orphan_unless_any_root_will_do() {
    let conventions = Team::new("").conformance();
    let spans = exported(|provider| drop(provider.tracer("by hand").start("order.check")));
    assert_eq!(
        rules(&conventions.findings(&spans)),
        [("order.check", Rule::Orphan)]
    );
    conventions.allowing_any_root().assert(&spans);
}

#[test]
fn spans_of_tracing() {
    let conventions = Team::new("").conformance().allowing_any_root();
    let spans = exported(|provider| {
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("tracing"));
        let subscriber = tracing_subscriber::registry().with(layer);
        tracing::subscriber::with_default(subscriber, || {
            tracing::info_span!("placeOrder", http.method = "GET").in_scope(|| ());
        });
    });
    let findings = conventions.findings(&spans);
    let [name, ..] = &findings[..] else {
        panic!("no finding")
    };
    assert_eq!(
        name.message,
        "span name `placeOrder` is not dotted snake_case; write `place_order`"
    );
    let place = name.place.as_deref().expect("tracing says where");
    assert!(place.contains("conventions/origins.rs:"), "{place}");
    let said = |key: &str| findings.iter().any(|it| it.message.contains(key));
    assert!(said(
        "`http.method` is deprecated; write `http.request.method`"
    ));
    // What tracing-opentelemetry writes of itself is no key of OpenTelemetry's.
    assert!(said("`code.module.name` is none of OpenTelemetry's"));
}

#[tokio::test]
async fn spans_of_other_processes() {
    let team = Team::new(POLICY);
    let collector = Collector::start().expect("a port");
    let client = span("order.place").id(1).kind(SpanKind::Server);
    let client = client
        .attribute("order.id", "o-1")
        .attribute("order.total", "9.5");
    let body = request("gateway", vec![client.build()]).encode_to_vec();
    post(&collector, body).await;
    let server = span("stock.reserve").id(2).remote_parent(1);
    let server = server
        .attribute("code.file.path", "src/stock.rs")
        .attribute("code.line.number", 7);
    let body = request("stock", vec![server.build()]).encode_to_vec();
    post(&collector, body).await;
    let spans = collector
        .wait_for_spans(2, Duration::from_secs(20))
        .expect("two spans");

    let panicked = message(|| team.conformance().assert(&spans));
    assert_eq!(
        team.text(&panicked),
        "\
the spans break the conventions: 2 errors

error: attribute `order.total` is a float; this is a string (registry.yaml:7) [attribute-type]
  = in gateway: order.place

error: span `stock.reserve` is not in the registry; define it there first (traced.toml:2) [unregistered-span]
 --> src/stock.rs:7
  = in gateway: order.place > stock: stock.reserve

"
    );
    let trace = &collector.traces()[0];
    let findings = team.conformance().findings(&trace.spans);
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0].trace_id, trace.id);
    assert_eq!(
        findings[0].span_id,
        trace.spans[0].span.span_context.span_id()
    );
    assert!(findings.iter().all(|it| it.level == Level::Deny));
    assert_eq!(Conformance::built_in().findings(&trace.spans), []);
}
