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
