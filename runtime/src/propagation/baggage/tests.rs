//! The field in both directions, and its limits.

use std::collections::HashMap;

use opentelemetry::Context;
use opentelemetry::baggage::{Baggage, BaggageExt as _};
use opentelemetry::propagation::TextMapPropagator as _;

use super::{BaggagePropagator, Member, Room, report};

fn extracted(field: &str) -> Context {
    let carrier = HashMap::from([("baggage".to_owned(), field.to_owned())]);
    BaggagePropagator::new().extract_with_context(&Context::new(), &carrier)
}

fn injected(cx: &Context) -> Option<String> {
    let mut carrier = HashMap::new();
    BaggagePropagator::new().inject_context(cx, &mut carrier);
    carrier.remove("baggage")
}

#[test]
fn what_comes_in_goes_out() {
    for (given, sent) in [
        ("a=1,b=2", Some("a=1,b=2")),
        ("b=2,a=1,,", Some("a=1,b=2")),
        (
            " a \t=\t 1 , b = 2;p ; q = x%20y ",
            Some("a=1,b=2;p;q = x%20y"),
        ),
        ("a=1,a=2", Some("a=2")),
        ("a=%20%2C%3B%25%C3%A4", Some("a=%20%2C%3B%25%C3%A4")),
        ("a=b=c", Some("a=b%3Dc")),
        ("a=100%,b=%zz", Some("a=100%25,b=%25zz")),
        ("a=%FF", Some("a=%EF%BF%BD")),
        ("a=", Some("a=")),
        ("", None),
        (",;,", None),
    ] {
        assert_eq!(injected(&extracted(given)).as_deref(), sent, "{given}");
    }
    let cx = extracted("user=%C3%84nne%20M.;p=1");
    let (value, properties) = cx.baggage().get_with_metadata("user").expect("a member");
    assert_eq!(
        (value.as_str(), properties.as_str()),
        ("\u{c4}nne M.", "p=1")
    );
}

#[test]
fn malformed_members_are_left_out_and_counted() {
    let before = report::discarded().baggage_members;
    for (given, sent) in [
        ("a,b=2", "b=2"),
        ("=1,b=2", "b=2"),
        ("a b=1,b=2", "b=2"),
        ("a=1 2,b=2", "b=2"),
        ("a=\"1\",b=2", "b=2"),
        ("a=\\,b=2", "b=2"),
        ("\u{e4}=1,a=\u{e4},b=2", "b=2"),
        ("\u{fffd},b=2", "b=2"),
        ("b=2;\u{e4};p q;=;ok", "b=2;ok"),
    ] {
        assert_eq!(
            injected(&extracted(given)).as_deref(),
            Some(sent),
            "{given}"
        );
    }
    assert!(report::discarded().baggage_members >= before + 9);
}

#[test]
fn no_more_than_64_members_and_8192_bytes_are_read() {
    let members = |count: usize, length: usize| {
        let member = |n| format!("k{n:03}={}", "v".repeat(length));
        (0..count).map(member).collect::<Vec<_>>().join(",")
    };
    let count = |field: &str| extracted(field).baggage().len();
    assert_eq!(count(&members(64, 1)), 64);
    assert_eq!(count(&members(65, 1)), 64);
    // 4 + 1 + 1018 bytes and a comma are 1024.
    assert_eq!(count(&members(8, 1018)), 8);
    assert_eq!(count(&members(9, 1018)), 8);
    assert_eq!(count(&format!("{},last=1", members(9, 1017))), 9);
    assert_eq!(count(&members(1, 10_000)), 0);
}

#[test]
fn no_more_is_written() {
    let mut baggage = Baggage::new();
    for n in 0..60 {
        let _ = baggage.insert(format!("k{n:02}"), "\u{e4}".repeat(60));
    }
    let sent = injected(&Context::new().with_baggage(baggage)).expect("some");
    assert!(sent.len() <= 8192, "{}", sent.len());
    assert!(sent.len() > 8192 - 365, "{}", sent.len());
    assert!(sent.starts_with("k00=%C3%A4") && !sent.contains("k59"));
}

#[test]
fn what_is_read_is_added() {
    let cx = extracted("a=1,b=2");
    let carrier = HashMap::from([("baggage".to_owned(), "b=3,c=4".to_owned())]);
    let cx = BaggagePropagator::new().extract_with_context(&cx, &carrier);
    assert_eq!(injected(&cx).as_deref(), Some("a=1,b=3,c=4"));
}

#[test]
fn properties_of_the_application_cannot_break_the_field() {
    let mut baggage = Baggage::new();
    let _ = baggage.insert_with_metadata("a", "1", "ok=1;evil=x,y=z;\r\nh: v");
    let sent = injected(&Context::new().with_baggage(baggage));
    assert_eq!(sent.as_deref(), Some("a=1;ok=1"));
    let mut room = Room::new();
    assert_eq!(Member::decoded("a", &mut room), None);
}
