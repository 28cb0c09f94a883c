//! What goes into the rules and what comes out of them.

use std::fmt;

use crate::{Level, Rule};

/// A piece of text that rules judge, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<L> {
    /// The text: a span name or an attribute key.
    pub text: String,
    /// Where a finding about it is to be shown.
    pub at: L,
}

impl<L> Fact<L> {
    /// A text and its place.
    pub fn new(text: impl Into<String>, at: L) -> Self {
        Fact {
            text: text.into(),
            at,
        }
    }
}

/// What is known of one span where the rules run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanFacts<L> {
    /// The span's name, or `None` where it is right by construction: a name that was made from an
    /// identifier is converted to the style and not judged.
    pub name: Option<Fact<L>>,
    /// The attribute keys in the order in which they are written.
    pub attributes: Vec<Fact<L>>,
}

/// A rule that is broken, in words for the person who broke it.
///
/// Its `Display` is the message followed by the rule's id in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<L> {
    /// The broken rule.
    pub rule: Rule,
    /// How serious the policy says it is; never [`Level::Allow`].
    pub level: Level,
    /// What is wrong and what to write instead.
    pub message: String,
    /// The location of the fact that is wrong.
    pub at: L,
}

impl<L> fmt::Display for Finding<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message, self.rule)
    }
}
