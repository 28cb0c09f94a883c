//! How the body runs, which decides what is emitted around it.

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

use crate::function::Function;

/// The forms of generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A plain function: its body is called.
    Sync,
    /// An `async fn`, emitted as a function that returns the future, so that the context of the
    /// call is captured by the call.
    Async,
    /// An `async fn` that has to stay one; the context of the call is not seen.
    AsyncKept,
}

impl Shape {
    pub(crate) fn of(function: &Function) -> Self {
        if function.sig.asyncness.is_none() {
            Shape::Sync
        } else if function.attrs.iter().any(needs_async) {
            Shape::AsyncKept
        } else {
            Shape::Async
        }
    }

    pub(crate) fn is_async(self) -> bool {
        !matches!(self, Shape::Sync)
    }
}

/// Attributes that mean the same on a function that returns a future as on an `async fn`.
const BUILT_IN: &[&str] = &[
    "allow",
    "automatically_derived",
    "cfg",
    "cold",
    "coverage",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "ignore",
    "inline",
    "instruction_set",
    "link_section",
    "no_mangle",
    "optimize",
    "should_panic",
    "target_feature",
    "track_caller",
    "unsafe",
    "warn",
];

const BUILT_IN_TOOLS: &[&str] = &[
    "clippy",
    "diagnostic",
    "miri",
    "rust_analyzer",
    "rustc",
    "rustdoc",
    "rustfmt",
];

/// Whether an attribute wants to see an `async fn`: other macros do, and `#[must_use]` would speak
/// of the future instead of the output.
fn needs_async(attr: &Attribute) -> bool {
    meta_needs_async(&attr.meta)
}

fn meta_needs_async(meta: &Meta) -> bool {
    match meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
            let metas = list.parse_args_with(parser);
            metas.map_or(true, |metas| metas.iter().skip(1).any(meta_needs_async))
        }
        _ => !is_built_in(meta.path()),
    }
}

fn is_built_in(path: &Path) -> bool {
    let first = path.segments.first();
    first.is_some_and(|first| {
        let known = if path.segments.len() == 1 {
            BUILT_IN
        } else {
            BUILT_IN_TOOLS
        };
        known.iter().any(|name| first.ident == name)
    })
}
