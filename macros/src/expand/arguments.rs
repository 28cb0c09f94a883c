//! The bindings at the start of the body: every parameter, in order.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::model::{Argument, Traced};

pub(super) fn bindings(traced: &Traced) -> TokenStream {
    traced.arguments.iter().map(binding).collect()
}

fn binding(argument: &Argument) -> TokenStream {
    let mixed = Span::mixed_site();
    match argument {
        // `self` is captured, but not moved: it is dropped last, as it would be.
        Argument::Receiver(this) => {
            let at = mixed.located_at(this.span);
            quote_spanned!(at=> let _ = &#this;)
        }
        Argument::Named {
            attrs,
            mutability,
            ident,
            ptr_arg,
            named_outside,
        } => {
            let not_judged = ptr_arg.then(|| quote_spanned!(mixed=> #(#attrs)* let _ = #ident;));
            // What only the attribute uses is used.
            let used = named_outside.then(|| quote_spanned!(mixed=> #(#attrs)* let _ = &#ident;));
            // The binding is a use of it, and one without effect, only here.
            let unused = ident.to_string().starts_with('_').then(|| {
                quote_spanned! {mixed=>
                    #[allow(clippy::no_effect_underscore_binding, clippy::used_underscore_binding)]
                }
            });
            quote_spanned!(mixed=> #not_judged #(#attrs)* #unused let #mutability #ident = #ident; #used)
        }
        Argument::Pattern {
            attrs,
            stand_in,
            pat,
            ref_mut,
        } => {
            let mutability = ref_mut.then(|| quote_spanned!(mixed=> mut));
            // An expectation is about the user's pattern.
            let conditions = attrs.iter().filter(|attr| !attr.path().is_ident("expect"));
            quote_spanned! {mixed=>
                #(#conditions)* let #mutability #stand_in = #stand_in;
                #(#attrs)* let #pat = #stand_in;
            }
        }
    }
}
