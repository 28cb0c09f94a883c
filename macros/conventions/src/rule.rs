//! The rules and how serious each is. Their ids are words, part of every message, and stable.

use std::fmt;

/// How serious a broken rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It does not compile; a test that checks it fails.
    Deny,
    /// It is said.
    Warn,
    /// It is not looked at.
    Allow,
}

/// A rule, named by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A span name says what kind of work is done, never on which thing: no placeholders, no ids.
    NameCardinality,
    /// A span name is written in the agreed style.
    NameStyle,
    /// A span name is no longer than agreed.
    NameLength,
    /// A span name starts with one of the agreed words.
    NamePrefix,
    /// A span is one of the registry.
    UnregisteredSpan,
    /// A span has the kind that the registry says.
    SpanKind,
    /// A span has the attributes that the registry requires.
    RequiredAttribute,
    /// A key that the policy forbids is not recorded.
    ForbiddenAttribute,
    /// The keys that `traced` and OpenTelemetry set themselves are not set by hand.
    ReservedAttribute,
    /// A key stands once on a span.
    DuplicateAttribute,
    /// A key is lower-case words joined by `_`, in namespaces joined by `.`.
    AttributeStyle,
    /// A key in a namespace that is governed is one of those defined there.
    UnknownAttribute,
    /// A key is not one that was given up.
    DeprecatedAttribute,
    /// A value has the type that is defined for its key.
    AttributeType,
    /// A value is one of those that are defined for its key.
    AttributeMember,
    /// Work that leaves a traced function takes its trace along.
    RawSpawn,
    /// The status and `error.type` of a span agree.
    Status,
    /// A span that is no entry point has a parent.
    Orphan,
    /// A span ends.
    Unended,
    /// A span starts before its parent ends.
    LateChild,
    /// A span runs in the trace in which it was started.
    ForeignParent,
}

/// A rule, its id, and its level without and with a policy.
type Row = (Rule, &'static str, Level, Level);

/// The rules in the order in which they are asked about one fact: the first that is broken is
/// reported.
const TABLE: &[Row] = {
    use Level::{Allow, Deny, Warn};
    &[
        (Rule::NameCardinality, "name-cardinality", Deny, Deny),
        (Rule::NameStyle, "name-style", Deny, Deny),
        (Rule::NameLength, "name-length", Allow, Deny),
        (Rule::NamePrefix, "name-prefix", Allow, Deny),
        (Rule::UnregisteredSpan, "unregistered-span", Allow, Deny),
        (Rule::SpanKind, "span-kind", Allow, Deny),
        (Rule::RequiredAttribute, "required-attribute", Allow, Deny),
        (Rule::ForbiddenAttribute, "forbidden-attribute", Allow, Deny),
        (Rule::ReservedAttribute, "reserved-attribute", Deny, Deny),
        (Rule::DuplicateAttribute, "duplicate-attribute", Deny, Deny),
        (Rule::AttributeStyle, "attribute-style", Deny, Deny),
        (Rule::UnknownAttribute, "unknown-attribute", Warn, Deny),
        (
            Rule::DeprecatedAttribute,
            "deprecated-attribute",
            Warn,
            Deny,
        ),
        (Rule::AttributeType, "attribute-type", Deny, Deny),
        (Rule::AttributeMember, "attribute-member", Allow, Warn),
        (Rule::RawSpawn, "raw-spawn", Warn, Warn),
        (Rule::Status, "status", Allow, Deny),
        (Rule::Orphan, "orphan", Allow, Deny),
        (Rule::Unended, "unended", Allow, Deny),
        (Rule::LateChild, "late-child", Allow, Deny),
        (Rule::ForeignParent, "foreign-parent", Allow, Deny),
    ]
};

impl Rule {
    /// Every rule, in the order in which they are asked about one fact.
    pub const ALL: &'static [Rule] = &{
        let mut all = [Rule::NameCardinality; TABLE.len()];
        let mut i = 0;
        while i < TABLE.len() {
            all[i] = TABLE[i].0;
            i += 1;
        }
        all
    };

    /// The id, as it stands in brackets at the end of a message.
    pub fn id(self) -> &'static str {
        self.row().1
    }

    /// How serious the rule is where nobody wrote a policy.
    pub fn level_without_policy(self) -> Level {
        self.row().2
    }

    /// How serious the rule is where there is a policy that says nothing of it.
    pub fn level_with_policy(self) -> Level {
        self.row().3
    }

    /// The rule of that id. Rust identifiers have no hyphens, so `name_style` is accepted too.
    pub fn from_id(id: &str) -> Option<Self> {
        let id = id.replace('_', "-");
        Rule::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn every_rule_has_its_row() {
        for (i, rule) in Rule::ALL.iter().copied().enumerate() {
            assert_eq!(rule as usize, i, "{rule}");
            assert_eq!(Rule::from_id(rule.id()), Some(rule));
            assert_eq!(Rule::from_id(&rule.id().replace('-', "_")), Some(rule));
        }
        assert_eq!(Rule::ALL.last().copied(), Some(Rule::ForeignParent));
        assert_eq!(Rule::from_id("name"), None);
    }
}
