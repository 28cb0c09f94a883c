//! The tests of W3C's validation suite that are about `tracestate`, under their names.

use super::service::{TRACEPARENT, call_with, continued};

/// The state that is sent on, with a valid parent.
fn state(values: &[&str]) -> Option<String> {
    let mut headers = vec![TRACEPARENT];
    headers.extend(values.iter().map(|value| ("tracestate", *value)));
    continued(&headers).state().map(str::to_owned)
}

#[test]
fn tracestate_included_traceparent_missing() {
    for value in ["foo=1", "foo=1,bar=2"] {
        assert_eq!(call_with(&[("tracestate", value)]).state(), None);
    }
}

#[test]
fn tracestate_included_traceparent_included() {
    assert_eq!(state(&["foo=1,bar=2"]).as_deref(), Some("foo=1,bar=2"));
}

#[test]
fn tracestate_header_name() {
    for name in ["trace-state", "trace.state"] {
        assert_eq!(continued(&[TRACEPARENT, (name, "foo=1")]).state(), None);
    }
}

#[test]
fn tracestate_header_name_valid_casing() {
    for name in ["TraceState", "TrAcEsTaTe", "TRACESTATE"] {
        let sent = continued(&[TRACEPARENT, (name, "foo=1")]);
        assert_eq!(sent.state(), Some("foo=1"), "{name}");
    }
}

#[test]
fn tracestate_empty_header() {
    for (values, sent) in [
        (&[""][..], None),
        (&["foo=1", ""], Some("foo=1")),
        (&["", "foo=1"], Some("foo=1")),
        (&[",", " \t", ",foo=1,,"], Some("foo=1")),
    ] {
        assert_eq!(state(values).as_deref(), sent, "{values:?}");
    }
}

#[test]
fn tracestate_multiple_headers_different_keys() {
    let values = ["foo=1,bar=2", "rojo=1,congo=2", "baz=3"];
    assert_eq!(state(&values), Some(values.join(",")));
}

#[test]
fn tracestate_duplicated_keys() {
    for values in [
        &["foo=1,foo=1"][..],
        &["foo=1,foo=2"],
        &["foo=1", "foo=1"],
        &["foo=1", "foo=2"],
    ] {
        assert_eq!(state(values).as_deref(), Some("foo=1"), "{values:?}");
    }
}

#[test]
fn tracestate_all_allowed_characters() {
    let value: String = (' '..='~').filter(|char| !",=".contains(*char)).collect();
    let key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
    for key in [key.to_owned(), format!("{key}@a-z0-9_-*/")] {
        let member = format!("{key}={value}");
        assert_eq!(state(&[&member]), Some(member));
    }
}

#[test]
fn tracestate_ows_handling() {
    for (value, sent) in [
        ("foo=1 \t , \t bar=2, \t baz=3", "foo=1,bar=2,baz=3"),
        ("foo=1\t \t,\t \tbar=2,\t \tbaz=3", "foo=1,bar=2,baz=3"),
        (" foo=1", "foo=1"),
        ("\tfoo=1", "foo=1"),
        ("foo=1 ", "foo=1"),
        ("foo=1\t", "foo=1"),
        ("\t foo=1 \t", "foo=1"),
    ] {
        assert_eq!(state(&[value]).as_deref(), Some(sent), "{value:?}");
    }
}

#[test]
fn tracestate_key_illegal_characters() {
    for key in ["foo ", "FOO", "foo.bar", "", "_foo", "\u{e9}"] {
        let member = format!("{key}=1");
        assert_eq!(state(&[&member]), None, "{key}");
        assert_eq!(state(&["bar=2", &member]), None, "{key}");
    }
}

#[test]
fn tracestate_key_illegal_vendor_format() {
    for list in ["foo@=1,bar=2", "foo@@bar=1,bar=2", "foo@bar@baz=1,bar=2"] {
        assert_eq!(state(&[list]).as_deref(), Some(list));
    }
    assert_eq!(state(&["@foo=1,bar=2"]), None);
}

#[test]
fn tracestate_member_count_limit() {
    let list = |members| {
        let member = |n| format!("bar{n:02}={n:02}");
        (1..=members).map(member).collect::<Vec<_>>()
    };
    let sent = state(&[&list(10).join(","), &list(32)[10..].join(",")]);
    assert_eq!(sent, Some(list(32).join(",")));
    assert_eq!(
        state(&[&list(10).join(","), &list(33)[10..].join(",")]),
        None
    );
    let spaced = list(32).join(",,");
    assert_eq!(
        state(&[&spaced]),
        Some(list(32).join(",")),
        "empty members do not count"
    );
}

#[test]
fn tracestate_key_length_limit() {
    for key in [
        "z".repeat(256),
        format!("{}@{}", "t".repeat(241), "v".repeat(14)),
        format!("{}@v", "t".repeat(242)),
        format!("t@{}", "v".repeat(15)),
    ] {
        let sent = state(&["foo=1", &format!("{key}=1")]);
        assert_eq!(sent, Some(format!("foo=1,{key}=1")));
    }
    let long = format!("{}=1", "z".repeat(257));
    assert_eq!(state(&["foo=1", &long]), None);
}

#[test]
fn tracestate_value_illegal_characters() {
    for list in ["foo=bar=baz", "foo=,bar=3", "foo=\u{e9}", "foo", "foo=1\t2"] {
        assert_eq!(state(&[list]), None, "{list}");
    }
    let values = [256, 257].map(|length| format!("foo={}", "v".repeat(length)));
    assert_eq!(state(&[&values[0]]).as_deref(), Some(values[0].as_str()));
    assert_eq!(state(&[&values[1]]), None);
}
