//! The context from which the span is started: that of the call, or what `parent` and `links` say.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;

use super::attributes::blamed;
use super::borrowed::borrowed;
use crate::model::{Parent, Traced};

pub(super) fn context(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let cx = match &traced.parent {
        Parent::Ambient | Parent::Root => quote_spanned!(mixed=> #private::capture()),
        Parent::Explicit(parent) => {
            let explicit = blamed(traced, "explicit", parent);
            borrowed(&explicit, parent, &parent.to_token_stream(), traced.hygiene)
        }
    };
    match &traced.links {
        None => cx,
        Some(links) => {
            let with_links = blamed(traced, "with_links", links);
            quote_spanned!(links.span()=> #with_links(&#cx, #links))
        }
    }
}
