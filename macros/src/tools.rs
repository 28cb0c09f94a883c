//! Whether the crate knows the attributes `#[diagnostic::..]`.
//!
//! They are in the tool prelude, which `#![no_implicit_prelude]` takes away, and no path leads to
//! them. Where the crate says so, what they would do has to be done without them.

use std::path::Path;
use std::sync::OnceLock;

/// Asks the crate's root, which the compiler was given as an argument. A module with the attribute of
/// its own is not seen, and neither is anything where another program expands: there the answer is
/// what nearly every crate's is.
pub(crate) fn has_diagnostics() -> bool {
    static HAS: OnceLock<bool> = OnceLock::new();
    *HAS.get_or_init(|| {
        let roots = std::env::args_os().skip(1).filter(|argument| {
            let extension = Path::new(argument).extension();
            extension.is_some_and(|extension| extension == "rs")
        });
        let mut texts = roots.filter_map(|root| std::fs::read(root).ok());
        let attribute = b"no_implicit_prelude";
        let takes_away = |text: Vec<u8>| {
            text.windows(attribute.len())
                .any(|window| window == attribute)
        };
        !texts.any(takes_away)
    })
}
