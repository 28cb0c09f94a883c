//! The rules, one family per file, and the order in which they are asked.
//!
//! A rule is a function from a fact to what is wrong with it. One finding per fact: the first rule
//! of [`Rule::ALL`] that is broken and that the policy does not allow to be broken. Findings about
//! different facts are all reported.

mod attribute;
mod key;
mod name;
mod recorded;
mod span;
mod value;

#[cfg(test)]
mod tests;

use crate::registry::SpanConvention;
use crate::semconv::{self, SpanRules};
use crate::{
    AttributeFact, Conventions, Finding, Level, Origin, Policy, Rule, SpanFacts, SpanKind, Stage,
};

/// Judges a span. Findings are in the order of the facts: name, kind, attributes, status, courses.
pub fn check<L: Clone>(span: &SpanFacts<L>, conventions: &Conventions) -> Vec<Finding<L>> {
    let subject = Subject::new(span, conventions);
    let mut findings = Vec::new();
    findings.extend(subject.name());
    findings.extend(subject.kind());
    findings.extend(subject.required());
    let keys = (0..span.attributes.len()).filter_map(|i| subject.attribute(i));
    findings.extend(keys);
    findings.extend(subject.status());
    findings.extend(subject.courses());
    findings
}

/// What is wrong with a fact.
struct Broken {
    message: String,
    decided: Option<Origin>,
}

impl Broken {
    /// A rule that holds for everyone.
    fn always(message: impl Into<String>) -> Self {
        Broken {
            message: message.into(),
            decided: None,
        }
    }

    /// A rule that a line of a file decided.
    fn by(origin: impl Into<Origin>, message: impl Into<String>) -> Self {
        Broken {
            message: message.into(),
            decided: Some(origin.into()),
        }
    }
}

/// A span, what it is judged by, and its type.
struct Subject<'s, L> {
    facts: &'s SpanFacts<L>,
    conventions: &'s Conventions,
    /// The span's type in OpenTelemetry's conventions, if it is of one.
    semantic: Option<&'static SpanRules>,
    /// The span's type in the registry, if it is of one.
    registered: Option<&'s SpanConvention>,
}

impl<'s, L: Clone> Subject<'s, L> {
    fn new(facts: &'s SpanFacts<L>, conventions: &'s Conventions) -> Self {
        let kind = facts.kind.as_ref().map(|(kind, _)| *kind);
        let value = |key: &str| text_of(facts.attribute(key));
        let name = facts.name.text.as_str();
        Subject {
            facts,
            conventions,
            semantic: semconv::span_rules(|key| facts.attribute(key).is_some(), &value, kind),
            registered: match facts.stage {
                Stage::Written => conventions.span(name),
                Stage::Recorded => conventions.recorded_span(name, value),
            },
        }
    }

    fn policy(&self) -> &'s Policy {
        self.conventions.policy()
    }

    fn is_written(&self) -> bool {
        self.facts.stage == Stage::Written
    }

    fn kind_is(&self, kinds: &[SpanKind]) -> bool {
        let kind = self.facts.kind.as_ref();
        kind.is_some_and(|(kind, _)| kinds.contains(kind))
    }

    /// The value of an attribute as text.
    fn value(&self, key: &str) -> Option<String> {
        text_of(self.facts.attribute(key))
    }

    /// The first of `rules` that is broken and not allowed to be, as a finding at `at`.
    fn first(
        &self,
        at: &L,
        rules: &[Rule],
        broken: impl Fn(Rule) -> Option<Broken>,
    ) -> Option<Finding<L>> {
        let policy = self.policy();
        let asked = rules.iter().map(|rule| (*rule, policy.level(*rule)));
        let mut asked = asked.filter(|(_, level)| *level != Level::Allow);
        asked.find_map(|(rule, level)| {
            let Broken { message, decided } = broken(rule)?;
            let level_at = policy.level_at(rule).cloned();
            Some(Finding {
                rule,
                level,
                message,
                decided: decided.or(level_at.map(Origin::File)),
                at: at.clone(),
            })
        })
    }
}

fn text_of<L>(attribute: Option<&AttributeFact<L>>) -> Option<String> {
    let (value, _) = attribute?.value.as_ref()?;
    value.as_text()
}
