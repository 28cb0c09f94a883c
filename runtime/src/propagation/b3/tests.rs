//! Both encodings, in both directions.

use std::collections::HashMap;

use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::TraceContextExt as _;

use super::B3Propagator;

const TRACE: &str = "80f198ee56343ba864fe8b2a57d3eff7";
const SPAN: &str = "e457b5a2e4d86bd1";

fn extracted(fields: &[(&str, &str)]) -> Context {
    let carrier: HashMap<_, _> = fields
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    B3Propagator::single().extract_with_context(&Context::new(), &carrier)
}

fn written(propagator: &B3Propagator, cx: &Context) -> Vec<(String, String)> {
    let mut carrier = HashMap::new();
    propagator.inject_context(cx, &mut carrier);
    let mut fields: Vec<_> = carrier.into_iter().collect();
    fields.sort();
    fields
}

#[test]
fn single_in_single_and_multi_out() {
    for (given, decision, multi) in [
        ("-0", "0", ("x-b3-sampled", "0")),
        ("-1", "1", ("x-b3-sampled", "1")),
        ("-d", "d", ("x-b3-flags", "1")),
        ("-1-05e3ac9a4f6e3b90", "1", ("x-b3-sampled", "1")),
        ("", "0", ("x-b3-sampled", "0")),
    ] {
        let cx = extracted(&[("b3", &format!("{TRACE}-{SPAN}{given}"))]);
        assert!(cx.span().span_context().is_remote(), "{given}");
        assert_eq!(cx.span().span_context().is_sampled(), decision != "0");
        let single = [("b3".to_owned(), format!("{TRACE}-{SPAN}-{decision}"))];
        assert_eq!(written(&B3Propagator::single(), &cx), single);
        let multi = [multi, ("x-b3-spanid", SPAN), ("x-b3-traceid", TRACE)];
        let multi = multi.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(written(&B3Propagator::multi(), &cx), multi);
    }
}

#[test]
fn multi_in() {
    let ids = [("x-b3-traceid", TRACE), ("x-b3-spanid", SPAN)];
    for (more, decision) in [
        (&[][..], "0"),
        (&[("x-b3-sampled", "0")], "0"),
        (&[("x-b3-sampled", "false")], "0"),
        (&[("x-b3-sampled", "true")], "1"),
        (&[("x-b3-sampled", "1"), ("x-b3-parentspanid", "x")], "1"),
        (&[("x-b3-sampled", "0"), ("x-b3-flags", "1")], "d"),
        (&[("b3", "1"), ("x-b3-sampled", "1")], "1"),
        (&[("b3", "nonsense"), ("x-b3-sampled", "1")], "1"),
    ] {
        let cx = extracted(&[&ids[..], more].concat());
        let single = [("b3".to_owned(), format!("{TRACE}-{SPAN}-{decision}"))];
        assert_eq!(written(&B3Propagator::single(), &cx), single, "{more:?}");
    }
    let single = format!("{TRACE}-00000000000000aa-1");
    let both = [&ids[..], &[("b3", single.as_str())]].concat();
    let cx = extracted(&both);
    assert_eq!(
        cx.span().span_context().span_id(),
        0xaa.into(),
        "single first"
    );
}

#[test]
fn short_trace_ids_are_the_lower_half() {
    let cx = extracted(&[("b3", "64fe8b2a57d3eff7-e457b5a2e4d86bd1-1")]);
    let id = cx.span().span_context().trace_id().to_string();
    assert_eq!(id, "000000000000000064fe8b2a57d3eff7");
}

#[test]
fn what_is_malformed_is_not_continued() {
    let zeros = "0".repeat(32);
    for value in [
        "",
        "0",
        "1",
        "d",
        "-",
        "x",
        TRACE,
        &format!("{TRACE}-"),
        &format!("{TRACE}-{SPAN}-2"),
        &format!("{TRACE}-{SPAN}-"),
        &format!("{TRACE}-{SPAN}-1-x"),
        &format!("{TRACE}-{SPAN}-1-{SPAN}-1"),
        &format!("{}-{SPAN}-1", TRACE.to_uppercase()),
        &format!("{}-{SPAN}-1", &TRACE[1..]),
        &format!("{TRACE}0-{SPAN}-1"),
        &format!("{TRACE}-{}-1", &SPAN[1..]),
        &format!("{zeros}-{SPAN}-1"),
        &format!("{TRACE}-{}-1", &zeros[..16]),
    ] {
        assert!(!extracted(&[("b3", value)]).has_active_span(), "{value}");
    }
    for fields in [
        &[("x-b3-traceid", TRACE)][..],
        &[("x-b3-spanid", SPAN)],
        &[("x-b3-sampled", "1")],
        &[
            ("x-b3-traceid", TRACE),
            ("x-b3-spanid", SPAN),
            ("x-b3-sampled", "yes"),
        ],
    ] {
        assert!(!extracted(fields).has_active_span(), "{fields:?}");
    }
}
