//! What is agreed on a span.

use super::{NamePattern, RequirementLevel};
use crate::{Deprecation, Place};

/// A type of span that a registry defines.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanConvention {
    /// The type, `order.place`: in v1 the group's id without `span.`.
    pub span_type: String,
    /// The kind that spans of this type have, if the registry says one.
    pub kind: Option<SpanKind>,
    /// Every attribute that is named for it, sorted by key.
    pub attributes: Vec<SpanAttribute>,
    /// How its spans are named where that is not the type: `annotations.traced.name`.
    pub name: Option<NamePattern>,
    /// Whether, and for what, it is given up.
    pub deprecated: Option<Deprecation>,
    /// Where it is defined.
    pub at: Place,
}

impl SpanConvention {
    /// The attributes of that level.
    pub fn attributes_of(&self, level: RequirementLevel) -> impl Iterator<Item = &SpanAttribute> {
        let attributes = self.attributes.iter();
        attributes.filter(move |attribute| attribute.level == level)
    }
}

/// An attribute of a type of span.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanAttribute {
    /// The key.
    pub key: String,
    /// How much it is wanted.
    pub level: RequirementLevel,
    /// Where this level was decided.
    pub at: Place,
}

/// The kind of a span, in the words of OpenTelemetry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum SpanKind {
    #[default]
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

impl SpanKind {
    /// Its name: `internal`.
    pub fn name(self) -> &'static str {
        let found = KINDS.iter().find(|(_, kind)| *kind == self);
        found.map_or("internal", |(name, _)| name)
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = KINDS.iter().find(|(known, _)| *known == name);
        found.map(|(_, kind)| *kind)
    }
}

impl std::fmt::Display for SpanKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

pub(super) const KINDS: &[(&str, SpanKind)] = &[
    ("internal", SpanKind::Internal),
    ("server", SpanKind::Server),
    ("client", SpanKind::Client),
    ("producer", SpanKind::Producer),
    ("consumer", SpanKind::Consumer),
];
