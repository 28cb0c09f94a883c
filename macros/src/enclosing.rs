//! The macro that a traced function defines around its body, for `record!` to find: its name, and what
//! it is where nothing may be recorded. What it says of the keys that are declared is a part of the function's
//! expansion.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use crate::paths::Paths;

/// The macro that a function's expansion defines, by the words of the error where it is absent. The
/// underscore is for the bodies that record nothing: it is not called unused.
pub(crate) const MACRO: &str = "_record_needs_an_enclosing_traced_function";

/// Whether a body may hold a `record!`.
pub(crate) fn is_mentioned(body: &TokenStream) -> bool {
    body.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "record",
        TokenTree::Group(group) => is_mentioned(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// What stands in for the function's macro where a mistake keeps the function from being traced: its
/// absence would be one more error.
pub(crate) fn stand_in(body: &TokenStream) -> TokenStream {
    if !is_mentioned(body) {
        return TokenStream::new();
    }
    let name = Ident::new(MACRO, Span::call_site());
    let mixed = Span::mixed_site();
    let dollar = Punct::new('$', Spacing::Alone);
    quote_spanned!(mixed=> macro_rules! #name { (#dollar(#dollar tokens:tt)*) => { () }; })
}

/// The macro of a leaf, which says that there can be none.
pub(crate) fn refused(paths: &Paths) -> TokenStream {
    let name = Ident::new(MACRO, Span::call_site());
    let mixed = Span::mixed_site();
    let private = paths.private(mixed);
    let dollar = Punct::new('$', Spacing::Alone);
    quote_spanned! {mixed=>
        macro_rules! #name {
            (#dollar(#dollar tokens:tt)*) => { #private::__record!(#LEAF #dollar(#dollar tokens)*) };
        }
    }
}

/// What stands for a declaration where nothing can be declared.
const LEAF: &str = "leaf";
