//! What the crate says of itself: whether it knows the attributes `#[diagnostic::..]`, and which lints
//! it forbids to be allowed.
//!
//! The attributes are in the tool prelude, which `#![no_implicit_prelude]` takes away, and no path leads
//! to them. Where the crate says so, what they would do has to be done without them.

use std::path::Path;
use std::sync::OnceLock;

/// A module with the attribute of its own is not seen: the answer is what nearly every crate's is.
pub(crate) fn has_diagnostics() -> bool {
    static HAS: OnceLock<bool> = OnceLock::new();
    *HAS.get_or_init(|| !root_says("no_implicit_prelude"))
}

/// Whether `forbid` is said of lints about what is unused, or may be.
pub(crate) fn forbids_unused() -> bool {
    static FORBIDS: OnceLock<bool> = OnceLock::new();
    *FORBIDS.get_or_init(|| {
        let lints = ["unused", "dead_code", "warnings"];
        let given = std::env::args_os().any(|argument| {
            let argument = argument.to_string_lossy();
            argument.starts_with("-F") || argument.starts_with("--forbid")
        });
        given || root_says("forbid(") && lints.iter().any(|lint| root_says(lint))
    })
}

/// Asks the crate's root, which the compiler was given as an argument. Where another program expands there
/// is none.
fn root_says(words: &str) -> bool {
    let roots = std::env::args_os().skip(1).filter(|argument| {
        let extension = Path::new(argument).extension();
        extension.is_some_and(|extension| extension == "rs")
    });
    let mut texts = roots.filter_map(|root| std::fs::read(root).ok());
    let words = words.as_bytes();
    texts.any(|text| text.windows(words.len()).any(|window| window == words))
}
