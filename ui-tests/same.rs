//! The user's own mistakes: the same errors, at the same tokens, with the attribute and without.
#![allow(missing_docs, reason = "a test")]

use std::fs;
use std::io;
use std::path::Path;

use traced_ui_tests::{errors, without_attributes};

#[test]
fn errors_are_the_same_without_the_attribute() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("same");
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("same");
    fs::create_dir_all(&scratch)?;
    let mut cases = 0;
    for case in fs::read_dir(folder)? {
        let case = case?.path();
        let name = case.file_name().unwrap_or_default();
        let plain = scratch.join(name);
        fs::write(&plain, without_attributes(&fs::read_to_string(&case)?))?;
        for edition in ["2021", "2024"] {
            let expected = errors(&plain, edition, &scratch)?;
            let annotated = errors(&case, edition, &scratch)?;
            assert!(expected.len() > 2, "{name:?} makes mistakes: {expected:#?}");
            assert_eq!(annotated, expected, "{name:?}, edition {edition}");
        }
        cases += 1;
    }
    assert!(cases > 2);
    Ok(())
}

/// Of opaque types the compiler says it at another token, but in the same function, for the same reason.
#[test]
fn opaque_types_capture_what_the_edition_says() -> io::Result<()> {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("editions/captures.rs");
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editions");
    fs::create_dir_all(&scratch)?;
    let plain = scratch.join("captures.rs");
    fs::write(&plain, without_attributes(&fs::read_to_string(&case)?))?;
    let source = fs::read_to_string(&case)?;
    for (edition, wanted) in [
        (
            "2021",
            &["E0700 borrowed", "E0700 in_a_result", "E0700 name"][..],
        ),
        ("2024", &["E0597 outlives"]),
    ] {
        for file in [&plain, &case] {
            let errors = errors(file, edition, &scratch)?;
            let said = errors.iter().map(|error| {
                let function = error.at.map(|[line, ..]| function_at(&source, line));
                format!("{} {}", error.code, function.unwrap_or_default())
            });
            let mut said: Vec<String> = said.collect();
            said.sort();
            assert_eq!(said, wanted, "{}, edition {edition}", file.display());
        }
    }
    Ok(())
}

/// The function that a line belongs to.
fn function_at(source: &str, line: u64) -> &str {
    let lines = source
        .lines()
        .take(usize::try_from(line).unwrap_or(usize::MAX));
    let names = lines.filter_map(|line| line.split_once("async fn ")?.1.split(['(', '<']).next());
    names.last().unwrap_or_default()
}
