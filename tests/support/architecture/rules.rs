//! Which rules of the semantic conventions have a test that is named after them.

use std::collections::BTreeMap;

use super::{SourceFile, Violation};

/// The families of rules and how many each has: none may be dropped from the table.
const FAMILIES: [(&str, u32); 15] = [
    ("C", 13),
    ("HS", 8),
    ("HT", 10),
    ("HM", 5),
    ("HR", 7),
    ("HC", 7),
    ("RP", 2),
    ("RS", 11),
    ("DB", 8),
    ("DQ", 5),
    ("DS", 1),
    ("MS", 5),
    ("EX", 5),
    ("CO", 1),
    ("PR", 6),
];

/// A row of the table: where it stands, and whether it says that the rule is kept.
#[derive(Clone, Copy, Debug)]
struct Row {
    line: usize,
    kept: bool,
}

/// Holds a table `| rule | says | kept |` against the tests: each rule stands there once, each one whose last cell
/// begins with "yes" has a test whose name says its id (`hs_4_…`), and no test names a rule that is not there.
pub fn tested_rules(table: &SourceFile, files: &[SourceFile]) -> Vec<Violation> {
    let mut violations = Vec::new();
    let rows = rows(table, &mut violations);
    for (family, count) in FAMILIES {
        for number in 1..=count {
            if !rows.contains_key(&format!("{family}-{number}")) {
                let what = format!("rule {family}-{number} is missing");
                violations.push(Violation::new(table, 1, what));
            }
        }
    }
    let tests = tests(files);
    for (rule, row) in &rows {
        let id = rule.to_ascii_lowercase().replace('-', "_");
        if row.kept && !tests.iter().any(|test| ids(test.name).contains(&id)) {
            let what = format!("{rule} is kept, but no test is called `{id}_…`");
            violations.push(Violation::new(table, row.line, what));
        }
    }
    for test in &tests {
        for id in ids(test.name) {
            let rule = id.to_ascii_uppercase().replace('_', "-");
            if !rows.contains_key(&rule) {
                let what = format!("`{}` names {rule}, which is no rule", test.name);
                violations.push(Violation::new(test.file, test.line, what));
            }
        }
    }
    violations
}

fn rows(table: &SourceFile, violations: &mut Vec<Violation>) -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    for (at, line) in table.text().lines().enumerate() {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let ["", rule, _, kept, ""] = cells[..] else {
            continue;
        };
        if !is_rule(rule) {
            continue;
        }
        let row = Row {
            line: at + 1,
            kept: kept.starts_with("yes"),
        };
        if rows.insert(rule.to_owned(), row).is_some() {
            violations.push(Violation::new(table, row.line, format!("{rule} again")));
        }
    }
    rows
}

fn is_rule(text: &str) -> bool {
    text.split_once('-').is_some_and(|(family, number)| {
        number.parse::<u32>().is_ok() && family.bytes().all(|byte| byte.is_ascii_uppercase())
    })
}

struct Test<'a> {
    file: &'a SourceFile,
    line: usize,
    name: &'a str,
}

/// The functions with an attribute that says `test`.
fn tests(files: &[SourceFile]) -> Vec<Test<'_>> {
    let mut tests = Vec::new();
    for file in files {
        let mut attributed = false;
        for (at, line) in file.text().lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("#[") {
                attributed |= line.contains("test]") || line.contains("test(");
            } else if let Some(name) = function(line) {
                if std::mem::take(&mut attributed) {
                    let line = at + 1;
                    tests.push(Test { file, line, name });
                }
            } else if !line.starts_with("//") {
                attributed = false;
            }
        }
    }
    tests
}

fn function(line: &str) -> Option<&str> {
    let line = line.strip_prefix("async ").unwrap_or(line);
    line.strip_prefix("fn ")?.split(['(', '<']).next()
}

/// The ids in a test's name: `hs_1` and `hs_2` of `hs_1_and_hs_2_a_server_span`.
fn ids(name: &str) -> Vec<String> {
    let words: Vec<_> = name.split('_').collect();
    let pairs = words.windows(2);
    pairs
        .filter(|pair| {
            let family = pair[0].to_ascii_uppercase();
            let known = FAMILIES.iter().any(|(name, _)| *name == family) || family == "G";
            known && pair[1].parse::<u32>().is_ok()
        })
        .map(|pair| pair.join("_"))
        .collect()
}
