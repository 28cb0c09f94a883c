//! How the body runs, which decides what is emitted around it.

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

use crate::function::Function;
use crate::inline;
use crate::returned::{self, Held, Returned};

/// The forms of generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A plain function: its body is called.
    Sync,
    /// A plain function whose body has to run where it stands, see [`crate::inline`].
    Inline {
        /// Whether its value is looked at: then it must not be left before its end.
        seen: bool,
    },
    /// An `async fn`, emitted as a function that returns the future, so that the context of the
    /// call is captured by the call.
    Async,
    /// An `async fn` that has to stay one; the context of the call is not seen.
    AsyncKept,
    /// A plain function that returns a future: what is traced is the future.
    Future(Held),
    /// The block of a `span!`, run where it stands.
    Block,
    /// The `async` block of a `span!`: a future.
    AsyncBlock {
        /// Whether it is `async move`.
        moves: bool,
    },
}

/// What the arguments ask for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// It is the user's word that what is returned is a future in a box.
    pub(crate) future: bool,
    pub(crate) leaf: bool,
    /// Something is to be computed from what is returned.
    pub(crate) value: bool,
}

impl Shape {
    pub(crate) fn of(function: &Function, asked: Asked) -> Self {
        if function.sig.asyncness.is_some() {
            let kept = function.attrs.iter().any(needs_async);
            return if kept { Shape::AsyncKept } else { Shape::Async };
        }
        match returned::of(&function.sig.output) {
            Returned::Future(held) => Shape::Future(held),
            Returned::Hidden(_) | Returned::Value if asked.future => Shape::Future(Held::BOXED),
            Returned::Hidden(_) | Returned::Value if asked.leaf => Shape::Sync,
            Returned::Hidden(_) | Returned::Value => {
                let seen = inline::value_seen(function, asked.value);
                seen.map_or(Shape::Sync, |seen| Shape::Inline { seen })
            }
        }
    }

    /// Whether it is the body of a function, and not a block in one.
    pub(crate) fn is_function(self) -> bool {
        !matches!(self, Shape::Block | Shape::AsyncBlock { .. })
    }

    pub(crate) fn is_async(self) -> bool {
        !matches!(self, Shape::Sync | Shape::Inline { .. } | Shape::Block)
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
