//! The specification's endpoint examples, and what people really write.

use super::Endpoint;

fn shown(endpoint: Result<Endpoint, String>) -> String {
    endpoint.map_or_else(|why| format!("error: {why}"), |url| url.uri().to_string())
}

#[test]
fn a_base_gets_the_traces_path() {
    for (given, wanted) in [
        ("http://collector:4318", "http://collector:4318/v1/traces"),
        ("http://collector:4318/", "http://collector:4318/v1/traces"),
        (
            "http://collector:4318/mycollector/",
            "http://collector:4318/mycollector/v1/traces",
        ),
        (
            "https://api.example.com/otlp?key=1",
            "https://api.example.com/otlp/v1/traces?key=1",
        ),
        (" http://[::1]:4318 ", "http://[::1]:4318/v1/traces"),
    ] {
        assert_eq!(shown(Endpoint::http_base(given)), wanted, "{given}");
    }
}

#[test]
fn an_endpoint_for_traces_is_used_as_it_is() {
    for (given, wanted) in [
        ("http://collector:4318", "http://collector:4318/"),
        (
            "http://collector:4318/custom",
            "http://collector:4318/custom",
        ),
    ] {
        assert_eq!(shown(Endpoint::http_traces(given)), wanted, "{given}");
    }
}

#[test]
fn the_scheme_of_grpc_decides_about_tls() {
    for (given, insecure, wanted) in [
        ("http://collector:4317", false, "http://collector:4317/"),
        ("https://collector:4317", true, "https://collector:4317/"),
        ("collector:4317", true, "http://collector:4317/"),
        ("collector:4317", false, "https://collector:4317/"),
        (
            "http://collector:4317/v1/traces",
            false,
            "http://collector:4317/",
        ),
    ] {
        assert_eq!(shown(Endpoint::grpc(given, insecure)), wanted, "{given}");
    }
}

#[test]
fn bad_endpoints_say_what_is_wrong() {
    for (given, why) in [
        (
            "collector:4318",
            "it has no scheme; write http:// or https:// before the host",
        ),
        (
            "ftp://collector",
            "the scheme \"ftp\" is neither http nor https",
        ),
        ("http://", "it is not a URL"),
        ("http://collector:99999", "\"99999\" is not a port"),
        ("http://collector:0", "\"0\" is not a port"),
        ("http://a b", "it is not a URL"),
        (
            "/v1/traces",
            "it has no scheme; write http:// or https:// before the host",
        ),
        ("http://:4318", "it names no host"),
    ] {
        assert_eq!(
            shown(Endpoint::http_base(given)),
            format!("error: {why}"),
            "{given}"
        );
    }
    assert!(shown(Endpoint::http_base("http://user:secret@c:4318")).contains("credentials"));
}

#[test]
fn a_key_in_the_query_is_not_shown() {
    let endpoint = Endpoint::http_traces("https://c/in?api-key=secret").unwrap();
    assert_eq!(endpoint.to_string(), "https://c/in");
    assert_eq!(endpoint.port(), 443);
}
