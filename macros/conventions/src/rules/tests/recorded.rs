//! Rules about spans that ended.

use super::{POLICY, conventions, key, recorded, said, string, with_value};
use crate::{Conventions, Course, Fact, Rule, SpanFacts, SpanKind, Status, Value};

fn failed(description: &str) -> Status {
    Status::Error(description.to_owned())
}

#[test]
fn statuses() {
    let conventions = conventions(POLICY);
    for (status, error_type, wanted) in [
        (
            Status::Ok,
            None,
            "status: span `order.place` has the status Ok, which is the application's to set; leave it unset [status]",
        ),
        (
            failed("no"),
            None,
            "status: span `order.place` failed without an `error.type` [status]",
        ),
        (failed("no"), Some("timeout"), ""),
        (
            failed("timeout"),
            Some("timeout"),
            "status: the status description of span `order.place` only repeats `error.type`; leave it empty [status]",
        ),
        (failed(""), Some("timeout"), ""),
        (
            Status::Unset,
            Some("timeout"),
            "status: span `order.place` has an `error.type` but not the status Error [status]",
        ),
    ] {
        let mut span = recorded();
        span.status = Some((status, "status"));
        let error_type = error_type.map(|error_type| with_value("error.type", string(error_type)));
        span.attributes.extend(error_type);
        span.attributes.push(key("traced.cancelled"));
        span.attributes.push(key("code.function.name"));
        assert_eq!(said(&span, &conventions).join("\n"), wanted);
        assert_eq!(said(&span, &Conventions::default()), [""; 0]);
    }
}

#[test]
fn statuses_by_the_code_of_the_protocol() {
    let conventions = conventions(POLICY);
    let code = "http.response.status_code";
    for (kind, number, status, error_type, wanted) in [
        (SpanKind::Server, 404, Status::Unset, None, ""),
        (
            SpanKind::Server,
            404,
            failed("the body broke"),
            Some("io"),
            "",
        ),
        (
            SpanKind::Server,
            404,
            failed(""),
            Some("404"),
            "status: span `GET` has the status Error for `http.response.status_code` 404, which is no error of \
             an HTTP server span; leave it unset (OpenTelemetry semantic conventions 1.44.0) [status]",
        ),
        (SpanKind::Client, 404, failed(""), Some("404"), ""),
        (
            SpanKind::Client,
            404,
            Status::Unset,
            None,
            "status: span `GET` has `http.response.status_code` 404, which is an error of an HTTP client span, \
             but not the status Error (OpenTelemetry semantic conventions 1.44.0) [status]",
        ),
    ] {
        let mut span = recorded();
        span.name.text = "GET".to_owned();
        span.kind = Some((kind, "kind"));
        span.attributes = vec![
            with_value("http.request.method", string("GET")),
            with_value("url.path", string("/")),
            with_value("url.scheme", string("http")),
            with_value("url.full", string("http://a/")),
            with_value("server.address", string("a")),
            with_value("server.port", Value::Int(80)),
            with_value(code, Value::Int(number)),
        ];
        let error_type = error_type.map(|error_type| with_value("error.type", string(error_type)));
        span.attributes.extend(error_type);
        span.status = Some((status, "status"));
        assert_eq!(said(&span, &conventions).join("\n"), wanted);
    }
}

#[test]
fn giving_a_call_up_need_not_be_an_error() {
    let conventions = conventions(POLICY);
    let mut span = recorded();
    span.name.text = "grpc".to_owned();
    span.kind = Some((SpanKind::Client, "kind"));
    span.attributes = vec![
        with_value("rpc.system.name", string("grpc")),
        with_value("rpc.method", string("_OTHER")),
        with_value("rpc.method_original", string("/a/b")),
        with_value("rpc.response.status_code", string("CANCELLED")),
        with_value("server.address", string("a")),
    ];
    assert_eq!(said(&span, &conventions).len(), 1);
    span.attributes
        .push(with_value("traced.cancelled", Value::Boolean(true)));
    assert_eq!(said(&span, &conventions), [""; 0]);
}

#[test]
fn everything_that_went_wrong_on_the_way_is_said() {
    let conventions = conventions(POLICY);
    let mut span = recorded();
    for (course, wanted) in [
        (
            Course::Orphan,
            "course: span `order.place` started without a parent; start its task with \
             `traced::task::spawn`, or say `root` if it is an entry point [orphan]",
        ),
        (
            Course::LostParent,
            "course: the parent of span `order.place` was never recorded; let one provider make all spans, \
             and look at what keeps the parent from ending [orphan]",
        ),
        (
            Course::LateChild,
            "course: span `order.place` was called after its parent had ended; end the parent later, or start \
             the work with `traced::task::spawn` or `traced::time::after` [late-child]",
        ),
        (
            Course::ForeignParent,
            "course: span `order.place` ran under another trace than the one it was called in; call it where it \
             runs, or keep it in its trace with `.in_current_trace()` [foreign-parent]",
        ),
        (
            Course::Unended,
            "course: span `order.place` never ended; await or abort what it measures, and drop what holds it \
             [unended]",
        ),
    ] {
        span.courses = vec![(course, "course")];
        assert_eq!(said(&span, &conventions), [wanted]);
        assert_eq!(said(&span, &Conventions::default()), [""; 0]);
    }
    span.courses.push((Course::LateChild, "course"));
    assert_eq!(said(&span, &conventions).len(), 2);
    let allowing = conventions.allowing(Rule::Unended);
    assert_eq!(said(&span, &allowing).len(), 1);
}

#[test]
fn a_recorded_name_of_which_attributes_are_part() {
    let conventions = conventions(POLICY);
    let mut span = SpanFacts::recorded(Fact::new("list paid", "name"));
    span.attributes = vec![with_value("order.state", string("paid"))];
    span.kind = Some((SpanKind::Internal, "kind"));
    assert_eq!(said(&span, &conventions), [""; 0]);
    span.name.text = "list open".to_owned();
    assert_eq!(said(&span, &conventions).len(), 1);
}

#[test]
fn spans_of_adapters_are_judged_by_opentelemetry() {
    let conventions = conventions(POLICY);
    let mut span = SpanFacts::recorded(Fact::new("GET /orders/{id}", "name"));
    span.kind = Some((SpanKind::Server, "kind"));
    span.attributes = vec![
        with_value("http.request.method", string("GET")),
        with_value("http.route", string("/orders/{id}")),
        with_value("url.path", string("/orders/7")),
        with_value("url.scheme", string("http")),
    ];
    assert_eq!(said(&span, &conventions), [""; 0]);
    span.name.text = "GET /orders/7".to_owned();
    span.attributes.pop();
    span.kind = Some((SpanKind::Internal, "kind"));
    assert_eq!(
        said(&span, &conventions),
        [
            "name: span name `GET /orders/7` is not what an HTTP server span is called; write `GET /orders/{id}` \
             (OpenTelemetry semantic conventions 1.44.0) [name-style]",
            "kind: span `GET /orders/7` is `internal`; an HTTP server span is `server` \
             (OpenTelemetry semantic conventions 1.44.0) [span-kind]",
        ],
    );
    span.kind = Some((SpanKind::Server, "kind"));
    assert!(
        said(&span, &conventions)[1].starts_with("name: span `GET /orders/7` lacks `url.scheme`")
    );
}
