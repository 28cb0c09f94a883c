//! Attributes whose values are computed: `__a.set("key", any(&value));` for each.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::typed;
use crate::attribute::{Attribute, Capture};
use crate::model::Traced;

/// The statement at the start of the body. Its closure runs only if the span records.
pub(super) fn computed(traced: &Traced) -> TokenStream {
    let set = setters(traced, &traced.attributes, |value| quote!((#value)));
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
        let at = mixed.located_at(closure.span());
        let private = traced.paths.private(at);
        quote_spanned!(at=> #private::apply(__ok, #closure))
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
    let set = setters(traced, &traced.attributes, |value| quote!((#value)));
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
            Capture::Typed => quote_spanned!(at=> any),
            Capture::Display => quote_spanned!(at=> display),
            Capture::Debug => quote_spanned!(at=> debug),
        };
        let expected = match attribute.value.capture {
            Capture::Typed => traced.agreed.expected(key),
            Capture::Display | Capture::Debug => None,
        };
        let value = if let Some(expected) = expected {
            typed(&expected, &private, at, &value)
        } else {
            quote_spanned!(at=> #private::#capture(&#value))
        };
        quote_spanned!(at=> __a.set(#key, #value);)
    });
    set.collect()
}
