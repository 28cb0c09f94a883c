//! The context from which the span is started: that of the call, or what `parent` and `links` say.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

use crate::model::{Parent, Traced};

pub(super) fn context(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let cx = match &traced.parent {
        Parent::Ambient | Parent::Root => quote_spanned!(mixed=> #private::capture()),
        Parent::Explicit(parent) => {
            let at = mixed.located_at(parent.span());
            let private = traced.paths.private(at);
            quote_spanned!(at=> #private::explicit(&(#parent)))
        }
    };
    match &traced.links {
        None => cx,
        Some(links) => {
            let at = mixed.located_at(links.span());
            let private = traced.paths.private(at);
            quote_spanned!(at=> #private::with_links(&#cx, #links))
        }
    }
}
