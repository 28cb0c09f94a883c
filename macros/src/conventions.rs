//! The conventions' findings as errors of the compiler.

use traced_conventions::{Policy, SpanFacts};

use crate::errors::Errors;
use crate::model::Conventions;

pub(crate) fn check(facts: &Conventions, errors: &mut Errors) {
    let allowed = facts.allowed.iter();
    let policy = allowed.fold(Policy::default(), |policy, rule| policy.allowing(*rule));
    let span = SpanFacts {
        name: facts.name.clone(),
        attributes: facts.keys.clone(),
    };
    for finding in traced_conventions::check(&span, &policy) {
        errors.at(finding.at, &finding);
    }
}
