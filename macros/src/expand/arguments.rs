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
            named_outside,
        } => {
            // What only the attribute uses is used.
            let used = named_outside.then(|| quote_spanned!(mixed=> #(#attrs)* let _ = &#ident;));
            quote_spanned!(mixed=> #(#attrs)* let #mutability #ident = #ident; #used)
        }
        Argument::Pattern {
            attrs,
            stand_in,
            pat,
        } => quote_spanned! {mixed=>
            #(#attrs)* let #stand_in = #stand_in;
            #(#attrs)* let #pat = #stand_in;
        },
    }
}
