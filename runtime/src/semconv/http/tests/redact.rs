//! What must not be recorded.

use std::borrow::Cow;

use ::http::{HeaderMap, HeaderName, HeaderValue};

use super::text;
use crate::semconv::http::{CapturedHeaders, UrlRedaction};

fn url(text: &str) -> String {
    UrlRedaction::default().url(text).into_owned()
}

#[test]
fn hr_1_credentials_are_replaced() {
    assert_eq!(url("https://u:p@h/"), "https://REDACTED:REDACTED@h/");
    assert_eq!(url("https://user@h/x"), "https://REDACTED@h/x");
    assert_eq!(
        url("https://u:p@ss@h:8443?a=1"),
        "https://REDACTED:REDACTED@h:8443?a=1"
    );
    assert_eq!(url("https://h/path@with/at"), "https://h/path@with/at");
    assert_eq!(url("https://h?q=a@b"), "https://h?q=a@b");
}

#[test]
fn hr_2_values_of_sensitive_parameters_are_replaced() {
    let redaction = UrlRedaction::default();
    assert_eq!(
        redaction.query("color=blue&sig=abc"),
        "color=blue&sig=REDACTED"
    );
    assert_eq!(
        redaction.query("X-Amz-Signature=a&b&X-Goog-Signature=c=d"),
        "X-Amz-Signature=REDACTED&b&X-Goog-Signature=REDACTED"
    );
    assert_eq!(redaction.query("SIG=abc&sig&=x&&"), "SIG=abc&sig&=x&&");
    assert_eq!(
        redaction.query("s%69g=abc&%73ig=d&s%6=x&sig%=x"),
        "s%69g=REDACTED&%73ig=REDACTED&s%6=x&sig%=x"
    );
    assert!(matches!(redaction.query("color=blue"), Cow::Borrowed(_)));
    for key in [
        "X-Amz-Credential",
        "X-Amz-Security-Token",
        "AWSAccessKeyId",
        "Signature",
    ] {
        assert_eq!(
            redaction.query(&format!("{key}=s")),
            format!("{key}=REDACTED")
        );
    }
}

#[test]
fn hr_3_a_list_replaces_the_default() {
    let redaction = UrlRedaction::only(["token"]);
    assert_eq!(redaction.query("token=1&sig=2"), "token=REDACTED&sig=2");
    let nothing = UrlRedaction::only([] as [&str; 0]);
    assert_eq!(nothing.query("sig=2"), "sig=2");
}

#[test]
fn hr_4_the_fragment_stays() {
    assert_eq!(
        url("https://h/p?sig=1#frag?sig=2"),
        "https://h/p?sig=REDACTED#frag?sig=2"
    );
    assert_eq!(
        url("https://u:p@h/p#frag"),
        "https://REDACTED:REDACTED@h/p#frag"
    );
}

#[test]
fn hr_6_only_listed_headers_are_recorded_and_credentials_never() {
    let mut headers = HeaderMap::new();
    headers.append("x-tenant", HeaderValue::from_static("a"));
    headers.append("x-tenant", HeaderValue::from_static("b"));
    headers.append("authorization", HeaderValue::from_static("Bearer t"));
    headers.append("x-other", HeaderValue::from_static("c"));
    assert_eq!(CapturedHeaders::default().request(&headers).count(), 0);

    let listed = ["x-tenant", "authorization", "x-absent"].map(HeaderName::from_static);
    let attributes: Vec<_> = CapturedHeaders::only(listed).request(&headers).collect();
    assert_eq!(attributes.len(), 2);
    assert_eq!(
        text(&attributes, "http.request.header.x-tenant").as_deref(),
        Some(r#"["a","b"]"#)
    );
    assert_eq!(
        text(&attributes, "http.request.header.authorization").as_deref(),
        Some(r#"["REDACTED"]"#)
    );
}
