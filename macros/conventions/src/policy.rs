//! The policy: what a team agreed on in its `traced.toml`, line by line.

use std::collections::BTreeMap;

use crate::{Level, Place, Rule, Style};

/// A setting and the line that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// What is set.
    pub value: T,
    /// Where.
    pub at: Place,
}

/// What a team agreed on. The default is what holds where nobody wrote a policy.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// `[names]`.
    pub names: NamePolicy,
    /// `[attributes]`.
    pub attributes: AttributePolicy,
    /// `[errors] text`.
    pub error_text: ErrorText,
    /// `[registry] path`, as it is written: relative to the folder of the file.
    pub registry: Option<Setting<String>>,
    pub(crate) levels: BTreeMap<Rule, Setting<Level>>,
    /// Rules of which the code itself asked for an exception.
    pub(crate) allowed: Vec<Rule>,
    /// Whether somebody wrote a policy.
    pub(crate) is_written: bool,
    /// Whether it must not break a build, for the code is somebody else's dependency.
    pub(crate) is_lenient: bool,
}

/// What is agreed on the names of spans.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NamePolicy {
    /// How names are spelt.
    pub style: Option<Setting<Style>>,
    /// The first segments that are allowed; absent: any.
    pub prefixes: Option<Setting<Vec<String>>>,
    /// The most characters of a name.
    pub max_length: Option<Setting<usize>>,
    /// Every name is that of a span of the registry.
    pub require_registered: Option<Setting<bool>>,
    /// What the types of the registry start with and names do not.
    pub strip: Option<Setting<String>>,
}

/// What is agreed on the keys of attributes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AttributePolicy {
    /// Namespaces below which every key is one of the registry.
    pub namespaces: Vec<Setting<String>>,
    /// Keys, or patterns with `*`, that are not recorded.
    pub forbid: Vec<Setting<String>>,
}

/// Whether the text of an error is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ErrorText {
    /// In the status and in events.
    #[default]
    Record,
    /// Nowhere: status and events carry `error.type` only.
    Omit,
}

impl Policy {
    /// The style of span names.
    pub fn style(&self) -> Style {
        let style = self.names.style.as_ref();
        style.map_or(Style::default(), |style| style.value)
    }

    /// How serious `rule` is.
    pub fn level(&self, rule: Rule) -> Level {
        if self.allowed.contains(&rule) {
            return Level::Allow;
        }
        let level = match self.levels.get(&rule) {
            Some(level) => level.value,
            None if self.is_written => rule.level_with_policy(),
            None => rule.level_without_policy(),
        };
        match level {
            Level::Deny if self.is_lenient => Level::Allow,
            level => level,
        }
    }

    /// The line of `[levels]` that speaks of `rule`.
    pub fn level_at(&self, rule: Rule) -> Option<&Place> {
        self.levels.get(&rule).map(|level| &level.at)
    }

    /// Whether every name has to be that of a span of the registry, and where that is said.
    pub(crate) fn requires_registered(&self) -> Option<&Place> {
        let required = self.names.require_registered.as_ref();
        required.filter(|it| it.value).map(|it| &it.at)
    }
}
