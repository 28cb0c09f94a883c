//! The item that a function belongs to, as the function's own attribute says it.
//!
//! A whole item is expanded by giving each of its functions an attribute of its own, which repeats
//! what stands on the item: `#[traced(__within(impl Orders, prefix = "order"), kind = client)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};

use crate::told::{self, Told};

/// The argument that says it. Nobody writes it by hand.
pub(crate) const WITHIN: &str = "__within";

/// What stands in its parentheses before the arguments.
#[derive(Debug)]
pub(crate) struct Within {
    /// The word that begins it, which the expansion of the item wrote.
    pub(crate) word: Span,
    pub(crate) item: Item,
    /// The checks of its attributes.
    pub(crate) told: Vec<Told>,
}

/// What sort of item it is, and its name: that of the type for an `impl`, if the type has one.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) sort: Sort,
    pub(crate) name: Option<Ident>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Impl,
    Trait,
    Module,
}

impl Within {
    /// Reads what stands before the arguments. `word` is [`WITHIN`].
    pub(crate) fn parse(word: Span, input: ParseStream<'_>) -> syn::Result<Self> {
        let item = input.parse()?;
        let told = told::read(input)?;
        input.parse::<Token![,]>()?;
        Ok(Within { word, item, told })
    }

    /// The argument, for a function of `item`, on which `args` stand.
    pub(crate) fn written(item: &Item, told: &[Told], args: &TokenStream) -> TokenStream {
        let word = Ident::new(WITHIN, Span::mixed_site());
        let told = told::written(told);
        quote!(#word(#item #told, #args))
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let sort = if input.parse::<Option<Token![impl]>>()?.is_some() {
            Sort::Impl
        } else if input.parse::<Option<Token![trait]>>()?.is_some() {
            Sort::Trait
        } else {
            input.parse::<Token![mod]>()?;
            Sort::Module
        };
        let name = input
            .peek(Ident::peek_any)
            .then(|| input.call(Ident::parse_any))
            .transpose()?;
        Ok(Item { sort, name })
    }
}

impl ToTokens for Item {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self.sort {
            Sort::Impl => quote!(impl),
            Sort::Trait => quote!(trait),
            Sort::Module => quote!(mod),
        });
        self.name.to_tokens(tokens);
    }
}
