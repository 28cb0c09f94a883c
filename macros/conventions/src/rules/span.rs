//! Rules about a span whose type is known: its kind, and the attributes that it must have.

use super::{Broken, Subject, key};
use crate::{Finding, Origin, RequirementLevel, Rule, semconv};

impl<L: Clone> Subject<'_, L> {
    pub(super) fn kind(&self) -> Option<Finding<L>> {
        let (kind, at) = self.facts.kind.as_ref()?;
        self.first(at, &[Rule::SpanKind], |_| {
            let name = &self.facts.name.text;
            if let Some(rules) = self.semantic {
                return (!rules.kinds.contains(kind)).then(|| {
                    let kinds: Vec<String> =
                        rules.kinds.iter().map(|kind| format!("`{kind}`")).collect();
                    // One that has no name stands for all that have something in common.
                    let span = match name.as_str() {
                        "" => "this span".to_owned(),
                        name => format!("span `{name}`"),
                    };
                    let message = format!(
                        "{span} is `{kind}`; {} is {}",
                        rules.what,
                        kinds.join(" or ")
                    );
                    Broken::by(Origin::SemanticConventions, message)
                });
            }
            let registered = self.registered?;
            let wanted = registered.kind?;
            (wanted != *kind).then(|| {
                let message =
                    format!("span `{name}` is `{wanted}` in the registry; this is `{kind}`");
                Broken::by(registered.at.clone(), message)
            })
        })
    }

    pub(super) fn required(&self) -> Option<Finding<L>> {
        self.first(&self.facts.name.at, &[Rule::RequiredAttribute], |_| {
            let name = &self.facts.name.text;
            let is_missing = |key: &&str| self.facts.attribute(key).is_none();
            if let Some(rules) = self.semantic {
                // In source code the adapter's half of the attributes is not to be seen.
                let value = |key: &str| self.value(key);
                let is_missing = |key: &&str| {
                    let later = semconv::renamed_later(key);
                    is_missing(key) && later.is_none_or(|later| is_missing(&later))
                };
                let required = rules.required_with(&value);
                let missing: Vec<&str> = required.filter(is_missing).collect();
                let judged = !self.is_written() && self.kind_is(rules.kinds);
                return (judged && !missing.is_empty()).then(|| {
                    let message = format!(
                        "span `{name}` lacks {}, which {} must have",
                        listed(&missing),
                        rules.what
                    );
                    Broken::by(Origin::SemanticConventions, message)
                });
            }
            let registered = self.registered?;
            let required = registered.attributes_of(RequirementLevel::Required);
            // What the runtime sets cannot be written.
            let set_by_hand = |key: &str| !self.is_written() || key::reserved(key).is_none();
            let missing = required.filter(|attribute| {
                is_missing(&attribute.key.as_str()) && set_by_hand(&attribute.key)
            });
            let missing: Vec<_> = missing.collect();
            let first = missing.first()?;
            let keys: Vec<&str> = missing.iter().map(|it| it.key.as_str()).collect();
            Some(Broken::by(
                first.at.clone(),
                format!(
                    "span `{name}` lacks {}, which the registry requires",
                    listed(&keys)
                ),
            ))
        })
    }
}

/// `a`, `b` and `c` in code quotes.
fn listed(keys: &[&str]) -> String {
    let Some((last, rest)) = keys.split_last() else {
        return String::new();
    };
    let rest: Vec<String> = rest.iter().map(|key| format!("`{key}`")).collect();
    match rest.as_slice() {
        [] => format!("`{last}`"),
        rest => format!("{} and `{last}`", rest.join(", ")),
    }
}
