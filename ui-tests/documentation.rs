//! rustdoc shows a function as it was written.
#![allow(missing_docs, reason = "a test")]

use std::fs;
use std::io;
use std::path::Path;

use traced_ui_tests::{document, without_attributes};

/// The text of a page, without its markup.
fn text(page: &Path) -> io::Result<String> {
    let mut text = String::new();
    let mut inside = false;
    for c in fs::read_to_string(page)?.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    Ok(text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&"))
}

#[test]
fn a_function_is_shown_as_written() -> io::Result<()> {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("shown/documented.rs");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shown");
    fs::create_dir_all(&out)?;
    let plain = out.join("documented.rs");
    fs::write(&plain, without_attributes(&fs::read_to_string(&case)?))?;
    document(&plain, "2024", &out.join("plain"))?;
    document(&case, "2024", &out.join("annotated"))?;
    for page in [
        "fn.place.html",
        "fn.raw.html",
        "fn.later.html",
        "fn.sum.html",
        "struct.Order.html",
    ] {
        let shown = |sort: &str| text(&out.join(sort).join("case").join(page));
        let expected = shown("plain")?;
        assert!(expected.contains("Documented:"), "{page}: {expected}");
        assert_eq!(shown("annotated")?, expected, "{page}");
    }
    Ok(())
}
