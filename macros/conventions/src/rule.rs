//! The ids of the rules. They are words, part of every message, and stable.

use std::fmt;

/// A rule, named by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A span name says what kind of work is done, never on which thing: no placeholders, no ids.
    NameCardinality,
    /// A span name is written in the agreed style.
    NameStyle,
    /// The keys that `traced` and OpenTelemetry set themselves are not set by hand.
    ReservedAttribute,
    /// A key stands once on a span.
    DuplicateAttribute,
    /// A key is lower-case words joined by `_`, in namespaces joined by `.`.
    AttributeStyle,
}

impl Rule {
    /// Every rule.
    pub const ALL: &'static [Rule] = &[
        Rule::NameCardinality,
        Rule::NameStyle,
        Rule::ReservedAttribute,
        Rule::DuplicateAttribute,
        Rule::AttributeStyle,
    ];

    /// The id, as it stands in brackets at the end of a message.
    pub fn id(self) -> &'static str {
        match self {
            Rule::NameCardinality => "name-cardinality",
            Rule::NameStyle => "name-style",
            Rule::ReservedAttribute => "reserved-attribute",
            Rule::DuplicateAttribute => "duplicate-attribute",
            Rule::AttributeStyle => "attribute-style",
        }
    }

    /// The rule of that id. Rust identifiers have no hyphens, so `name_style` is accepted too.
    pub fn from_id(id: &str) -> Option<Self> {
        let id = id.replace('_', "-");
        Rule::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
