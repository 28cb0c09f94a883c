//! The type that the body comes to.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReturnType, Token, Type};

use crate::at::At;
use crate::model::Traced;

/// The type, in a form that may stand anywhere: on stable Rust `!` may not, but for the return type of
/// a function pointer, and what such a function makes is named by the library.
pub(super) fn named(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    match &traced.function.sig.output {
        ReturnType::Default => quote_spanned!(mixed=> ()),
        ReturnType::Type(..) if is_never(traced) => {
            let core = traced.paths.core(mixed);
            let made = quote_spanned!(mixed=> #core::iter::RepeatWith<fn() -> !>);
            quote_spanned!(mixed=> <#made as #core::iter::Iterator>::Item)
        }
        ReturnType::Type(_, output) => output.to_token_stream(),
    }
}

pub(super) fn is_never(traced: &Traced) -> bool {
    match &traced.function.sig.output {
        ReturnType::Type(_, output) => matches!(**output, Type::Never(_)),
        ReturnType::Default => false,
    }
}

/// Where the compiler is to point when generated code around the result is at fault.
pub(super) fn blamed(traced: &Traced) -> Span {
    let location = match &traced.function.sig.output {
        ReturnType::Type(_, output) => output.span(),
        ReturnType::Default => traced.function.body.span(),
    };
    Span::mixed_site().located_at(location)
}

/// The end of a signature whose type is generated: lints underline from its first token to its last,
/// and all of the attribute if that is not the user's. A `where` before nothing is, and means nothing.
pub(super) fn end(traced: &Traced) -> Option<Token![where]> {
    let signature = &traced.function.sig;
    if signature.generics.where_clause.is_some() {
        return None;
    }
    let last = match &signature.output {
        ReturnType::Default => signature.paren_token.span.close(),
        ReturnType::Type(_, output) => {
            let [_, last] = At::of(output).ends();
            last
        }
    };
    Some(Token![where](last))
}
