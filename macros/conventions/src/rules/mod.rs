//! The rules, one family per file, and the order in which they are asked.
//!
//! A rule is a function from a fact to what is wrong with it. One finding per fact: the first rule
//! of the list that the policy does not allow to be broken.

mod attribute;
mod name;

use crate::{Fact, Finding, Level, Policy, Rule, SpanFacts};

/// Judges a span. Findings about different facts are all reported, in the order of the facts.
pub fn check<L: Clone>(span: &SpanFacts<L>, policy: &Policy) -> Vec<Finding<L>> {
    let names = span.name.iter().filter_map(|name| {
        first(name, policy, |rule| match rule {
            Rule::NameCardinality => name::cardinality(&name.text),
            Rule::NameStyle => name::style(&name.text, policy.style()),
            _ => None,
        })
    });
    let keys = span.attributes.iter().enumerate().filter_map(|(i, key)| {
        first(key, policy, |rule| match rule {
            Rule::ReservedAttribute => attribute::reserved(&key.text),
            Rule::DuplicateAttribute => attribute::duplicate(&key.text, &span.attributes[..i]),
            Rule::AttributeStyle => attribute::style(&key.text),
            _ => None,
        })
    });
    names.chain(keys).collect()
}

/// The first broken rule, in the order of [`Rule::ALL`].
fn first<L: Clone>(
    fact: &Fact<L>,
    policy: &Policy,
    broken: impl Fn(Rule) -> Option<String>,
) -> Option<Finding<L>> {
    let asked = Rule::ALL
        .iter()
        .map(|rule| (*rule, policy.level(*rule)))
        .filter(|(_, level)| *level != Level::Allow);
    asked.into_iter().find_map(|(rule, level)| {
        broken(rule).map(|message| Finding {
            rule,
            level,
            message,
            at: fact.at.clone(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::{Fact, Policy, Rule, SpanFacts};

    fn findings(name: &str, keys: &[&str], policy: &Policy) -> Vec<String> {
        let keys = keys.iter().zip(1..);
        let span = SpanFacts {
            name: Some(Fact::new(name, 0)),
            attributes: keys.map(|(key, at)| Fact::new(*key, at)).collect(),
        };
        let findings = check(&span, policy);
        findings.iter().map(|f| format!("{}: {f}", f.at)).collect()
    }

    #[test]
    fn one_finding_per_fact_and_all_facts() {
        assert_eq!(
            findings(
                "Order {id}",
                &["Order.Id", "otel.kind", "size", "size"],
                &Policy::default()
            ),
            [
                "0: span name `Order {id}` has a placeholder, so every value would be a name of its own; \
                 put the value in an attribute [name-cardinality]",
                "1: attribute `Order.Id` is not dotted snake_case; write `order.id` [attribute-style]",
                "2: attribute `otel.kind` is reserved; write the argument `kind = ..` [reserved-attribute]",
                "4: attribute `size` is given twice; remove one [duplicate-attribute]",
            ],
        );
    }

    #[test]
    fn an_allowed_rule_gives_way_to_the_next() {
        let policy = Policy::default().allowing(Rule::NameCardinality);
        assert_eq!(
            findings("Order {id}", &[], &policy),
            ["0: span name `Order {id}` is not dotted snake_case; write `order_id` [name-style]"],
        );
    }
}
