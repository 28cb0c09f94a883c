//! Rules about keys and values.

use super::{POLICY, conventions, key, said, sound, string, with_value};
use crate::registry::{Primitive, ValueType};
use crate::{Conventions, Value};

#[test]
fn keys() {
    let conventions = conventions(POLICY);
    let without = Conventions::default();
    for (text, with_policy, without_policy) in [
        (
            "user.email",
            "attribute `user.email` must not be recorded (traced.toml:9) [forbidden-attribute]",
            "",
        ),
        (
            "db.password",
            "attribute `db.password` must not be recorded: `*.password` is forbidden (traced.toml:9) [forbidden-attribute]",
            "attribute `db.password` is none of OpenTelemetry's, to which the namespace `db` belongs; \
             choose a namespace of your own (OpenTelemetry semantic conventions 1.44.0) [unknown-attribute]",
        ),
        (
            "order.idd",
            "attribute `order.idd` is not in the registry, which `order` is governed by; \
             did you mean `order.id`? (traced.toml:8) [unknown-attribute]",
            "",
        ),
        (
            "order.colour",
            "attribute `order.colour` is not in the registry, which `order` is governed by; \
             define it there first (traced.toml:8) [unknown-attribute]",
            "",
        ),
        (
            "http.rout",
            "attribute `http.rout` is none of OpenTelemetry's, to which the namespace `http` belongs; \
             did you mean `http.route`? (OpenTelemetry semantic conventions 1.44.0) [unknown-attribute]",
            "attribute `http.rout` is none of OpenTelemetry's, to which the namespace `http` belongs; \
             did you mean `http.route`? (OpenTelemetry semantic conventions 1.44.0) [unknown-attribute]",
        ),
        (
            "order.old",
            "attribute `order.old` is deprecated: it is empty (registry.yaml:5) [deprecated-attribute]",
            "",
        ),
        (
            "http.method",
            "attribute `http.method` is deprecated; write `http.request.method` \
             (OpenTelemetry semantic conventions 1.44.0) [deprecated-attribute]",
            "attribute `http.method` is deprecated; write `http.request.method` \
             (OpenTelemetry semantic conventions 1.44.0) [deprecated-attribute]",
        ),
        (
            "k8s.pod.labels.app",
            "attribute `k8s.pod.labels.app` is deprecated; write `k8s.pod.label.app` \
             (OpenTelemetry semantic conventions 1.44.0) [deprecated-attribute]",
            "attribute `k8s.pod.labels.app` is deprecated; write `k8s.pod.label.app` \
             (OpenTelemetry semantic conventions 1.44.0) [deprecated-attribute]",
        ),
        (
            "order.label.Any-Thing",
            "",
            "attribute `order.label.Any-Thing` is not dotted snake_case; \
          write `order.label.any_thing` [attribute-style]",
        ),
        ("http.request.header.x-id", "", ""),
        ("customer", "", ""),
        ("customer.name", "", ""),
    ] {
        for (conventions, wanted) in [(&conventions, with_policy), (&without, without_policy)] {
            let mut span = sound();
            span.attributes.push(key(text));
            let said = said(&span, conventions).join("\n");
            let wanted = if wanted.is_empty() {
                String::new()
            } else {
                format!("key: {wanted}")
            };
            assert_eq!(said, wanted, "{text}");
        }
    }
}

#[test]
fn values() {
    let conventions = conventions(POLICY);
    for (text, value, wanted) in [
        (
            "http.response.status_code",
            string("200"),
            "value: attribute `http.response.status_code` is an integer; this is a string (OpenTelemetry semantic conventions 1.44.0) [attribute-type]",
        ),
        (
            "order.weight",
            Value::Boolean(true),
            "key: attribute `order.weight` is not in the registry, which `order` is governed by; \
          define it there first (traced.toml:8) [unknown-attribute]",
        ),
        (
            "order.state",
            string("payd"),
            "value: `payd` is none of the known values of `order.state`; did you mean `paid`? (registry.yaml:6) [attribute-member]",
        ),
        (
            "order.state",
            string("lost"),
            "value: `lost` is none of the known values of `order.state`; known are `paid`, `open` (registry.yaml:6) [attribute-member]",
        ),
        ("order.state", string("open"), ""),
        (
            "order.state",
            Value::Of(ValueType::One(Primitive::String)),
            "",
        ),
        (
            "order.label.x",
            Value::Int(1),
            "value: attribute `order.label.x` is a string; this is an integer (registry.yaml:10) [attribute-type]",
        ),
        (
            "http.request.header.x",
            string("a"),
            "value: attribute `http.request.header.x` is a list of strings; this is a string \
          (OpenTelemetry semantic conventions 1.44.0) [attribute-type]",
        ),
        ("anything", Value::Int(1), ""),
    ] {
        let mut span = sound();
        span.attributes.push(with_value(text, value));
        assert_eq!(said(&span, &conventions).join("\n"), wanted, "{text}");
    }
    let mut span = sound();
    span.attributes[1] = with_value("order.size", Value::Int(3));
    assert_eq!(
        said(&span, &conventions),
        [
            "value: attribute `order.size` is a float; this is an integer; write `3.0` (registry.yaml:4) [attribute-type]"
        ],
    );
}
