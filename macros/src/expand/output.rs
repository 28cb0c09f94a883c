//! The type that the body comes to.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReturnType, Type};

use crate::model::Traced;

/// The type, in a form that may stand anywhere: on stable Rust, `!` may not.
pub(super) fn named(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    match &traced.function.sig.output {
        ReturnType::Default => quote_spanned!(mixed=> ()),
        ReturnType::Type(..) if is_never(traced) => {
            let private = traced.paths.private(mixed);
            quote_spanned!(mixed=> <fn() -> ! as #private::Ret>::Out)
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
