//! All findings as one text, and the verdict.

use std::collections::HashMap;
use std::fmt::Write as _;

use traced_conventions::Level;

use super::Finding;

/// Findings that are shown at most: whoever reads more has one cause to mend first.
const MOST: usize = 50;

/// Panics if something is denied, with all findings and, below them, what `context` says.
/// Warnings alone are printed, where a test's output goes.
#[track_caller]
pub(in crate::testing) fn judge(findings: &[Finding], context: impl FnOnce() -> String) {
    assert!(
        count(findings, Level::Deny) == 0,
        "{}{}",
        explain(findings),
        context()
    );
    if !findings.is_empty() {
        #[allow(
            clippy::print_stderr,
            reason = "the test harness shows it with the test"
        )]
        {
            eprintln!("{}", explain(findings));
        }
    }
}

fn count(findings: &[Finding], level: Level) -> usize {
    let findings = findings.iter();
    findings.filter(|finding| finding.level == level).count()
}

/// Findings as one text for people: how many there are, and each as the compiler would print it.
/// One that many spans share is shown for the first of them, and of different ones the first fifty.
///
/// It is what a failed [`Conformance::assert`](super::Conformance::assert) says.
pub fn explain(findings: &[Finding]) -> String {
    let mut text = String::from("the spans break the conventions: ");
    let errors = counted(count(findings, Level::Deny), "error");
    let warnings = counted(count(findings, Level::Warn), "warning");
    let both: Vec<String> = errors.into_iter().chain(warnings).collect();
    let _ = writeln!(text, "{}\n", both.join(", "));

    let groups = grouped(findings);
    for (finding, more) in groups.iter().take(MOST) {
        let _ = writeln!(text, "{finding}");
        if *more > 0 {
            let _ = writeln!(text, "  = and {more} more of the same");
        }
        text.push('\n');
    }
    if groups.len() > MOST {
        let _ = writeln!(text, "and {} findings more\n", groups.len() - MOST);
    }
    text
}

fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        count => Some(format!("{count} {what}s")),
    }
}

/// Each different message with its first finding, in order, and how many more there are.
fn grouped(findings: &[Finding]) -> Vec<(&Finding, usize)> {
    let mut groups: Vec<(&Finding, usize)> = Vec::new();
    let mut places = HashMap::new();
    for finding in findings {
        let key = (finding.rule, &finding.message, &finding.place);
        if let Some(&place) = places.get(&key) {
            let (_, more): &mut (_, usize) = &mut groups[place];
            *more += 1;
        } else {
            places.insert(key, groups.len());
            groups.push((finding, 0));
        }
    }
    groups
}
