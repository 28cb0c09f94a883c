//! What the compiler says of the conventions: each rule denied, as a warning, and allowed.
//!
//! In `conventions/shop` is a team with a registry, whose policy is read at each level;
//! `conventions/without` has no file. `TRYBUILD=overwrite` writes the messages anew; read the
//! difference.
#![allow(missing_docs, reason = "a test")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use traced_ui_tests::{is_pinned, said};

fn cases(folder: &str) -> io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("conventions")
        .join(folder);
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            cases.push(path);
        }
    }
    cases.sort();
    Ok(cases)
}

/// Compares what is said with the file of that ending beside the case, or writes that file.
fn compare(case: &Path, ending: &str, said: &str, wrong: &mut Vec<String>) -> io::Result<()> {
    let expected = case.with_extension(ending);
    if std::env::var_os("TRYBUILD").is_some_and(|value| value == "overwrite") {
        fs::write(&expected, said)?;
    }
    if fs::read_to_string(&expected).ok().as_deref() != Some(said) {
        wrong.push(format!("{}:\n{said}", expected.display()));
    }
    Ok(())
}

fn scratch(name: &str) -> io::Result<PathBuf> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&scratch)?;
    Ok(scratch)
}

#[test]
fn each_rule_at_each_level() -> io::Result<()> {
    if !is_pinned()? {
        return Ok(());
    }
    let out = scratch("levels")?;
    let mut wrong = Vec::new();
    for case in cases("shop")? {
        for level in ["deny", "warn"] {
            let policy = PathBuf::from(level).with_extension("toml");
            let said = said(&case, Some(&policy), &out)?;
            compare(&case, &format!("{level}.stderr"), &said, &mut wrong)?;
        }
        let said = said(&case, Some(Path::new("allow.toml")), &out)?;
        if !said.is_empty() {
            wrong.push(format!("{}, allowed:\n{said}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn without_a_policy() -> io::Result<()> {
    if !is_pinned()? {
        return Ok(());
    }
    let out = scratch("without")?;
    let mut wrong = Vec::new();
    for case in cases("without")? {
        compare(&case, "stderr", &said(&case, None, &out)?, &mut wrong)?;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// No rule may lose its case.
#[test]
fn each_rule_of_the_macro_has_a_case() -> io::Result<()> {
    let mut said = String::new();
    for case in cases("shop")? {
        said += &fs::read_to_string(case.with_extension("deny.stderr"))?;
    }
    for rule in traced_conventions::Rule::ALL {
        use traced_conventions::Rule::{ForeignParent, LateChild, Orphan, Status, Unended};
        let is_recorded = matches!(rule, Status | Orphan | Unended | LateChild | ForeignParent);
        assert_eq!(
            said.contains(&format!("[{rule}]\n")),
            !is_recorded,
            "{rule}"
        );
    }
    Ok(())
}
