//! The macro around the body that knows which keys `record!` may set there.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use crate::enclosing;
use crate::model::Traced;

/// `macro_rules! ..`, or nothing where the body cannot want it.
pub(super) fn declared(traced: &Traced) -> TokenStream {
    if !is_wanted(traced) {
        return TokenStream::new();
    }
    if traced.leaf.is_some() {
        return enclosing::refused(&traced.paths);
    }
    let mixed = Span::mixed_site();
    let any = format_ident!("any", span = mixed);
    let constants = traced.site.constants.iter().map(|(key, _)| key);
    let computed = traced.attributes.iter().map(|attribute| &attribute.key);
    let given = constants
        .chain(computed)
        .map(|key| (&key.text, any.clone()));
    let late = traced
        .late
        .iter()
        .map(|late| (&late.key.text, late.ty.ident(mixed)));
    let (keys, types): (Vec<_>, Vec<_>) = given.chain(late).unzip();
    let private = traced.paths.private(mixed);
    let imported = traced.paths.imported();
    // What may be recorded although it is agreed otherwise.
    let allowed = traced
        .allowed
        .iter()
        .map(|rule| Ident::new(&rule.id().replace('-', "_"), mixed));
    let allowed = (!traced.allowed.is_empty()).then(|| quote_spanned!(mixed=> ; #(#allowed)*));
    // Seen by the body, and no other: a function in it is in the macro's scope, but cannot name the
    // local.
    let name = Ident::new(enclosing::MACRO, Span::call_site());
    let dollar = Punct::new('$', Spacing::Alone);
    quote_spanned! {mixed=>
        let __body = ();
        macro_rules! #name {
            (#dollar(#dollar tokens:tt)*) => {
                #private::__record!(__body (#imported #allowed) [#(#keys: #types),*] #dollar(#dollar tokens)*)
            };
        }
    }
}

/// Whether a body may hold a `record!`. One that can set nothing is seen to only if it tries, so
/// that the error says so.
fn is_wanted(traced: &Traced) -> bool {
    let keys = !traced.late.is_empty()
        || !traced.attributes.is_empty()
        || !traced.site.constants.is_empty();
    let block = !traced.shape.is_function();
    let open = traced.leaf.is_none() && (keys || block);
    open || enclosing::is_mentioned(traced.function.body.tokens())
}
