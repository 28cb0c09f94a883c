//! Keys and values of attributes.

use traced::opentelemetry::trace::SpanKind;
use traced::opentelemetry::{Array, KeyValue, Value};
use traced::testing::{Conformance, Recorded, Rule};

use super::harness::{Team, at_each_level, one};

const GOVERNED: &str = "\
[attributes]
namespaces = [\"order\"]
forbid = [\"user.email\", \"*.password\"]

[registry]
path = \"registry.yaml\"
";

fn with(key: &'static str, value: impl Into<Value>) -> Recorded<()> {
    one("step", SpanKind::Internal, vec![KeyValue::new(key, value)])
}

#[test]
fn forbidden_attribute() {
    at_each_level(
        Rule::ForbiddenAttribute,
        GOVERNED,
        &with("user.email", "ada@example.org"),
        "attribute `user.email` must not be recorded (traced.toml:3)",
    );
    at_each_level(
        Rule::ForbiddenAttribute,
        GOVERNED,
        &with("shop.password", "secret"),
        "attribute `shop.password` must not be recorded: `*.password` is forbidden (traced.toml:3)",
    );
}

#[test]
fn attribute_style() {
    at_each_level(
        Rule::AttributeStyle,
        GOVERNED,
        &with("shop.visitorId", 1),
        "attribute `shop.visitorId` is not dotted snake_case; write `shop.visitor_id` (traced.toml:9)",
    );
    at_each_level(
        Rule::AttributeStyle,
        GOVERNED,
        &with("1st.visitor", 1),
        "attribute `1st.visitor` begins with a digit; begin it with a letter, as in `order.id` \
         (traced.toml:9)",
    );
    at_each_level(
        Rule::AttributeStyle,
        GOVERNED,
        &with("shop.größe", 1),
        "attribute `shop.größe` has `ö` in it; a key is spelt with `a` to `z`, digits, `_` and `.` \
         (traced.toml:9)",
    );
}

#[test]
fn unknown_attribute() {
    at_each_level(
        Rule::UnknownAttribute,
        GOVERNED,
        &with("order.idd", "o-1"),
        "attribute `order.idd` is not in the registry, which `order` is governed by; did you mean \
         `order.id`? (traced.toml:2)",
    );
    at_each_level(
        Rule::UnknownAttribute,
        GOVERNED,
        &with("http.response.status", 200),
        "attribute `http.response.status` is none of OpenTelemetry's, to which the namespace `http` \
         belongs; did you mean `http.response.status_code`? (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn deprecated_attribute() {
    at_each_level(
        Rule::DeprecatedAttribute,
        GOVERNED,
        &with("order.number", 1),
        "attribute `order.number` is deprecated; write `order.id` (registry.yaml:12)",
    );
    at_each_level(
        Rule::DeprecatedAttribute,
        GOVERNED,
        &with("http.status_code", 200),
        "attribute `http.status_code` is deprecated; write `http.response.status_code` \
         (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn attribute_type() {
    at_each_level(
        Rule::AttributeType,
        GOVERNED,
        &with("order.total", "9.50"),
        "attribute `order.total` is a float; this is a string (registry.yaml:7)",
    );
    let list = Value::Array(Array::I64(vec![200]));
    at_each_level(
        Rule::AttributeType,
        GOVERNED,
        &with("http.response.status_code", list),
        "attribute `http.response.status_code` is an integer; this is a list of integers \
         (OpenTelemetry semantic conventions 1.44.0)",
    );
}

#[test]
fn attribute_member() {
    at_each_level(
        Rule::AttributeMember,
        GOVERNED,
        &with("order.state", "payd"),
        "`payd` is none of the known values of `order.state`; did you mean `paid`? (registry.yaml:8)",
    );
}

#[test]
fn an_empty_list_has_no_type_and_what_was_set_again_counts() {
    let team = Team::new(GOVERNED);
    let empty = Value::Array(Array::String(Vec::new()));
    with("order.total", empty).assert_conforms_to(&team.conformance());
    let twice = vec![
        KeyValue::new("order.state", "payed"),
        KeyValue::new("order.state", "paid"),
    ];
    one("step", SpanKind::Internal, twice).assert_conforms_to(&team.conformance());
}

#[test]
fn without_a_policy_what_is_wrong_everywhere_is_wrong() {
    let conventions = Conformance::built_in();
    let levels = |recorded: &Recorded<()>| -> Vec<_> {
        let findings = recorded.findings(&conventions).into_iter();
        findings
            .map(|it| format!("{:?} {}", it.level, it.rule))
            .collect()
    };
    assert_eq!(levels(&with("shop.visitorId", 1)), ["Deny attribute-style"]);
    assert_eq!(
        levels(&with("http.method", "GET")),
        ["Warn deprecated-attribute"]
    );
    assert_eq!(levels(&with("http.route", 7)), ["Deny attribute-type"]);
    assert_eq!(levels(&with("http.rout", "/")), ["Warn unknown-attribute"]);
    assert_eq!(levels(&with("error.type", "whatever")), [""; 0]);
    assert_eq!(levels(&with("order.password", "x")), [""; 0]);
}
