//! Both fields, in both directions.

use opentelemetry::Context;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::TraceContextExt as _;

use super::JaegerPropagator;
use crate::propagation::{MapExtractor, MapInjector};

fn extracted(fields: &[(&str, &str)]) -> Context {
    let carrier = MapExtractor::new(fields.iter().copied());
    JaegerPropagator::new().extract_with_context(&Context::new(), &carrier)
}

fn injected(cx: &Context) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    JaegerPropagator::new().inject_context(cx, &mut MapInjector(&mut fields));
    fields.sort();
    fields
}

#[test]
fn the_trace() {
    let long = "000000000000000064fe8b2a57d3eff7:00000000000000d1:0";
    for (given, sent) in [
        ("64fe8b2a57d3eff7:d1:0:1", "1"),
        ("64FE8B2A57D3EFF7:D1:e457b5a2e4d86bd1:01", "1"),
        ("000000000000000064fe8b2a57d3eff7:00000000000000d1::0", "0"),
        ("64fe8b2a57d3eff7%3Ad1%3A0%3A1", "1"),
        ("64fe8b2a57d3eff7:d1:0:2", "3"),
        ("64fe8b2a57d3eff7:d1:0:3", "3"),
        ("64fe8b2a57d3eff7:d1:0:8", "0"),
    ] {
        let cx = extracted(&[("uber-trace-id", given)]);
        assert!(cx.span().span_context().is_remote(), "{given}");
        let field = ("uber-trace-id".to_owned(), format!("{long}:{sent}"));
        assert_eq!(injected(&cx), [field], "{given}");
    }
}

#[test]
fn what_is_malformed_is_not_continued() {
    for value in [
        "",
        ":",
        "1:1:1",
        "1:1:0:1:1",
        "0:1:0:1",
        "1:0:0:1",
        "g:1:0:1",
        "1:+1:0:1",
        "1:1:0:",
        "1:1:0:100",
        "\u{fffd}",
        "%ff:1:0:1",
        "111111111111111111111111111111111:1:0:1",
        "1:11111111111111111:0:1",
    ] {
        let cx = extracted(&[("uber-trace-id", value)]);
        assert!(!cx.has_active_span(), "{value}");
    }
}

#[test]
fn baggage_is_a_field_a_member() {
    let cx = extracted(&[
        ("uberctx-user", "%C3%84nne+M."),
        ("UberCtx-Tier", "a%2Bb"),
        ("uberctx-", "nameless"),
        ("uberctx-no token", "1"),
        ("other", "1"),
    ]);
    assert_eq!(cx.baggage().len(), 2);
    assert_eq!(
        cx.baggage()
            .get("user")
            .map(opentelemetry::StringValue::as_str),
        Some("\u{c4}nne M.")
    );
    let sent = injected(&cx);
    assert_eq!(
        sent,
        [
            ("uberctx-tier", "a%2Bb"),
            ("uberctx-user", "%C3%84nne%20M.")
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
    );
    let many: Vec<_> = (0..100).map(|n| format!("uberctx-k{n}")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), "1")).collect();
    assert_eq!(extracted(&many).baggage().len(), 64);
}
