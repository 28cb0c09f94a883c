//! The attributes and the name of a server span.

use ::http::request::{Builder, Parts};
use ::http::{Request, Version};
use opentelemetry::Value;

use super::{text, value};
use crate::semconv::http::{ServerRequest, Settings};

fn head(request: Builder) -> Parts {
    request.body(()).expect("a valid request").into_parts().0
}

fn trusting() -> Settings {
    Settings {
        trust_forwarded: true,
        ..Settings::default()
    }
}

#[test]
fn hs_2_the_name_is_method_and_route() {
    let head = head(Request::post("/users/1"));
    let request = ServerRequest::new(&head);
    assert_eq!(
        request
            .route(Some("/users/{id}"))
            .span_name(&Settings::default()),
        "POST /users/{id}"
    );
}

#[test]
fn hs_4_without_a_route_the_path_is_neither_name_nor_route() {
    let head = head(Request::get("/users/1"));
    for route in [None, Some("")] {
        let request = ServerRequest::new(&head).route(route);
        assert_eq!(request.span_name(&Settings::default()), "GET");
        assert_eq!(
            value(&request.attributes(&Settings::default()), "http.route"),
            None
        );
    }
}

#[test]
fn hs_6_everything_known_at_the_start_is_given_at_the_start() {
    let head = head(
        Request::get("/users/1?sig=s&q=1")
            .header("host", "shop.example:8080")
            .header("user-agent", "curl/8"),
    );
    let request = ServerRequest::new(&head)
        .route(Some("/users/{id}"))
        .peer(Some("[::ffff:192.0.2.7]:5000".parse().expect("an address")));
    let attributes = request.attributes(&Settings::default());
    let shown: Vec<_> = attributes
        .iter()
        .map(|a| format!("{}={}", a.key, a.value))
        .collect();
    let expected = [
        "http.request.method=GET",
        "url.scheme=http",
        "url.path=/users/1",
        "url.query=sig=REDACTED&q=1",
        "http.route=/users/{id}",
        "network.protocol.version=1.1",
        "server.address=shop.example",
        "server.port=8080",
        "client.address=192.0.2.7",
        "network.peer.address=192.0.2.7",
        "network.peer.port=5000",
        "user_agent.original=curl/8",
    ];
    assert_eq!(shown, expected);
    assert_eq!(value(&attributes, "server.port"), Some(Value::I64(8080)));
    assert_eq!(
        value(&attributes, "network.peer.port"),
        Some(Value::I64(5000))
    );
}

#[test]
fn hs_8_forwarding_headers_count_only_if_trusted() {
    let head = head(
        Request::get("/")
            .header("host", "inner:80")
            .header("forwarded", "for=192.0.2.1;proto=https;host=shop.example"),
    );
    let request = ServerRequest::new(&head).peer(Some(([10, 0, 0, 1], 1).into()));
    let doubted = request.attributes(&Settings::default());
    assert_eq!(text(&doubted, "url.scheme").as_deref(), Some("http"));
    assert_eq!(text(&doubted, "server.address").as_deref(), Some("inner"));
    assert_eq!(
        text(&doubted, "client.address").as_deref(),
        Some("10.0.0.1")
    );

    let trusted = request.attributes(&trusting());
    assert_eq!(text(&trusted, "url.scheme").as_deref(), Some("https"));
    assert_eq!(
        text(&trusted, "server.address").as_deref(),
        Some("shop.example")
    );
    assert_eq!(
        value(&trusted, "server.port"),
        None,
        "the inner port is not the port of the outer host"
    );
    assert_eq!(
        text(&trusted, "client.address").as_deref(),
        Some("192.0.2.1")
    );
    assert_eq!(
        text(&trusted, "network.peer.address").as_deref(),
        Some("10.0.0.1")
    );
}

#[test]
fn the_scheme_is_never_empty() {
    let plain = head(Request::get("/"));
    let listener = ServerRequest::new(&plain).listener_scheme("https");
    assert_eq!(
        text(&listener.attributes(&Settings::default()), "url.scheme").as_deref(),
        Some("https")
    );

    let absolute = head(
        Request::get("https://shop.example/")
            .version(Version::HTTP_2)
            .header("host", "other"),
    );
    let attributes = ServerRequest::new(&absolute).attributes(&Settings::default());
    assert_eq!(text(&attributes, "url.scheme").as_deref(), Some("https"));
    assert_eq!(
        text(&attributes, "server.address").as_deref(),
        Some("shop.example"),
        ":authority before Host"
    );
}

#[test]
fn c_12_protocol_versions() {
    let versions = [
        (Version::HTTP_10, "1.0"),
        (Version::HTTP_11, "1.1"),
        (Version::HTTP_2, "2"),
        (Version::HTTP_3, "3"),
    ];
    for (version, expected) in versions {
        let head = head(Request::get("/").version(version));
        let attributes = ServerRequest::new(&head).attributes(&Settings::default());
        assert_eq!(
            text(&attributes, "network.protocol.version").as_deref(),
            Some(expected)
        );
        assert_eq!(
            value(&attributes, "network.protocol.name"),
            None,
            "only where it is not http"
        );
    }
}
