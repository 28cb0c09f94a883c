//! The closure that reads the outcome from what the body came to.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

use super::{attributes, output};
use crate::model::Traced;
use crate::returned;
use crate::shape::Shape;

/// `|__r| outcome`. In which way the outcome is read is for the type checker to find: see
/// `dispatch` in the runtime.
pub(super) fn outcome(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let leaf = traced.leaf.map(|_| quote_spanned!(mixed=> __leaf,));
    if succeeds(traced) {
        let output = output::named(traced);
        return quote_spanned!(mixed=> |#leaf _: &#output| #private::Outcome::done());
    }
    let returned = attributes::returned(traced);
    let probed = probed(traced);
    let outcome = match &traced.ok_if {
        None => probed,
        Some(ok_if) => {
            let result = Ident::new("__r", mixed.located_at(ok_if.span()));
            let expected = attributes::blamed(traced, "expected", ok_if);
            let at = traced.hygiene.located_at(ok_if.span());
            quote_spanned!(at=> #expected(#result, #probed, #ok_if))
        }
    };
    let outcome = said(traced, outcome);
    quote_spanned!(mixed=> |#leaf __r| { #returned #outcome })
}

/// Whether nothing has to be found out: there is no value, or one of the language's own types, and nothing
/// is asked of it. The search is a good part of what a function costs to compile.
fn succeeds(traced: &Traced) -> bool {
    let plain = matches!(
        traced.shape,
        Shape::Sync | Shape::Inline { .. } | Shape::Async | Shape::AsyncKept
    );
    let asked = traced.ok_if.is_some() || !traced.returned.is_empty();
    let output = &traced.function.sig.output;
    output::is_never(traced) || plain && !asked && returned::is_built_in(output)
}

/// `|__r| outcome`, of the function alone.
pub(super) fn of_the_call(traced: &Traced) -> TokenStream {
    let outcome = said(traced, probed(traced));
    quote_spanned!(Span::mixed_site()=> |__r| #outcome)
}

/// The outcome as it may be told.
fn said(traced: &Traced, outcome: TokenStream) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    if traced.agreed.omits_error_text() {
        quote_spanned!(mixed=> #private::Outcome::without_text({ #outcome }))
    } else {
        outcome
    }
}

/// What is seen of `__r`.
fn probed(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    quote_spanned! {mixed=> {
        use #private::dispatch::*;
        (&&&&&&&#private::Probe(__r)).outcome()
    }}
}
