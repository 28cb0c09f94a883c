//! Hosts, ports and forwarding headers.

use ::http::{HeaderMap, HeaderValue};

use crate::semconv::http::{Forwarded, split_host_port};

#[test]
fn hosts_and_ports_are_told_apart() {
    let cases = [
        ("", None),
        (":8080", None),
        ("[]", None),
        ("[fe80::1", None),
        ("user@", None),
        ("127.0.0.1", Some(("127.0.0.1", None))),
        ("127.0.0.1:8080", Some(("127.0.0.1", Some(8080)))),
        ("www.example.com", Some(("www.example.com", None))),
        ("www.example.com:", Some(("www.example.com", None))),
        ("www.example.com:port", Some(("www.example.com", None))),
        ("www.example.com:+80", Some(("www.example.com", None))),
        ("www.example.com:65536", Some(("www.example.com", None))),
        (
            "u:p@www.example.com:80",
            Some(("www.example.com", Some(80))),
        ),
        ("[fe80::1]", Some(("fe80::1", None))),
        ("[fe80::1]:8080", Some(("fe80::1", Some(8080)))),
        ("[fe80::1]x", Some(("fe80::1", None))),
        ("fe80::1", Some(("fe80::1", None))),
    ];
    for (text, expected) in cases {
        assert_eq!(split_host_port(text), expected, "{text:?}");
    }
}

fn forwarded(lines: &[(&'static str, &'static str)]) -> Forwarded {
    let mut headers = HeaderMap::new();
    for (name, line) in lines {
        headers.append(*name, HeaderValue::from_static(line));
    }
    Forwarded::from_headers(&headers)
}

#[test]
fn the_first_hop_of_forwarded_counts() {
    let found = forwarded(&[
        (
            "forwarded",
            r#"For="[2001:db8:cafe::17]:4711"; Proto=HTTPS;by=203.0.113.43;host="a,b.example:8443""#,
        ),
        ("forwarded", "for=192.0.2.1;proto=http;host=later"),
    ]);
    let expected = Forwarded {
        client: Some("2001:db8:cafe::17".into()),
        scheme: Some("https"),
        host: Some("a,b.example".into()),
        port: Some(8443),
    };
    assert_eq!(found, expected);
}

#[test]
fn x_forwarded_fills_what_forwarded_leaves_open() {
    let found = forwarded(&[
        ("forwarded", "for=unknown;proto=gopher, for=_hidden"),
        ("x-forwarded-for", " 192.0.2.43, 198.51.100.17"),
        ("x-forwarded-proto", "https, http"),
        ("x-forwarded-host", "shop.example"),
    ]);
    let expected = Forwarded {
        client: Some("192.0.2.43".into()),
        scheme: Some("https"),
        host: Some("shop.example".into()),
        port: None,
    };
    assert_eq!(found, expected);
}

#[test]
fn broken_forwarding_headers_say_nothing() {
    for line in [
        "",
        ";;,,==",
        "for",
        "for=",
        "for=\"",
        "for=\"\\",
        "host=:80",
        "proto=",
        "for=\"[::1\"",
    ] {
        let mut headers = HeaderMap::new();
        headers.append(
            "forwarded",
            HeaderValue::from_str(line).expect("visible text"),
        );
        let found = Forwarded::from_headers(&headers);
        assert_eq!(
            (found.scheme, found.host, found.port),
            (None, None, None),
            "{line:?}"
        );
    }
}
