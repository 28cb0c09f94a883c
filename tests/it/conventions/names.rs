//! Names and kinds.

use traced::opentelemetry::KeyValue;
use traced::opentelemetry::trace::SpanKind;
use traced::testing::{Rule, record_sync};

use super::harness::{Team, at_each_level, named, one, sound};

const REGISTERED: &str = "\
[names]
require_registered = true

[registry]
path = \"registry.yaml\"
";

#[test]
fn a_span_that_keeps_all_rules() {
    let policy = format!(
        "{REGISTERED}\n[attributes]\nnamespaces = [\"order\"]\nforbid = [\"user.email\"]\n"
    );
    let team = Team::new(&policy);
    let recorded = record_sync(|| sound(|| ()));
    recorded.assert_conforms_to(&team.conformance());
    assert_eq!(recorded.findings(&team.conformance()), []);
}

#[test]
fn name_style() {
    at_each_level(
        Rule::NameStyle,
        "[names]\nstyle = \"dotted.snake_case\"\n",
        &named("Place Order!"),
        "span name `Place Order!` is not dotted snake_case; write `place_order` (traced.toml:2)",
    );
    at_each_level(
        Rule::NameStyle,
        "[names]\nstyle = \"dotted.snake_case\"\n",
        &named("2nd.order"),
        "span name `2nd.order` begins with a digit; begin it with a letter, as in `order.place` \
         (traced.toml:2)",
    );
}

#[test]
fn name_length() {
    at_each_level(
        Rule::NameLength,
        "[names]\nmax_length = 8\n",
        &named("order.place"),
        "span name `order.place` has 11 characters; 8 are agreed (traced.toml:2)",
    );
}

#[test]
fn name_prefix() {
    at_each_level(
        Rule::NamePrefix,
        "[names]\nprefixes = [\"order\", \"stock\"]\n",
        &named("oder.place"),
        "span name `oder.place` starts with `oder`; did you mean `order`? (traced.toml:2)",
    );
}

#[test]
fn unregistered_span() {
    at_each_level(
        Rule::UnregisteredSpan,
        REGISTERED,
        &named("order.plce"),
        "span `order.plce` is not in the registry; did you mean `order.place`, at \
         registry.yaml:18? (traced.toml:2)",
    );
}

#[test]
fn span_kind() {
    let attributes = vec![
        KeyValue::new("order.id", "o-1"),
        KeyValue::new("order.total", 9.5),
    ];
    at_each_level(
        Rule::SpanKind,
        REGISTERED,
        &one("order.place", SpanKind::Internal, attributes),
        "span `order.place` is `server` in the registry; this is `internal` (registry.yaml:18)",
    );
}

#[test]
fn required_attribute() {
    at_each_level(
        Rule::RequiredAttribute,
        REGISTERED,
        &one("order.place", SpanKind::Server, Vec::new()),
        "span `order.place` lacks `order.id` and `order.total`, which the registry requires \
         (registry.yaml:24)",
    );
}
