//! OpenTelemetry's attributes, as the registry would have them.

use crate::Origin;
use crate::registry::{AttributeConvention, Deprecation, Member, Primitive, Stability, ValueType};

/// One attribute per line, sorted by key: key, type, stability, members joined by `|`, reason of
/// deprecation, key that takes its place. Written by the example `semconv_table`.
const TABLE: &str = include_str!("attributes.tsv");

/// The attribute of that key, templates included: `http.request.header.x-id` is one.
pub fn attribute(key: &str) -> Option<AttributeConvention> {
    if let Some(line) = line(key) {
        return Some(convention(line));
    }
    let mut end = key.len();
    while let Some(dot) = key[..end].rfind('.') {
        let template = line(&key[..dot]).map(convention);
        let names_data = dot + 1 < key.len();
        if let Some(template) = template.filter(|found| found.template && names_data) {
            return Some(template);
        }
        end = dot;
    }
    None
}

/// Every key, sorted.
pub fn keys() -> impl Iterator<Item = &'static str> {
    TABLE.lines().skip(1).map(key_of)
}

/// Whether OpenTelemetry has attributes below this first segment of a key.
pub fn is_namespace(segment: &str) -> bool {
    let below = format!("{segment}.");
    let start = first_not_before(&below);
    !segment.is_empty() && TABLE[start..].starts_with(&below)
}

fn line(key: &str) -> Option<&'static str> {
    let rest = &TABLE[first_not_before(key)..];
    let line = rest.lines().next()?;
    // The heading is no attribute.
    (key_of(line) == key && !line.starts_with('#')).then_some(line)
}

/// Where the first line starts whose key is `key` or sorts after it, by bisection. The heading
/// sorts before every key.
fn first_not_before(key: &str) -> usize {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = TABLE[..middle].rfind('\n').map_or(0, |newline| newline + 1);
        let end = TABLE[middle..]
            .find('\n')
            .map_or(TABLE.len(), |newline| middle + newline + 1);
        if key_of(&TABLE[start..end]) < key {
            low = end;
        } else {
            high = start;
        }
    }
    low
}

fn key_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

fn convention(line: &str) -> AttributeConvention {
    let mut columns = line.split('\t');
    let mut column = || columns.next().unwrap_or_default();
    let key = column().to_owned();
    let (value_type, template) = value_type(column());
    let stability = stability(column());
    let members = column();
    let (reason, renamed_to) = (column(), column());
    AttributeConvention {
        key,
        value_type,
        template,
        members: members.split('|').filter_map(member).collect(),
        stability,
        deprecated: (!reason.is_empty()).then(|| Deprecation {
            renamed_to: (!renamed_to.is_empty()).then(|| renamed_to.to_owned()),
            note: None,
        }),
        origin: Origin::SemanticConventions,
    }
}

fn member(value: &str) -> Option<Member> {
    (!value.is_empty()).then(|| Member {
        value: value.to_owned(),
        deprecated: false,
    })
}

fn value_type(column: &str) -> (ValueType, bool) {
    match column {
        "enum_string" => (ValueType::One(Primitive::String), false),
        "enum_int" => (ValueType::One(Primitive::Int), false),
        weaver => ValueType::from_weaver(weaver).unwrap_or((ValueType::Any, false)),
    }
}

fn stability(column: &str) -> Stability {
    match column {
        "stable" => Stability::Stable,
        "release_candidate" => Stability::ReleaseCandidate,
        "beta" => Stability::Beta,
        "alpha" => Stability::Alpha,
        _ => Stability::Development,
    }
}

#[cfg(test)]
mod tests {
    use super::{TABLE, attribute, is_namespace, keys, line};
    use crate::registry::{Primitive, ValueType};

    #[test]
    fn the_table_is_sorted_and_complete() {
        assert!(TABLE.is_ascii());
        assert!(TABLE.starts_with("# key\ttype\t"));
        let keys: Vec<&str> = keys().collect();
        assert_eq!(keys.len(), 940);
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        for key in &keys {
            assert!(line(key).is_some(), "{key}");
        }
    }

    #[test]
    fn the_table_is_well_formed() {
        let stabilities = [
            "development",
            "alpha",
            "beta",
            "release_candidate",
            "stable",
        ];
        let is_key = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_');
        for line in TABLE.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [key, kind, stability, members, reason, renamed_to] = columns[..] else {
                panic!("{line}");
            };
            assert!(key.chars().all(is_key), "{line}");
            assert!(stabilities.contains(&stability), "{line}");
            assert_eq!(kind.starts_with("enum_"), !members.is_empty(), "{line}");
            if !kind.starts_with("enum_") {
                assert!(ValueType::from_weaver(kind).is_some(), "{line}");
            }
            assert!(members.is_empty() || members.split('|').all(|m| !m.is_empty()));
            let reasons = ["", "removed", "renamed"];
            assert!(reasons.contains(&reason), "{line}");
            assert_eq!(reason == "renamed", !renamed_to.is_empty(), "{line}");
            let current = attribute(renamed_to).is_some_and(|to| to.deprecated.is_none());
            assert!(renamed_to.is_empty() || current, "{line}");
        }
    }

    #[test]
    fn attributes_are_found() {
        let status = attribute("http.response.status_code").expect("an attribute");
        assert_eq!(status.value_type, ValueType::One(Primitive::Int));
        let method = attribute("http.request.method").expect("an attribute");
        assert!(method.member("GET").is_some() && method.member("get").is_none());
        let old = attribute("http.method").and_then(|old| old.deprecated);
        let renamed_to = old.and_then(|old| old.renamed_to);
        assert_eq!(renamed_to.as_deref(), Some("http.request.method"));
        for absent in [
            "",
            "# key",
            "a",
            "zz",
            "http",
            "http.request.methods",
            "größe",
        ] {
            assert_eq!(attribute(absent), None, "{absent}");
        }
    }

    #[test]
    fn templates_take_one_more_segment() {
        for (key, template) in [
            ("http.request.header.x-id", Some("http.request.header")),
            (
                "k8s.pod.label.app.kubernetes.io/name",
                Some("k8s.pod.label"),
            ),
            ("http.request.header", Some("http.request.header")),
            ("http.request.header.", None),
            ("http.request.method.x", None),
        ] {
            let found = attribute(key).map(|found| found.key);
            assert_eq!(found.as_deref(), template, "{key}");
        }
    }

    #[test]
    fn namespaces() {
        for namespace in ["http", "android", "zos", "user_agent"] {
            assert!(is_namespace(namespace), "{namespace}");
        }
        for other in ["", "htt", "https", "order", "state", "zzz", "#"] {
            assert!(!is_namespace(other), "{other}");
        }
    }
}
