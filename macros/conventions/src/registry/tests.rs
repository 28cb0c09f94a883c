//! Both formats, read from texts.

use std::fmt::Write as _;

use super::{Registry, RequirementLevel, SpanKind, ValueType};

fn read(text: &str) -> Result<Registry, String> {
    Registry::read([("r.yaml", text.as_bytes())]).map_err(|error| error.to_string())
}

/// The registry in a form that a test can show.
fn shown(registry: &Registry) -> String {
    let mut shown = String::new();
    for attribute in registry.attributes() {
        let template = if attribute.template { " template" } else { "" };
        let members: Vec<&str> = attribute.members.iter().map(|m| m.value.as_str()).collect();
        let _ = write!(
            shown,
            "{}: {}{template} {members:?} ({})",
            attribute.key, attribute.value_type, attribute.origin
        );
        if let Some(deprecated) = &attribute.deprecated {
            let _ = write!(shown, " -> {:?}", deprecated.renamed_to);
        }
        shown.push('\n');
    }
    for span in registry.spans() {
        let kind = span.kind.map_or("?", SpanKind::name);
        let _ = writeln!(shown, "span {} {kind} ({})", span.span_type, span.at);
        for attribute in &span.attributes {
            let _ = writeln!(
                shown,
                "  {} {:?} ({})",
                attribute.key, attribute.level, attribute.at
            );
        }
    }
    shown
}

#[test]
fn groups() {
    let registry = read(
        r#"groups:
  - id: registry.acme.order
    type: attribute_group
    brief: Orders
    display_name: Order
    attributes:
      - id: com.acme.order.id
        type: string
        stability: development
        brief: Order id
        examples: ["o-1"]
      - id: com.acme.order.state
        type:
          members:
            - {id: paid, value: paid, brief: paid, stability: development}
            - {id: open}
        stability: stable
        brief: State
      - id: com.acme.header
        type: template[string[]]
        stability: development
        brief: Headers
      - id: com.acme.old
        type: int
        stability: development
        brief: old
        deprecated: {reason: renamed, renamed_to: com.acme.order.id, note: "..."}
  - id: common
    type: attribute_group
    brief: What all have
    attributes:
      - ref: com.acme.order.id
        requirement_level: opt_in
      - ref: server.address
        requirement_level: {conditionally_required: if known}
  - id: span.acme.order.place
    type: span
    span_kind: server
    stability: development
    brief: Place an order
    extends: common
    attributes:
      - ref: com.acme.order.id
        requirement_level: required
        sampling_relevant: true
      - ref: server.address
"#,
    );
    assert_eq!(
        registry.map(|registry| shown(&registry)).as_deref(),
        Ok("com.acme.header: a list of strings template [] (r.yaml:19)
com.acme.old: an integer [] (r.yaml:23) -> Some(\"com.acme.order.id\")
com.acme.order.id: a string [] (r.yaml:7)
com.acme.order.state: a string [\"paid\", \"open\"] (r.yaml:12)
span acme.order.place server (r.yaml:36)
  com.acme.order.id Required (r.yaml:43)
  server.address ConditionallyRequired (r.yaml:34)
"),
    );
}

#[test]
fn definitions() {
    let registry = read(
        "file_format: definition/2
attributes:
  - {key: acme.id, type: string, stability: development, brief: Id}
  - {key: acme.size, type: int, stability: development, brief: Size}
attribute_groups:
  - id: acme.common
    visibility: internal
    attributes: [{ref: acme.id, requirement_level: required}, {ref: acme.size}]
imports:
  attribute_groups: [client.*]
spans:
  - type: acme.place
    kind: internal
    stability: development
    brief: Place
    name: {note: any}
    attributes:
      - ref_group: acme.common
      - ref_group: client.address
      - {ref: acme.size, requirement_level: required, sampling_relevant: true}
    entity_associations: [service.instance]
    annotations: {traced: {name: place}, other: 5}
span_refinements:
  - id: span.acme.place.vip
    ref: acme.place
    attributes: [{ref: acme.id, requirement_level: opt_in}]
",
    );
    let registry = registry.expect("a registry");
    assert_eq!(
        shown(&registry),
        "acme.id: a string [] (r.yaml:3)
acme.size: an integer [] (r.yaml:4)
span acme.place internal (r.yaml:12)
  acme.id Required (r.yaml:8)
  acme.size Required (r.yaml:20)
span acme.place.vip internal (r.yaml:24)
  acme.id OptIn (r.yaml:26)
  acme.size Required (r.yaml:20)
",
    );
    let place = registry.span("acme.place").expect("a span");
    let name = place.name.as_ref().and_then(|name| name.plain());
    assert_eq!(name, Some("place"));
    assert_eq!(place.attributes_of(RequirementLevel::Required).count(), 2);
}

#[test]
fn several_files_make_one_registry() {
    let v1 = "groups: [{id: a, type: attribute_group, brief: A, attributes: [{ref: x.y}]}]";
    let v2 = "{file_format: definition/2, attributes: [{key: x.y, type: 'int[]', brief: B}]}";
    let registry = Registry::read([("a", v1.as_bytes()), ("b", v2.as_bytes())]);
    let registry = registry.expect("a registry");
    let found = registry.attribute("x.y").map(|found| found.value_type);
    assert_eq!(found, ValueType::from_weaver("int[]").map(|it| it.0));
    let twice = Registry::read([("b", v2.as_bytes()), ("c", v2.as_bytes())]);
    assert_eq!(
        twice.map_err(|error| error.to_string()),
        Err("c:1: attribute `x.y` is defined twice, first at b:1".to_owned()),
    );
}

/// Texts that are put into `groups:` or stand alone, and what is said of them.
const MISTAKES: &[(&str, &str)] = &[
    (
        "",
        "r.yaml:1: a registry is a mapping of fields; this is empty",
    ),
    (
        "just text",
        "r.yaml:1: a registry is a mapping of fields; this is the text `just text`",
    ),
    (
        "{}",
        "r.yaml:1: nothing is defined here; a registry has `groups:` or `file_format: definition/2`",
    ),
    (
        "group: []",
        "r.yaml:1: a registry has no field `group`; did you mean `groups`?",
    ),
    (
        "groups: []\nspans: []",
        "r.yaml:2: a registry has no field `spans`; accepted are `groups`, `imports`",
    ),
    (
        "groups: 5",
        "r.yaml:1: `groups` is a list; this is the integer `5`",
    ),
    (
        "groups: [5]",
        "r.yaml:1: a group is a mapping of fields; this is the integer `5`",
    ),
    (
        "file_format: resolved/2",
        "r.yaml:1: the format `resolved/2` is not read; accepted are `definition/2`, and `groups:` without `file_format`",
    ),
    (
        "file_format: definition/2\ngroups: []",
        "r.yaml:2: a registry has no field `groups`; accepted are `attribute_groups`, `attributes`, \
         `entities`, `entity_refinements`, `event_refinements`, `events`, `file_format`, `imports`, \
         `metric_refinements`, `metrics`, `span_refinements`, `spans`",
    ),
    (
        "groups:\n- id: a\n  type: spam",
        "r.yaml:3: `spam` is none of `attribute_group`, `span`, `metric`, \
      `event`, `entity`, `resource`, `metric_group`, `scope`, `undefined`; did you mean `span`?",
    ),
    (
        "groups:\n- id: a\n  type: span\n  span_knd: client",
        "r.yaml:4: a group has no field `span_knd`; did you mean `span_kind`?",
    ),
    (
        "groups:\n- id: a\n  type: span\n  span_kind: clint",
        "r.yaml:4: `clint` is none of `internal`, `server`, \
      `client`, `producer`, `consumer`; did you mean `client`?",
    ),
    ("groups:\n- type: span", "r.yaml:2: a group has no `id`"),
    (
        "groups:\n- id: 5\n  type: span",
        "r.yaml:2: `id` is a text; this is the integer `5`",
    ),
    (
        "groups:\n- id: a b\n  type: span",
        "r.yaml:2: the id `a b` has a space in it",
    ),
    (
        "groups:\n- {id: a, type: span, prefix: http}",
        "r.yaml:2: `prefix` is no longer part of the format; write the whole key in each `id`",
    ),
    (
        "groups:\n- {id: a, type: span}\n- {id: a, type: span}",
        "r.yaml:3: group `a` is defined twice, first at r.yaml:2",
    ),
    (
        "groups:\n- {id: a, type: span}\n- {id: span.a, type: span}",
        "r.yaml:3: span `a` is defined twice, first at r.yaml:2",
    ),
    (
        "groups:\n- {id: a, type: span, id: b}",
        "r.yaml:2: `id` stands here a second time",
    ),
    (
        "groups:\n- {id: a, type: span, extends: base}",
        "r.yaml:2: no group or span `base` is defined",
    ),
    (
        "groups:\n- {id: a, type: span, extends: a}",
        "r.yaml:2: `a` refers to itself",
    ),
    (
        "groups:\n- {id: a, type: span, extends: b}\n- {id: b, type: span, extends: c}\n- {id: c, type: span, extends: b}",
        "r.yaml:4: `b` to `c` refers back to `b`",
    ),
    (
        "groups:\n- {id: common, type: attribute_group}\n- {id: a, type: span, extends: comon}",
        "r.yaml:3: no group or span `comon` is defined; did you mean `common`?",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{ref: http.rout}]}",
        "r.yaml:2: no attribute `http.rout` is defined; did you mean `http.route`?",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{id: x, type: string}, {id: x, type: int}]}",
        "r.yaml:2: attribute `x` is defined twice, first at r.yaml:2",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{id: x, ref: y}]}",
        "r.yaml:2: an attribute has `id` where it is defined or `ref` where it is used; this has both",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{id: x}]}",
        "r.yaml:2: attribute `x` has no `type`",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{id: x, type: int32}]}",
        "r.yaml:2: `int32` is no type; accepted are `string`, `int`, \
      `double`, `boolean`, these with `[]`, `any`, `template[..]` of these, and `members`",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{id: x, type: {members: []}}]}",
        "r.yaml:2: an enumeration has no `members`",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{id: x, type: {members: [{id: a, value: 1}, {id: b}]}}]}",
        "r.yaml:2: the member `b` is a string; those before it are an integer",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{ref: http.route, requirement_level: must}]}",
        "r.yaml:2: `must` is none of `required`, `recommended`, `opt_in`",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{ref: http.route, requirement_level: conditionally_required}]}",
        "r.yaml:2: `conditionally_required` needs its condition: `conditionally_required: if ..`",
    ),
    (
        "groups:\n- {id: a, type: span, annotations: {traced: {nam: x}}}",
        "r.yaml:2: `annotations.traced` has no field `nam`; did you mean `name`?",
    ),
    (
        "groups:\n- {id: a, type: span, annotations: {traced: {name: 'x {'}}}",
        "r.yaml:2: `x {` has a `{` without its `}`",
    ),
    (
        "groups:\n- {id: a, type: attribute_group, annotations: {traced: {name: x}}}",
        "r.yaml:2: `annotations.traced` has a meaning on spans only",
    ),
    (
        "groups:\n- {id: a, type: span, attributes: [{id: x, type: int, deprecated: {reason: renamed}}]}",
        "r.yaml:2: a deprecation has no `renamed_to`",
    ),
    (
        "file_format: definition/2\nspans:\n- {type: a, kind: client, attributes: [{key: x, type: int}]}",
        "r.yaml:3: here stands either `ref`, which names an attribute, or `ref_group`; attributes are \
         defined in `attributes` at the top of a file",
    ),
    (
        "file_format: definition/2\nattribute_groups:\n- {id: a, attributes: [{ref_group: b}]}\n- {id: b, attributes: [{ref_group: a}]}",
        "r.yaml:4: `a` to `b` refers back to `a`",
    ),
    (
        "file_format: definition/2\nspan_refinements:\n- {id: a, ref: http.client}",
        "r.yaml:3: no group or span `http.client` is defined",
    ),
];

#[test]
fn mistakes_are_one_error_with_its_line() {
    for (text, wanted) in MISTAKES {
        let message = read(text).map(|registry| shown(&registry));
        assert_eq!(message, Err((*wanted).to_owned()), "{text}");
    }
}

#[test]
fn fields_of_weaver_that_are_not_needed_are_accepted() {
    let text = "groups:\n- id: a\n  type: metric\n  metric_name: m\n  instrument: counter\n  unit: s\n  brief: B\n  \
                entity_associations: [x]\n  something_new: {of: Weaver}\n  attributes:\n  - ref: http.route\n    role: identifying\n";
    assert_eq!(read(text).map(|registry| registry.spans().len()), Ok(0));
}

#[test]
fn groups_that_double_cost_no_more_than_they_have() {
    let mut text = String::from("file_format: definition/2\nattribute_groups:\n");
    text.push_str("- {id: g0, attributes: [{ref: http.route}]}\n");
    for i in 1..60 {
        let below = i - 1;
        let _ = writeln!(
            text,
            "- {{id: g{i}, attributes: [{{ref_group: g{below}}}, {{ref_group: g{below}}}]}}"
        );
    }
    text.push_str("spans: [{type: s, kind: client, attributes: [{ref_group: g59}]}]\n");
    let registry = read(&text).expect("a registry");
    assert_eq!(registry.spans()[0].attributes.len(), 1);

    for i in 60..70 {
        let below = i - 1;
        let line = format!("- {{id: g{i}, attributes: [{{ref_group: g{below}}}]}}\nspans:");
        text = text.replace("spans:", &line);
    }
    let order: Vec<&str> = text.lines().collect();
    let (head, groups) = order.split_at(2);
    let reversed: Vec<&str> = groups[..70].iter().rev().copied().collect();
    let text = format!("{}\n{}\n", head.join("\n"), reversed.join("\n"));
    let error = read(&text).expect_err("too long a chain");
    assert!(
        error.ends_with("more than 64 groups refer one to the next"),
        "{error}"
    );
}
