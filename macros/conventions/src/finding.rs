//! What comes out of the rules.

use std::fmt;

use crate::{Level, Origin, Rule};

/// A rule that is broken, in words for the person who broke it.
///
/// Its `Display` is the message, what decided in parentheses, and the rule's id in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<L> {
    /// The broken rule.
    pub rule: Rule,
    /// How serious the policy says it is; never [`Level::Allow`].
    pub level: Level,
    /// What is wrong and what to write instead.
    pub message: String,
    /// The line of the policy or the registry that decided, where one did.
    pub decided: Option<Origin>,
    /// The location of the fact that is wrong.
    pub at: L,
}

impl<L> fmt::Display for Finding<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(decided) = &self.decided {
            write!(f, " ({decided})")?;
        }
        write!(f, " [{}]", self.rule)
    }
}
