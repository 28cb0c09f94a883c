//! Rules about spans that ended.

use super::{POLICY, conventions, key, recorded, said, string, with_value};
use crate::{Conventions, Course, Fact, SpanFacts, SpanKind, Status};

#[test]
fn recorded_spans() {
    let conventions = conventions(POLICY);
    let failed = |description: &str| Status::Error(description.to_owned());
    for (status, course, error_type, wanted) in [
        (
            Status::Ok,
            Course::Sound,
            None,
            "status: span `order.place` has the status Ok, which is the application's to set; leave it unset [status]",
        ),
        (
            failed("no"),
            Course::Sound,
            None,
            "status: span `order.place` failed without an `error.type` [status]",
        ),
        (failed("no"), Course::Sound, Some("timeout"), ""),
        (
            failed("timeout"),
            Course::Sound,
            Some("timeout"),
            "status: the status description of span `order.place` only repeats `error.type`; leave it empty [status]",
        ),
        (failed(""), Course::Sound, Some("timeout"), ""),
        (
            Status::Unset,
            Course::Sound,
            Some("timeout"),
            "status: span `order.place` has an `error.type` but not the status Error [status]",
        ),
        (
            Status::Unset,
            Course::Orphan,
            None,
            "course: span `order.place` started without a parent; start its task with \
          `traced::task::spawn`, or say `root` if it is an entry point [orphan]",
        ),
        (
            Status::Unset,
            Course::LateChild,
            None,
            "course: span `order.place` was started after its parent had ended; start it with \
          `traced::task::spawn` or `traced::time::after` [late-child]",
        ),
        (
            Status::Unset,
            Course::ForeignParent,
            None,
            "course: span `order.place` ran under another trace than the one it was called in [foreign-parent]",
        ),
        (
            Status::Unset,
            Course::Unended,
            None,
            "course: span `order.place` never ended [unended]",
        ),
    ] {
        let mut span = recorded();
        span.status = Some((status, "status"));
        span.course = Some((course, "course"));
        let error_type = error_type.map(|error_type| with_value("error.type", string(error_type)));
        span.attributes.extend(error_type);
        span.attributes.push(key("traced.cancelled"));
        span.attributes.push(key("code.function.name"));
        assert_eq!(said(&span, &conventions).join("\n"), wanted);
        assert_eq!(said(&span, &Conventions::default()), [""; 0]);
    }
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
