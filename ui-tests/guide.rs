//! `docs/conventions.md` says what is so: each mistake on it is made, what is said is compared with
//! what the page says, and each mend compiles without a word.
//!
//! `TRYBUILD=overwrite` writes what is said into the page; read the difference.
#![allow(missing_docs, reason = "a test")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use traced_conventions::{
    AttributeFact, Conventions, Course, Fact, Level, Policy, Registry, Rule, SpanFacts, Status,
    check,
};
use traced_ui_tests::{is_pinned, said};

const USES: &str = "#![allow(dead_code, unused)]\nuse traced::{record, span, traced};\n";
/// The crate as far as the page's mistakes use it.
const TOKIO: &str = "mod tokio { pub fn spawn(task: impl Future<Output = ()>) {} }\n";

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/conventions.md")
}

/// The section of a rule, from its heading to the next.
fn section(page: &str, rule: Rule) -> &str {
    let heading = format!("\n### {rule}\n");
    let start = page
        .find(&heading)
        .unwrap_or_else(|| panic!("no section `{rule}`"));
    let rest = &page[start + heading.len()..];
    &rest[..rest.find("\n### ").unwrap_or(rest.len())]
}

/// The contents of the code blocks of that language.
fn blocks<'p>(text: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("\n```{language}\n");
    let blocks = text.split(fence.as_str()).skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap_or_default())
        .collect()
}

/// A folder with the files of the page.
fn team(page: &str) -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide");
    fs::create_dir_all(folder.join("telemetry"))?;
    fs::write(folder.join("traced.toml"), blocks(page, "toml")[0])?;
    fs::write(
        folder.join("telemetry/registry.yaml"),
        blocks(page, "yaml")[0],
    )?;
    Ok(folder)
}

/// The errors and warnings of a piece of code, a line for each.
fn verdict(folder: &Path, code: &str) -> io::Result<String> {
    let case = folder.join("case.rs");
    let tokio = if code.contains("tokio::") { TOKIO } else { "" };
    fs::write(&case, format!("{USES}{tokio}{code}"))?;
    let said = said(&case, Some(Path::new("traced.toml")), folder)?;
    let lines = said.lines().filter(|line| {
        let is_verdict = line.starts_with("error") || line.starts_with("warning");
        is_verdict && !line.contains("aborting due to") && !line.ends_with(" emitted")
    });
    Ok(lines.map(|line| line.to_owned() + "\n").collect())
}

/// What a test says of a recorded span that breaks the rule.
fn finding(rule: Rule) -> Option<String> {
    let mut span = SpanFacts::recorded(Fact::new("order.list", ()));
    match rule {
        Rule::Status => span.status = Some((Status::Error("out of stock".to_owned()), ())),
        Rule::Orphan => span.courses.push((Course::Orphan, ())),
        Rule::Unended => span.courses.push((Course::Unended, ())),
        Rule::LateChild => span.courses.push((Course::LateChild, ())),
        Rule::ForeignParent => span.courses.push((Course::ForeignParent, ())),
        _ => return None,
    }
    span.attributes
        .push(AttributeFact::from(Fact::new("order.id", ())));
    let policy = Policy::read("traced.toml", b"").expect("a policy");
    let conventions = Conventions::new(policy, Registry::default()).expect("conventions");
    let findings = check(&span, &conventions);
    Some(
        findings
            .iter()
            .map(|finding| finding.to_string() + "\n")
            .collect(),
    )
}

#[test]
fn every_rule_is_shown_as_it_is() -> io::Result<()> {
    if !is_pinned()? {
        return Ok(());
    }
    let page_path = page();
    let page = fs::read_to_string(&page_path)?;
    let folder = team(&page)?;
    let mut written = page.clone();
    let mut wrong = Vec::new();
    for rule in Rule::ALL.iter().copied() {
        let section = section(&page, rule);
        let (code, text) = (blocks(section, "rust"), blocks(section, "text"));
        let ([mistake, mend], [shown]) = (code.as_slice(), text.as_slice()) else {
            panic!("`{rule}` is a mistake, what is said, and a mend:\n{section}");
        };
        let said = match finding(rule) {
            None => verdict(&folder, mistake)?,
            Some(said) => {
                let compiler = verdict(&folder, mistake)?;
                if !compiler.is_empty() {
                    wrong.push(format!("{rule}, the mistake of a test:\n{compiler}"));
                }
                said
            }
        };
        if !said.contains(&format!("[{rule}]")) {
            wrong.push(format!("{rule} is not what is broken:\n{said}"));
        }
        if said != *shown {
            let new = section.replace(
                &format!("```text\n{shown}```"),
                &format!("```text\n{said}```"),
            );
            written = written.replace(section, &new);
            wrong.push(format!("{rule}:\n{said}"));
        }
        let mended = verdict(&folder, mend)?;
        if !mended.is_empty() {
            wrong.push(format!("{rule}, mended:\n{mended}"));
        }
    }
    if std::env::var_os("TRYBUILD").is_some_and(|value| value == "overwrite") {
        fs::write(&page_path, written)?;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// The levels of the table are those of the rules.
#[test]
fn the_table_has_every_rule_with_its_levels() -> io::Result<()> {
    let page = fs::read_to_string(page())?;
    let word = |level: Level| match level {
        Level::Deny => "deny",
        Level::Warn => "warn",
        Level::Allow => "off",
    };
    for rule in Rule::ALL.iter().copied() {
        let without = word(rule.level_without_policy());
        let with = word(rule.level_with_policy());
        let row = format!("| [`{rule}`](#{rule}) | {without} | {with}");
        assert!(page.contains(&row), "{row}");
    }
    Ok(())
}
