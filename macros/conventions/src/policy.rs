//! The policy: the style of names, and how serious each rule is.

use std::collections::BTreeMap;

use crate::{Rule, Style};

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

/// What a team agreed on. The default is what holds where nobody wrote a policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    style: Style,
    levels: BTreeMap<Rule, Level>,
}

impl Policy {
    /// The style of span names.
    pub fn style(&self) -> Style {
        self.style
    }

    /// How serious `rule` is.
    pub fn level(&self, rule: Rule) -> Level {
        self.levels.get(&rule).copied().unwrap_or(Level::Deny)
    }

    /// This policy without `rule`, for the one place that asked for an exception.
    #[must_use]
    pub fn allowing(mut self, rule: Rule) -> Self {
        self.levels.insert(rule, Level::Allow);
        self
    }
}
