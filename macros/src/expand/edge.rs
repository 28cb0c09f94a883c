//! The return edge: a `return` of the declared type that never runs, before the body.
//!
//! Inside an async block, or a closure that does not say it, the compiler has to find out the type of the body. The edge
//! tells it, as the signature of a function would: coercions at the tail work, and a wrong value is
//! blamed on the user's own token. It stands outside of the user's braces, where the items of the
//! body do not change what the words of the signature mean, and come after no statement. And it stands
//! before the arguments are bound: what would be dropped on this way out would make futures larger.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{ReturnType, Type};

use super::output;
use crate::model::Traced;
use crate::returned;
use crate::shape::Shape;

/// The statement at the start of the closure or the async block.
///
/// The type is not a generic argument: of a name that is unknown there the compiler says more than of the
/// one in the signature, so it would say both.
pub(super) fn edge(traced: &Traced) -> TokenStream {
    if !is_wanted(traced) {
        return TokenStream::new();
    }
    let at = output::blamed(traced);
    let private = traced.paths.private(at);
    let output = nameable(traced);
    let future = future(traced);
    quote_spanned! {at=>
        if false {
            let __r: #output = #private::returned();
            return __r;
        }
        #future
    }
}

/// What is known of a returned `impl Future`: without it an async block would not know its output,
/// nor `?` in there the error.
fn future(traced: &Traced) -> TokenStream {
    let at = output::blamed(traced);
    let private = traced.paths.private(at);
    let Some(returned::Opaque { output, within }) = returned::opaque(&traced.function.sig.output)
    else {
        return TokenStream::new();
    };
    let output = named(output);
    let future = quote_spanned!(at=> #private::future(__r));
    let value = match within {
        None => future,
        Some(returned::Holder::Result) => {
            quote_spanned!(at=> #private::core::result::Result::Ok(#future))
        }
        Some(returned::Holder::Option) => {
            quote_spanned!(at=> #private::core::option::Option::Some(#future))
        }
    };
    quote_spanned! {at=>
        if false {
            let __r: #output = #private::returned();
            return #value;
        }
    }
}

/// A body of type `!` needs no help, one that runs in the function itself has it, a closure can say what
/// it returns, and the type of a block is for its surroundings to say.
fn is_wanted(traced: &Traced) -> bool {
    let says = comes_to(traced).is_some();
    let closure = traced.shape.is_function() && !matches!(traced.shape, Shape::Inline { .. });
    closure && !says && !output::is_never(traced)
}

/// `-> T` of a closure that is the body.
///
/// Where the function returns nothing it says nothing: what the compiler would have the user write is
/// right for a function alone.
pub(super) fn comes_to(traced: &Traced) -> Option<TokenStream> {
    let at = output::blamed(traced);
    match &traced.function.sig.output {
        ReturnType::Type(..) if traced.shape != Shape::Sync => None,
        ReturnType::Default => None,
        ReturnType::Type(..) if output::is_never(traced) => Some(quote_spanned!(at=> -> !)),
        ReturnType::Type(..) => {
            let output = nameable(traced);
            Some(quote_spanned!(at=> -> #output))
        }
    }
}

/// The returned type with `_` for every `impl Trait`, which a `let` cannot name.
pub(super) fn nameable(traced: &Traced) -> TokenStream {
    match &traced.function.sig.output {
        ReturnType::Default => quote_spanned!(output::blamed(traced)=> ()),
        ReturnType::Type(_, output) => named(output),
    }
}

fn named(ty: &Type) -> TokenStream {
    let mut ty = ty.clone();
    EraseImpl.visit_type_mut(&mut ty);
    ty.into_token_stream()
}

struct EraseImpl;

impl VisitMut for EraseImpl {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::ImplTrait(_) = ty {
            *ty = syn::parse_quote!(_);
        } else {
            visit_mut::visit_type_mut(self, ty);
        }
    }
}
