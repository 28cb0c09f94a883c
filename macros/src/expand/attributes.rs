//! Attributes whose values are computed: `__a.set("key", any(&value));` for each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::borrowed::borrowed;
use super::typed::{There, typed, typed_there};
use crate::attribute::{Attribute, Capture};
use crate::model::Traced;

/// The statement at the start of the body. Its closure runs only if the span records.
pub(super) fn computed(traced: &Traced) -> TokenStream {
    let set = setters(traced, &traced.attributes, ToTokens::to_token_stream);
    on_span(traced, &set)
}

/// The statement in the outcome: attributes of the `Ok` value.
pub(super) fn returned(traced: &Traced) -> TokenStream {
    if traced.returned.is_empty() {
        return TokenStream::new();
    }
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let set = setters(traced, &traced.returned, |closure| {
        let apply = blamed(traced, "apply", closure);
        let ok = Ident::new("__ok", mixed);
        quote_spanned!(closure.span()=> #apply(#ok, #closure))
    });
    let set = on_span(traced, &set);
    quote_spanned! {mixed=>
        let __ok = {
            use #private::dispatch::*;
            (&&#private::Success(__r)).success()
        };
        if let #private::core::option::Option::Some(__ok) = __ok {
            #set
        }
    }
}

/// The statement in a function that returns a future, whose span starts when the arguments are
/// gone: the context of the call carries the attributes.
pub(super) fn carried(traced: &Traced) -> TokenStream {
    if traced.attributes.is_empty() {
        return TokenStream::new();
    }
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let set = setters(traced, &traced.attributes, ToTokens::to_token_stream);
    quote_spanned!(mixed=> *__parent = #private::with_attributes(__parent, |__a| { #set });)
}

fn on_span(traced: &Traced, set: &TokenStream) -> TokenStream {
    if set.is_empty() {
        return TokenStream::new();
    }
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    if traced.leaf.is_some() {
        quote_spanned!(mixed=> __leaf.attributes(|__a| { #set });)
    } else {
        quote_spanned!(mixed=> #private::attributes(|__a| { #set });)
    }
}

/// A function of the runtime, of which an error is the expression's. Not only the place is the
/// expression's, but the span: what is on a whole item is written into each of its functions, and the
/// compiler says the same once if nothing in it is of one of them.
pub(super) fn blamed(traced: &Traced, function: &str, expr: &Expr) -> TokenStream {
    let at = expr.span();
    let (private, function) = (traced.paths.private(at), Ident::new(function, at));
    quote_spanned!(at=> #private::#function)
}

/// What a value cannot become an attribute for is blamed on the value.
fn setters(
    traced: &Traced,
    attributes: &[Attribute],
    value: impl Fn(&Expr) -> TokenStream,
) -> TokenStream {
    let mixed = Span::mixed_site();
    let set = attributes.iter().map(|attribute| {
        let at = mixed.located_at(attribute.value.expr.span());
        let private = traced.paths.private(at);
        let key = &attribute.key.text;
        let value = value(&attribute.value.expr);
        let capture = match attribute.value.capture {
            Capture::Typed => "any",
            Capture::Display => "display",
            Capture::Debug => "debug",
        };
        let capture = blamed(traced, capture, &attribute.value.expr);
        let expected = match attribute.value.capture {
            Capture::Typed => traced.agreed.expected(key),
            Capture::Display | Capture::Debug => None,
        };
        let expr = &attribute.value.expr;
        let value = match (expected, &attribute.shared) {
            (Some(expected), Some(shared)) => {
                let there = There {
                    paths: &traced.paths,
                    module: shared,
                    hygiene: traced.hygiene,
                };
                typed_there(&expected, &there, expr, &value)
            }
            (Some(expected), None) => {
                typed(&expected, &private, at, &quote_spanned!(at=> (#value)))
            }
            (None, _) => borrowed(&capture, expr, &value, traced.hygiene),
        };
        quote_spanned!(at=> __a.set(#key, #value);)
    });
    set.collect()
}
