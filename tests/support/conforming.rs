//! Recordings of adapters' spans: none passes that breaks a convention.

use std::sync::OnceLock;

use traced::testing::{Conformance, Recorded, Rule};

/// What adapters' spans are held against: `adapters.toml`.
///
/// # Panics
/// If that file is wrong.
pub fn conventions() -> &'static Conformance {
    static CONVENTIONS: OnceLock<Conformance> = OnceLock::new();
    CONVENTIONS.get_or_init(|| {
        let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/support/adapters.toml");
        Conformance::from_path(policy).expect("the policy is right")
    })
}

/// As `traced::testing::record`, and its spans conform.
///
/// # Panics
/// If a span breaks a convention.
pub async fn record<F: Future>(future: F) -> Recorded<F::Output> {
    record_allowing(&[], future).await
}

/// As [`record`], for a test in which something is wrong on purpose.
///
/// # Panics
/// If a span breaks another convention, or all conform.
pub async fn record_allowing<F: Future>(rules: &[Rule], future: F) -> Recorded<F::Output> {
    let recorded = traced::testing::record(future).await;
    recorded.assert_conforms_to(&allowing(rules, &recorded.findings(conventions())));
    recorded
}

/// The conventions without these rules, each of which has to be broken: an exception that
/// nobody needs any more goes.
pub(crate) fn allowing(rules: &[Rule], findings: &[traced::testing::Finding]) -> Conformance {
    rules
        .iter()
        .fold(conventions().clone(), |conventions, rule| {
            let is_broken = findings.iter().any(|finding| finding.rule == *rule);
            assert!(
                is_broken,
                "nothing breaks {rule}, which need not be allowed"
            );
            conventions.allowing(*rule)
        })
}
