//! A whole item with `crate = path`, which is left to the macro at the end of that path.
//!
//! The attributes that a whole item's functions get are found by the path, and a wrong one would leave
//! them all untraced, with an error for each `#[attr]` and `record!` in them. So the path is asked once
//! first, by an attribute on the item as it is emitted where there are errors; if there is such a macro
//! it gets the item as written among its arguments, and what it stands on is forgotten. The functions
//! of a module look for the path in there, and each asks again.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::paths::Paths;

/// The argument that holds the item. Nobody writes it by hand.
const ITEM: &str = "__item";

/// The other arguments and the item as written, if the path has been followed.
pub(crate) fn followed(args: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    let mut tokens = args.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(word)), Some(TokenTree::Group(item)))
            if word == ITEM && item.delimiter() == Delimiter::Brace =>
        {
            // Behind the comma.
            Some((tokens.skip(1).collect(), item.stream()))
        }
        _ => None,
    }
}

/// The item with an attribute of that path: if there is none the item stays as it is emitted where
/// there are errors.
pub(crate) fn to(
    paths: &Paths,
    args: &TokenStream,
    item: &TokenStream,
    untouched: &TokenStream,
) -> TokenStream {
    let attribute = paths.item("traced", Span::mixed_site());
    let word = Ident::new(ITEM, Span::call_site());
    quote!(#[#attribute(#word { #item }, #args)] #untouched)
}
