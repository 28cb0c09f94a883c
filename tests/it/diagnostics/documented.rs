//! `docs/diagnostics.md` has a section for each kind, and each says the same as the code.

use std::fs;

use traced::diagnostics::Kind;

#[test]
fn each_kind_has_message_meaning_and_mend() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diagnostics.md");
    let page = fs::read_to_string(path).expect("the page is there");
    let mut sections = page.split("\n## ").skip(1);
    for kind in Kind::ALL {
        let section = sections.next().unwrap_or_default();
        assert!(
            section.starts_with(&format!("`{kind}`\n")),
            "{kind}: {section}"
        );
        for part in [
            "```text\ntraced: ",
            "**Means.**",
            "**Mend.**",
            "**Counted**",
        ] {
            assert!(section.contains(part), "{kind} has no {part}");
        }
        assert!(section.contains(&format!("[{kind}]\n```")), "{kind}");
    }
    assert_eq!(sections.next(), None, "a section that is no kind");
}
