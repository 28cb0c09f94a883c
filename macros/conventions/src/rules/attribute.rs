//! Which rules are asked about an attribute: about its key one finding, about its value one.

use super::{Broken, Subject, key, value};
use crate::{Finding, Rule};

const KEY_RULES: &[Rule] = &[
    Rule::ForbiddenAttribute,
    Rule::ReservedAttribute,
    Rule::DuplicateAttribute,
    Rule::AttributeStyle,
    Rule::UnknownAttribute,
    Rule::DeprecatedAttribute,
];

const VALUE_RULES: &[Rule] = &[Rule::AttributeType, Rule::AttributeMember];

impl<L: Clone> Subject<'_, L> {
    pub(super) fn attribute(&self, i: usize) -> Option<Finding<L>> {
        self.attribute_key(i).or_else(|| self.attribute_value(i))
    }

    fn attribute_key(&self, i: usize) -> Option<Finding<L>> {
        let fact = &self.facts.attributes[i].key;
        let text = fact.text.as_str();
        let before = &self.facts.attributes[..i];
        // What is recorded was either judged where it was written or set by the runtime, whose
        // keys are in nobody's registry.
        if !self.is_written() && key::is_of_the_runtime(text) {
            return None;
        }
        self.first(&fact.at, KEY_RULES, |rule| match rule {
            Rule::ForbiddenAttribute => key::forbidden(text, self.policy()),
            Rule::ReservedAttribute if self.is_written() => key::reserved(text).map(Broken::always),
            Rule::DuplicateAttribute if self.is_written() => {
                let again = before.iter().any(|before| before.key.text == text);
                again.then(|| key::duplicate(text))
            }
            Rule::AttributeStyle => key::style(text, self.conventions),
            Rule::UnknownAttribute => key::unknown(text, self.conventions),
            Rule::DeprecatedAttribute => key::deprecated(text, self.conventions),
            _ => None,
        })
    }

    fn attribute_value(&self, i: usize) -> Option<Finding<L>> {
        let attribute = &self.facts.attributes[i];
        let (found, at) = attribute.value.as_ref()?;
        let convention = self.conventions.attribute(&attribute.key.text)?;
        self.first(at, VALUE_RULES, |rule| match rule {
            Rule::AttributeType => value::wrong_type(&attribute.key.text, found, &convention),
            Rule::AttributeMember => value::no_member(&attribute.key.text, found, &convention),
            _ => None,
        })
    }
}
