//! A team's files on the disk, spans that break one rule, and that rule at each of its levels.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use traced::context::run_in;
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::trace::SpanKind;
use traced::span::{Scope, SpanStart};
use traced::testing::{Conformance, Finding, Level, Recorded, Rule, record_sync};
use traced_tests::panics::message;

pub(super) static SCOPE: Scope = Scope::new("shop", "1.0");

/// Spans and attributes of the business, in Weaver's first format.
pub(super) const REGISTRY: &str = "\
groups:
  - id: registry.order
    type: attribute_group
    brief: Orders
    attributes:
      - {id: order.id, type: string, stability: stable, brief: Id, examples: [o-1]}
      - {id: order.total, type: double, stability: stable, brief: Total, examples: [9.5]}
      - id: order.state
        type: {members: [{id: paid, value: paid}, {id: open, value: open}]}
        stability: stable
        brief: State
      - id: order.number
        type: int
        stability: stable
        brief: Number
        examples: [1]
        deprecated: {reason: renamed, renamed_to: order.id}
  - id: span.order.place
    type: span
    span_kind: server
    stability: stable
    brief: Places an order
    attributes:
      - {ref: order.id, requirement_level: required}
      - {ref: order.total, requirement_level: required}
";

/// A folder with `traced.toml` and `registry.yaml`, which goes when it is dropped.
pub(super) struct Team(PathBuf);

impl Team {
    pub(super) fn new(policy: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = format!("traced-conventions-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("traced.toml"), policy).expect("a file");
        fs::write(folder.join("registry.yaml"), REGISTRY).expect("a file");
        Self(folder)
    }

    pub(super) fn policy(&self) -> PathBuf {
        self.0.join("traced.toml")
    }

    pub(super) fn conformance(&self) -> Conformance {
        Conformance::from_path(self.policy()).expect("the files are right")
    }

    /// A finding's text, with the files named as if they stood in the current folder.
    pub(super) fn text(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A finished span that says this of itself.
pub(super) fn one(name: &'static str, kind: SpanKind, attributes: Vec<KeyValue>) -> Recorded<()> {
    record_sync(|| {
        let span = SpanStart::new(&SCOPE, name).kind(kind);
        span.attributes(attributes).start().end();
    })
}

/// An internal span without attributes.
pub(super) fn named(name: &'static str) -> Recorded<()> {
    one(name, SpanKind::Internal, Vec::new())
}

/// A span of the registry that has all it needs, around `inside`.
pub(super) fn sound<R>(inside: impl FnOnce() -> R) -> R {
    let span = SpanStart::new(&SCOPE, "order.place")
        .kind(SpanKind::Server)
        .attributes(vec![
            KeyValue::new("order.id", "o-1"),
            KeyValue::new("order.total", 9.5),
        ])
        .start();
    let output = run_in(span.context(), inside);
    span.end();
    output
}

/// Holds spans that break one rule against a policy with that rule at each level: denied and
/// warned of it is the only finding, with that message; allowed there is none.
#[track_caller]
pub(super) fn at_each_level<T>(rule: Rule, policy: &str, recorded: &Recorded<T>, wanted: &str) {
    for (word, level) in [
        ("deny", Some(Level::Deny)),
        ("warn", Some(Level::Warn)),
        ("allow", None),
    ] {
        let team = Team::new(&format!("{policy}\n[levels]\n{rule} = \"{word}\"\n"));
        let conventions = team.conformance();
        let findings = recorded.findings(&conventions);
        let said: Vec<(Rule, Level, String)> = findings.iter().map(|it| said(&team, it)).collect();
        let expected = level.map(|level| (rule, level, wanted.to_owned()));
        assert_eq!(said, Vec::from_iter(expected), "{rule} at {word}");

        let panics = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            recorded.assert_conforms_to(&conventions);
        }));
        assert_eq!(
            panics.is_err(),
            level == Some(Level::Deny),
            "{rule} at {word}"
        );
    }
    let team = Team::new(&format!("{policy}\n[levels]\n{rule} = \"deny\"\n"));
    let panicked = message(|| recorded.assert_conforms_to(&team.conformance()));
    let panicked = team.text(&panicked);
    assert!(
        panicked.contains(&format!("error: {wanted} [{rule}]")),
        "{panicked}"
    );
}

/// Rule, level, and the message with what decided.
fn said(team: &Team, finding: &Finding) -> (Rule, Level, String) {
    let decided = finding.decided.as_ref();
    let decided = decided.map_or_else(String::new, |decided| format!(" ({decided})"));
    let message = team.text(&format!("{}{decided}", finding.message));
    (finding.rule, finding.level, message)
}
