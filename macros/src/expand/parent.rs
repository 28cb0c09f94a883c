//! The context from which the span is started: that of the call, or what `parent` and `links` say.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;

use super::attributes::{blamed, borrowed};
use crate::model::{Parent, Traced};

pub(super) fn context(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let cx = match &traced.parent {
        Parent::Ambient | Parent::Root => quote_spanned!(mixed=> #private::capture()),
        Parent::Explicit(parent) => {
            let at = mixed.located_at(parent.span());
            let explicit = blamed(traced, "explicit", parent);
            let parent = borrowed(parent, &parent.to_token_stream(), parent.span());
            quote_spanned!(at=> #explicit(#parent))
        }
    };
    match &traced.links {
        None => cx,
        Some(links) => {
            let at = mixed.located_at(links.span());
            let with_links = blamed(traced, "with_links", links);
            quote_spanned!(at=> #with_links(&#cx, #links))
        }
    }
}
