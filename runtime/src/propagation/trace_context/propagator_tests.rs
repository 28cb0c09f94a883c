//! The two fields together.

use std::collections::HashMap;

use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TraceFlags, TraceState};

use super::TraceContextPropagator;

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03";

fn extracted(fields: &[(&str, &str)]) -> Context {
    let carrier: HashMap<_, _> = fields
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier)
}

fn injected(cx: &Context) -> HashMap<String, String> {
    let mut carrier = HashMap::new();
    TraceContextPropagator::new().inject_context(cx, &mut carrier);
    carrier
}

/// A child of the context's span, whose state `change` changed as a sampler may.
fn child(cx: &Context, change: impl FnOnce(&TraceState) -> TraceState) -> Context {
    let parent = cx.span().span_context().clone();
    cx.with_remote_span_context(SpanContext::new(
        parent.trace_id(),
        7.into(),
        parent.trace_flags(),
        false,
        change(parent.trace_state()),
    ))
}

#[test]
fn the_remote_span_is_the_current_one() {
    let cx = extracted(&[("traceparent", PARENT), ("tracestate", "a=1")]);
    let span = cx.span().span_context().clone();
    assert!(span.is_remote() && span.is_sampled());
    assert_eq!(span.trace_flags(), TraceFlags::new(3));
    assert_eq!(span.trace_state().header(), "a=1");
    assert_eq!(injected(&cx)["traceparent"], PARENT);
    assert_eq!(injected(&cx)["tracestate"], "a=1");
}

#[test]
fn no_valid_parent_no_state() {
    for parent in ["", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"] {
        let cx = extracted(&[("traceparent", parent), ("tracestate", "a=1")]);
        assert!(!cx.has_active_span());
        assert!(injected(&cx).is_empty());
    }
    assert!(!extracted(&[("tracestate", "a=1")]).has_active_span());
}

#[test]
fn a_bad_state_does_not_cost_the_trace() {
    let before = super::report::discarded().tracestates;
    let cx = extracted(&[("traceparent", PARENT), ("tracestate", "a=1,B=2")]);
    assert_eq!(
        injected(&cx).into_iter().collect::<Vec<_>>(),
        [("traceparent".to_owned(), PARENT.to_owned())]
    );
    assert!(super::report::discarded().tracestates > before);
}

#[test]
fn what_the_span_cannot_hold_is_passed_on() {
    let list = "x=1,a@b@c=2,y=3,d@=4,e@vendor-of-fifteen=5";
    let cx = extracted(&[("traceparent", PARENT), ("tracestate", list)]);
    assert_eq!(
        cx.span().span_context().trace_state().header(),
        "x=1,y=3,d@=4"
    );
    let same = child(&cx, Clone::clone);
    assert_eq!(injected(&same)["tracestate"], list);
    let updated = child(&cx, |state| state.insert("y", "new").expect("valid"));
    assert_eq!(
        injected(&updated)["tracestate"],
        "y=new,x=1,a@b@c=2,d@=4,e@vendor-of-fifteen=5"
    );
    let added = child(&cx, |state| state.insert("z", "9").expect("valid"));
    assert_eq!(injected(&added)["tracestate"], format!("z=9,{list}"));
    let deleted = child(&cx, |state| state.delete("x").expect("valid"));
    assert_eq!(
        injected(&deleted)["tracestate"],
        "a@b@c=2,y=3,d@=4,e@vendor-of-fifteen=5"
    );
}

#[test]
fn the_random_flag_stays_with_the_trace() {
    for (given, sent) in [("00", "00"), ("01", "00"), ("02", "02"), ("03", "02")] {
        let parent = format!("{}{given}", &PARENT[..53]);
        let cx = extracted(&[("traceparent", &parent)]);
        // As the SDK makes a span that is not sampled.
        let trace = cx.span().span_context().trace_id();
        let flags = TraceFlags::NOT_SAMPLED;
        let dropped = SpanContext::new(trace, 7.into(), flags, false, TraceState::NONE);
        let field = &injected(&cx.with_remote_span_context(dropped))["traceparent"];
        assert_eq!(&field[53..], sent, "{given}");
    }
}

#[test]
fn nothing_is_passed_on_into_another_trace() {
    let cx = extracted(&[("traceparent", PARENT), ("tracestate", "a@b@c=2")]);
    let other = SpanContext::new(
        9.into(),
        9.into(),
        TraceFlags::SAMPLED,
        false,
        TraceState::NONE,
    );
    let sent = injected(&cx.with_remote_span_context(other));
    assert!(!sent.contains_key("tracestate"));
    assert!(sent["traceparent"].ends_with("-01"));
}
