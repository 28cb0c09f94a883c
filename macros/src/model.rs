//! What was written as understood: every default decided, nothing left to ask whether it was given.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, Pat, Signature, Token};
use traced_conventions::{Fact, Rule, Value};

use crate::agreed::Agreed;
use crate::at::At;
use crate::attribute::{Attribute, Constant, Key};
use crate::function::Function;
use crate::late::Late;
use crate::paths::Paths;
use crate::shape::Shape;
use crate::shared::Shared;
use crate::whole::Whole;
use crate::words::Kind;

#[derive(Debug)]
pub(crate) struct Traced {
    /// As written.
    pub(crate) function: Function,
    /// As emitted: every parameter has a plain name.
    pub(crate) signature: Signature,
    /// How the body gets from the emitted parameters to the written ones, in their order.
    pub(crate) arguments: Vec<Argument>,
    pub(crate) shape: Shape,
    pub(crate) paths: Paths,
    /// That of the tokens around the attribute's expressions: see [`Args::hygiene`].
    ///
    /// [`Args::hygiene`]: crate::args::Args::hygiene
    pub(crate) hygiene: Span,
    pub(crate) site: Site,
    pub(crate) parent: Parent,
    pub(crate) links: Option<Expr>,
    /// Where `leaf` was asked for.
    pub(crate) leaf: Option<At>,
    /// Where `future` says that what is returned is a future in a box.
    pub(crate) future: Option<At>,
    /// Where a `prefix` was given, which a function has no use for.
    pub(crate) prefix: Option<At>,
    /// Attributes that are computed when the body starts.
    pub(crate) attributes: Vec<Attribute>,
    /// Attributes that `record!` may set while the body runs.
    pub(crate) late: Vec<Late>,
    /// Attributes that are computed from the `Ok` value.
    pub(crate) returned: Vec<Attribute>,
    /// Which errors are expected.
    pub(crate) ok_if: Option<Expr>,
    pub(crate) conventions: Conventions,
    pub(crate) agreed: Agreed,
    /// The rules of which this span is excepted.
    pub(crate) allowed: Vec<Rule>,
    /// What is only said: it becomes part of the body.
    pub(crate) warnings: Vec<Warning>,
}

/// A whole item.
#[derive(Debug)]
pub(crate) struct TracedItem {
    /// As written.
    pub(crate) whole: Whole,
    /// The arguments as written: each function reads them for itself.
    pub(crate) args: TokenStream,
    pub(crate) paths: Paths,
    /// The checks of types that its functions have in common.
    pub(crate) shared: Vec<Shared>,
    /// Whether it is part of another one, which is the one to say that there is nothing to trace.
    pub(crate) nested: bool,
    /// Its prefix stands for the name.
    pub(crate) conventions: Conventions,
    pub(crate) agreed: Agreed,
    pub(crate) warnings: Vec<Warning>,
}

/// What is known of the span when the function is compiled.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) name: String,
    /// The way from the module to the function: `Orders::place`. A block has none.
    pub(crate) path: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) constants: Vec<(Key, Constant)>,
}

/// Whose child the span is.
#[derive(Debug)]
pub(crate) enum Parent {
    /// The current span's.
    Ambient,
    /// That of a context the user gives.
    Explicit(Expr),
    /// Nobody's.
    Root,
}

/// What the conventions are asked about.
#[derive(Debug)]
pub(crate) struct Conventions {
    /// The name, at the literal or at the function's own name.
    pub(crate) name: Fact<At>,
    /// Whether it is a literal.
    pub(crate) name_is_written: bool,
    pub(crate) kind: Kind,
    /// Where the kind is said, if it is.
    pub(crate) kind_at: Option<At>,
    /// Whether the function leaves it to an item around it, which says the kind or does not.
    pub(crate) kind_is_shared: bool,
    /// All attributes, in the order written.
    pub(crate) attributes: Vec<Judged>,
}

/// An attribute, as the conventions see it.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) key: Key,
    /// What is known of the value, and where it stands.
    pub(crate) value: Option<(Value, At)>,
    /// Whether it stands on the item around the function, and was judged there.
    pub(crate) is_inherited: bool,
}

/// A broken rule that does not keep the code from being compiled.
#[derive(Debug)]
pub(crate) struct Warning {
    pub(crate) rule: Rule,
    pub(crate) message: String,
    pub(crate) at: At,
}

/// A parameter on its way into the body.
#[derive(Debug)]
pub(crate) enum Argument {
    Receiver(Token![self]),
    /// `mut x: T`
    Named {
        attrs: Vec<syn::Attribute>,
        mutability: Option<Token![mut]>,
        ident: Ident,
        /// Whether clippy's `ptr_arg` would look at its uses.
        ptr_arg: bool,
        /// Whether `parent` or `links` name it, outside the body.
        named_outside: bool,
    },
    /// `(x, y): T`, emitted as `stand_in: T`.
    Pattern {
        attrs: Vec<syn::Attribute>,
        stand_in: Ident,
        pat: Pat,
        /// Whether the pattern borrows what it takes apart mutably.
        ref_mut: bool,
    },
}
