//! Several propagators at once, as `OTEL_PROPAGATORS` makes them.

use std::collections::BTreeMap;

use traced::context::Context;
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::opentelemetry::propagation::{TextMapCompositePropagator, TextMapPropagator};
use traced::opentelemetry::trace::TraceContextExt as _;
use traced::propagation::{
    B3Propagator, BaggagePropagator, JaegerPropagator, MapExtractor, MapInjector,
    TraceContextPropagator,
};

fn all() -> TextMapCompositePropagator {
    TextMapCompositePropagator::new(vec![
        Box::new(TraceContextPropagator::new()),
        Box::new(BaggagePropagator::new()),
        Box::new(B3Propagator::single()),
        Box::new(B3Propagator::multi()),
        Box::new(JaegerPropagator::new()),
    ])
}

#[test]
fn one_format_in_every_format_out() {
    let incoming = [
        ("uber-trace-id", "64fe8b2a57d3eff7:d1:0:3"),
        ("baggage", "a=1"),
        ("uberctx-b", "2"),
    ];
    let cx = all().extract_with_context(&Context::new(), &MapExtractor::new(incoming));
    assert_eq!(cx.baggage().len(), 2);
    let mut sent = BTreeMap::<String, String>::new();
    all().inject_context(&cx, &mut MapInjector(&mut sent));
    let sent: Vec<_> = sent
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    assert_eq!(
        sent,
        [
            "b3: 000000000000000064fe8b2a57d3eff7-00000000000000d1-d",
            "baggage: a=1,b=2",
            "traceparent: 00-000000000000000064fe8b2a57d3eff7-00000000000000d1-01",
            "uber-trace-id: 000000000000000064fe8b2a57d3eff7:00000000000000d1:0:3",
            "uberctx-a: 1",
            "uberctx-b: 2",
            "x-b3-flags: 1",
            "x-b3-spanid: 00000000000000d1",
            "x-b3-traceid: 000000000000000064fe8b2a57d3eff7",
        ]
    );
}

#[test]
fn the_last_one_that_finds_a_parent_counts() {
    let incoming = [
        (
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ),
        ("b3", "nonsense"),
        ("uber-trace-id", "64fe8b2a57d3eff7:d1:0:1"),
    ];
    let cx = all().extract_with_context(&Context::new(), &MapExtractor::new(incoming));
    assert_eq!(cx.span().span_context().span_id(), 0xd1.into());
    let cx =
        all().extract_with_context(&Context::new(), &MapExtractor::new(incoming[..2].to_vec()));
    assert_eq!(
        cx.span().span_context().span_id().to_string(),
        "b7ad6b7169203331"
    );
}

#[test]
fn fields_name_what_is_written() {
    let propagator = all();
    let mut fields: Vec<_> = propagator.fields().collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "b3",
            "baggage",
            "traceparent",
            "tracestate",
            "uber-trace-id",
            "x-b3-flags",
            "x-b3-sampled",
            "x-b3-spanid",
            "x-b3-traceid"
        ]
    );
}
