//! A whole item, with an attribute on each of its functions that repeats its own.
//!
//! The functions are left to those attributes, rather than expanded here, so that whatever rewrites
//! methods does so first or last as it would with attributes written by hand: below
//! `#[async_trait]` they see the functions it writes, above it those that the user wrote.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::said::warnings;
use super::typed;
use crate::model::TracedItem;
use crate::paths::Paths;
use crate::shared::Shared;
use crate::whole::Member;
use crate::within::{Sort, Within};
use crate::{deferred, fallback};

pub(super) fn whole(traced: &TracedItem) -> TokenStream {
    let attribute = traced.paths.item("traced", Span::mixed_site());
    let told: Vec<_> = traced.shared.iter().map(Shared::told).collect();
    let inherited = Within::written(&traced.whole.item, &told, &traced.args);
    let is_module = traced.whole.item.sort == Sort::Module;
    let asks_again = traced.paths.given().is_some() && is_module;
    let shared = traced.shared.iter().map(|it| shared(it, &traced.paths));
    let (mut inside, before): (Option<TokenStream>, _) = if is_module {
        (Some(shared.collect()), None)
    } else {
        (None, Some(shared.collect::<TokenStream>()))
    };
    let members = traced.whole.members.iter().map(|member| match member {
        Member::Open { args, item } => {
            let shared = inside.take();
            let item = if asks_again {
                let (args, untouched) =
                    (quote!(#inherited, #args), fallback::untouched_member(item));
                let quiet = fallback::quiet();
                let untouched = quote!(#quiet #untouched);
                deferred::to(&traced.paths, &args, item, &untouched)
            } else {
                quote!(#[#attribute(#inherited, #args)] #item)
            };
            quote!(#shared #item)
        }
        Member::Closed(tokens) => tokens.clone(),
    });
    let whole = traced.whole.with_members(members.collect());
    let warnings = warnings(&traced.warnings);
    quote!(#warnings #before #whole)
}

/// The module of a check.
fn shared(shared: &Shared, paths: &Paths) -> TokenStream {
    let at = Span::mixed_site().located_at(shared.at);
    let (module, import, private) = (&shared.module, paths.import(), paths.private(at));
    let visible = quote_spanned!(at=> pub(super));
    let judge = typed::judge(&shared.expected, &private, at, &visible);
    quote_spanned!(at=> mod #module { #import #judge })
}
