//! Each rule as one line of a table: what is written, under which policy, and what is said.

mod attributes;
mod recorded;

use super::check;
use crate::{
    AttributeFact, Conventions, Fact, Level, Policy, Registry, Rule, SpanFacts, SpanKind, Stage,
    Status, Value,
};

const POLICY: &str = r#"[names]
prefixes = ["order", "payment"]
max_length = 20
require_registered = true
strip = "com.acme."

[attributes]
namespaces = ["order"]
forbid = ["user.email", "*.password"]

[registry]
path = "registry.yaml"

[levels]
raw-spawn = "deny"
"#;

const REGISTRY: &str = "file_format: definition/2
attributes:
- {key: order.id, type: string, brief: Id, stability: stable}
- {key: order.size, type: double, brief: Size, stability: stable}
- {key: order.old, type: string, brief: Old, stability: stable, deprecated: {reason: obsoleted, note: it is empty}}
- key: order.state
  type: {members: [{id: paid}, {id: open}]}
  brief: State
  stability: stable
- {key: order.label, type: 'template[string]', brief: Labels, stability: stable}
spans:
- type: com.acme.order.place
  kind: server
  brief: Place
  attributes:
  - {ref: order.id, requirement_level: required}
  - {ref: order.size, requirement_level: required}
- type: com.acme.order.list
  kind: internal
  brief: List
  annotations: {traced: {name: 'list {order.state}'}}
";

fn conventions(policy: &str) -> Conventions {
    let policy = Policy::read("traced.toml", policy.as_bytes()).expect("a policy");
    let registry = Registry::read([("registry.yaml", REGISTRY.as_bytes())]);
    Conventions::new(policy, registry.expect("a registry")).expect("conventions")
}

fn key(text: &str) -> AttributeFact<&'static str> {
    Fact::new(text, "key").into()
}

fn with_value(text: &str, value: Value) -> AttributeFact<&'static str> {
    AttributeFact::with_value(Fact::new(text, "key"), value, "value")
}

fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// A registered span with everything it must have.
fn sound() -> SpanFacts<&'static str> {
    SpanFacts {
        kind: Some((SpanKind::Server, "kind")),
        attributes: vec![
            with_value("order.id", string("o-1")),
            with_value("order.size", Value::Double(1.0)),
        ],
        ..SpanFacts::written(Fact::new("order.place", "name"))
    }
}

fn recorded() -> SpanFacts<&'static str> {
    SpanFacts {
        stage: Stage::Recorded,
        status: Some((Status::Unset, "status")),
        ..sound()
    }
}

fn said(span: &SpanFacts<&'static str>, conventions: &Conventions) -> Vec<String> {
    let findings = check(span, conventions);
    let said = findings.iter().map(|f| format!("{}: {f}", f.at));
    said.collect()
}

fn named(name: &str) -> SpanFacts<&'static str> {
    SpanFacts::written(Fact::new(name, "name"))
}

#[test]
fn a_span_that_is_right() {
    let conventions = conventions(POLICY);
    assert_eq!(said(&sound(), &conventions), [""; 0]);
    assert_eq!(said(&recorded(), &conventions), [""; 0]);
    assert_eq!(said(&sound(), &Conventions::default()), [""; 0]);
}

#[test]
fn one_finding_per_fact_and_all_facts() {
    let mut span = named("Order {id}");
    span.attributes = vec![key("Order.Id"), key("otel.kind"), key("size"), key("size")];
    assert_eq!(
        said(&span, &Conventions::default()),
        [
            "name: span name `Order {id}` has a placeholder, so every value would be a name of its own; \
             put the value in an attribute [name-cardinality]",
            "key: attribute `Order.Id` is not dotted snake_case; write `order.id` [attribute-style]",
            "key: attribute `otel.kind` is reserved; write the argument `kind = ..` [reserved-attribute]",
            "key: attribute `size` is given twice; remove one [duplicate-attribute]",
        ],
    );
    let allowed = Conventions::default().allowing(Rule::NameCardinality);
    assert_eq!(
        said(&named("Order {id}"), &allowed),
        ["name: span name `Order {id}` is not dotted snake_case; write `order_id` [name-style]"],
    );
}

#[test]
fn names() {
    let conventions = conventions(POLICY);
    for (name, wanted) in [
        ("order.place", None),
        (
            "Order.Place",
            Some(
                "name: span name `Order.Place` is not dotted snake_case; write `order.place` [name-style]",
            ),
        ),
        (
            "order.place_everything_now",
            Some(
                "name: span name `order.place_everything_now` has 26 characters; 20 are agreed (traced.toml:3) [name-length]",
            ),
        ),
        (
            "oder.place",
            Some(
                "name: span name `oder.place` starts with `oder`; did you mean `order`? (traced.toml:2) [name-prefix]",
            ),
        ),
        (
            "http.get",
            Some(
                "name: span name `http.get` starts with `http`; agreed are `order`, `payment` (traced.toml:2) [name-prefix]",
            ),
        ),
        (
            "order.plce",
            Some(
                "name: span `order.plce` is not in the registry; did you mean `order.place`, at registry.yaml:12? (traced.toml:4) [unregistered-span]",
            ),
        ),
        (
            "payment.take",
            Some(
                "name: span `payment.take` is not in the registry; define it there first (traced.toml:4) [unregistered-span]",
            ),
        ),
    ] {
        let mut span = sound();
        span.name.text = name.to_owned();
        span.kind = None;
        let said = said(&span, &conventions);
        let first = said.first().map(String::as_str);
        assert_eq!(first, wanted, "{name}");
    }
}

#[test]
fn a_name_from_an_identifier_is_judged_only_for_what_it_names() {
    let mut span = named("Ünlisted");
    span.name_is_written = false;
    assert_eq!(said(&span, &Conventions::default()), [""; 0]);
    span.name.text = "order.unlisted".to_owned();
    let said = said(&span, &conventions(POLICY));
    assert_eq!(said.len(), 1);
    assert!(said[0].ends_with("(traced.toml:4) [unregistered-span]"));
}

#[test]
fn kind_and_required_attributes() {
    let conventions = conventions(POLICY);
    let mut span = sound();
    span.kind = Some((SpanKind::Internal, "kind"));
    span.attributes.clear();
    assert_eq!(
        said(&span, &conventions),
        [
            "kind: span `order.place` is `server` in the registry; this is `internal` (registry.yaml:12) [span-kind]",
            "name: span `order.place` lacks `order.id` and `order.size`, which the registry requires (registry.yaml:16) [required-attribute]",
        ],
    );
}

#[test]
fn levels() {
    let conventions = conventions("[levels]\nname-style = \"warn\"\nattribute-style = 'allow'\n");
    let mut span = named("X");
    span.attributes = vec![key("Y"), key("http.method")];
    let findings = check(&span, &conventions);
    let levels: Vec<_> = findings.iter().map(|f| (f.rule, f.level)).collect();
    assert_eq!(
        levels,
        [
            (Rule::NameStyle, Level::Warn),
            (Rule::DeprecatedAttribute, Level::Deny)
        ]
    );
    assert_eq!(
        findings[0].to_string(),
        "span name `X` is not dotted snake_case; write `x` (traced.toml:2) [name-style]"
    );
    let findings = check(&span, &conventions.lenient());
    let levels: Vec<_> = findings.iter().map(|f| (f.rule, f.level)).collect();
    assert_eq!(levels, [(Rule::NameStyle, Level::Warn)]);
    let findings = check(&span, &Conventions::default());
    assert_eq!(findings[2].level, Level::Warn);
}
