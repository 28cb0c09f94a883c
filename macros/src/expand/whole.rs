//! A whole item, with an attribute on each of its functions that repeats its own.
//!
//! The functions are left to those attributes, rather than expanded here, so that whatever rewrites
//! methods does so first or last as it would with attributes written by hand: below
//! `#[async_trait]` they see the functions it writes, above it those that the user wrote.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::warnings;
use crate::model::TracedItem;
use crate::whole::Member;
use crate::within::{Sort, Within};
use crate::{deferred, fallback};

pub(super) fn whole(traced: &TracedItem) -> TokenStream {
    let attribute = traced.paths.item("traced", Span::mixed_site());
    let inherited = Within::written(&traced.whole.item, &traced.args);
    let asks_again = traced.paths.given().is_some() && traced.whole.item.sort == Sort::Module;
    let members = traced.whole.members.iter().map(|member| match member {
        Member::Open { args, item } if asks_again => {
            let (args, untouched) = (quote!(#inherited, #args), fallback::untouched_member(item));
            let untouched = quote!(#[allow(unused)] #untouched);
            deferred::to(&traced.paths, &args, item, &untouched)
        }
        Member::Open { args, item } => quote!(#[#attribute(#inherited, #args)] #item),
        Member::Closed(tokens) => tokens.clone(),
    });
    let whole = traced.whole.with_members(members.collect());
    let warnings = warnings(&traced.warnings);
    quote!(#warnings #whole)
}
