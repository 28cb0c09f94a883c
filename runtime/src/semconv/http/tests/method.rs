//! Known methods, names and status codes.

use ::http::StatusCode;

use super::text;
use crate::semconv::http::{
    ClientRequest, KnownMethods, Settings, client_error_type, response_has_body, server_error_type,
};

#[test]
fn hm_1_the_standard_methods_are_known() {
    for name in [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE",
    ] {
        let known = KnownMethods::default();
        let method = known.recognise(name);
        assert_eq!(method.value().as_str(), name);
        assert_eq!(method.original(), None);
        assert_eq!(method.span_name(None), name);
    }
}

#[test]
fn hm_2_and_hs_3_an_unknown_method_is_other_and_its_span_is_called_http() {
    let settings = Settings::default();
    let request = ClientRequest::new("PROPFIND", "https://example.com/");
    let attributes = request.attributes(&settings);
    assert_eq!(
        text(&attributes, "http.request.method").as_deref(),
        Some("_OTHER")
    );
    assert_eq!(
        text(&attributes, "http.request.method_original").as_deref(),
        Some("PROPFIND")
    );
    assert_eq!(request.span_name(&settings), "HTTP");
}

#[test]
fn hm_3_matching_is_case_sensitive() {
    let known = KnownMethods::default();
    let method = known.recognise("get");
    assert_eq!(method.value().as_str(), "_OTHER");
    assert_eq!(method.original(), Some("get"));
}

#[test]
fn hm_4_a_list_replaces_the_standard_methods() {
    let known = KnownMethods::parse(" PURGE ,GET,");
    assert_eq!(known.recognise("PURGE").value().as_str(), "PURGE");
    assert_eq!(
        known.recognise("PURGE").span_name(Some("/cache")),
        "PURGE /cache"
    );
    assert_eq!(known.recognise("GET").value().as_str(), "GET");
    assert_eq!(known.recognise("POST").value().as_str(), "_OTHER");
    assert_eq!(
        KnownMethods::parse(" , ")
            .recognise("POST")
            .value()
            .as_str(),
        "POST"
    );
}

#[test]
fn hc_2_a_client_span_is_called_by_its_method_and_its_template_if_there_is_one() {
    let settings = Settings::default();
    let request = ClientRequest::new("GET", "https://example.com/users/1");
    assert_eq!(request.span_name(&settings), "GET");
    assert_eq!(
        request.template(Some("/users/{id}")).span_name(&settings),
        "GET /users/{id}"
    );
    assert_eq!(request.template(Some("")).span_name(&settings), "GET");
}

#[test]
fn hc_resend_count_is_absent_on_the_first_attempt() {
    let settings = Settings::default();
    let request = ClientRequest::new("GET", "https://example.com/");
    assert_eq!(
        text(&request.attributes(&settings), "http.request.resend_count"),
        None
    );
    assert_eq!(
        text(
            &request.resend_count(2).attributes(&settings),
            "http.request.resend_count"
        )
        .as_deref(),
        Some("2")
    );
}

#[test]
fn ht_1_to_ht_4_status_codes() {
    let both = |code| {
        let status = StatusCode::from_u16(code).expect("three digits");
        (server_error_type(status), client_error_type(status))
    };
    let error = |code: &str| Some(code.to_owned());
    for fine in [100, 101, 200, 204, 302, 304, 399] {
        assert_eq!(both(fine), (None, None), "{fine}");
    }
    assert_eq!(both(404), (None, error("404")));
    assert_eq!(both(499), (None, error("499")));
    assert_eq!(both(500), (error("500"), error("500")));
    assert_eq!(both(503), (error("503"), error("503")));
    assert_eq!(both(999), (error("999"), error("999")));
}

#[test]
fn responses_without_a_body_are_known() {
    let has_body = |method: &str, code| {
        let method = method.parse().expect("a token");
        response_has_body(&method, StatusCode::from_u16(code).expect("three digits"))
    };
    assert!(has_body("GET", 200) && has_body("GET", 500) && has_body("CONNECT", 407));
    assert!(!has_body("HEAD", 200) && !has_body("CONNECT", 200));
    assert!(!has_body("GET", 101) && !has_body("GET", 204) && !has_body("GET", 304));
}
