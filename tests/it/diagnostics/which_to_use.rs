//! The table of what to use when: `docs/context.md` and the documentation of the module have the same.

use std::fs;

fn rows(path: &str, prefix: &str) -> Vec<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let text = fs::read_to_string(format!("{root}/{path}")).expect("it is there");
    let lines = text.lines().filter_map(|line| line.strip_prefix(prefix));
    lines
        .skip_while(|line| !line.starts_with("| the work |"))
        .take_while(|line| line.starts_with('|'))
        .map(without_links)
        .collect()
}

/// `[text](target)` as `text`.
fn without_links(line: &str) -> String {
    let mut text = line.to_owned();
    while let Some(middle) = text.find("](") {
        let (Some(from), Some(len)) = (text[..middle].rfind('['), text[middle..].find(')')) else {
            break;
        };
        text.replace_range(middle..=middle + len, "");
        text.remove(from);
    }
    text
}

#[test]
fn both_tables_are_one() {
    let page = rows("docs/context.md", "");
    assert!(page.len() > 12, "{page:?}");
    assert_eq!(page, rows("runtime/src/context/mod.rs", "//! "));
}
