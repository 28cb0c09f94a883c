//! The return edge: a `return` of the declared type that never runs, first in the body.
//!
//! Inside a closure or an async block the compiler has to find out the type of the body. The edge
//! tells it, as the signature of a function would: coercions at the tail work, and a wrong value is
//! blamed on the user's own token.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{ReturnType, Type};

use super::output;
use crate::model::Traced;

pub(super) fn edge(traced: &Traced) -> TokenStream {
    let at = output::blamed(traced);
    let output = match &traced.function.sig.output {
        ReturnType::Default => quote_spanned!(at=> ()),
        // A body of type `!` needs no help, and the type of a block is for its surroundings to say.
        // The item stands in the edge's place because braces
        // around a lone expression would be `unused_braces`.
        ReturnType::Type(..) if output::is_never(traced) || !traced.shape.is_function() => {
            return quote_spanned!(at=> const _: () = (););
        }
        ReturnType::Type(_, output) => nameable(output).into_token_stream(),
    };
    quote_spanned! {at=>
        #[allow(
            unknown_lints, unreachable_code, unused,
            clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction,
        )]
        if false {
            let __edge: #output = loop {};
            return __edge;
        };
    }
}

/// The type with `_` for every `impl Trait`, which a `let` cannot name.
fn nameable(output: &Type) -> Type {
    let mut output = output.clone();
    EraseImpl.visit_type_mut(&mut output);
    output
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
