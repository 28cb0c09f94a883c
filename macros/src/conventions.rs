//! The conventions' findings as errors of the compiler.

use traced_conventions::{AttributeFact, Level, SpanFacts};

use crate::errors::Errors;
use crate::model::Conventions;

pub(crate) fn check(facts: &Conventions, errors: &mut Errors) {
    let allowed = facts.allowed.iter();
    let conventions = allowed.fold(
        traced_conventions::Conventions::default(),
        |conventions, rule| conventions.allowing(*rule),
    );
    let keys = facts.keys.iter().cloned();
    let span = SpanFacts {
        name_is_written: facts.name_is_written,
        attributes: keys.map(AttributeFact::from).collect(),
        ..SpanFacts::written(facts.name.clone())
    };
    for finding in traced_conventions::check(&span, &conventions) {
        if finding.level == Level::Deny {
            errors.at(finding.at, &finding);
        }
    }
}
