//! The checks that stand beside a whole item, as its functions are told of them, and the way there:
//! `[__traced_0: "order.id"]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, bracketed, token};

/// One check.
#[derive(Debug)]
pub(crate) struct Told {
    /// The module that holds it.
    pub(crate) module: Ident,
    /// The attribute that it is for.
    pub(crate) key: String,
}

/// The way to it from a function.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    module: Ident,
    /// How many modules lie between.
    up: usize,
}

/// What [`read`] reads.
pub(crate) fn written(told: &[Told]) -> TokenStream {
    if told.is_empty() {
        return TokenStream::new();
    }
    quote!([#(#told),*])
}

/// Reads the checks of an item, if it has any.
pub(crate) fn read(input: ParseStream<'_>) -> syn::Result<Vec<Told>> {
    if !input.peek(token::Bracket) {
        return Ok(Vec::new());
    }
    let content;
    bracketed!(content in input);
    let told = content.parse_terminated(Told::parse, Token![,])?;
    Ok(told.into_iter().collect())
}

impl ToTokens for Told {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (module, key) = (&self.module, &self.key);
        tokens.extend(quote!(#module: #key));
    }
}

impl Parse for Told {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let module = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok(Told {
            module,
            key: input.parse::<LitStr>()?.value(),
        })
    }
}

impl Told {
    /// The way from a member of the item.
    pub(crate) fn way(&self) -> Way {
        Way {
            module: self.module.clone(),
            up: 0,
        }
    }
}

impl Way {
    /// The same from a member of a module that lies between.
    pub(crate) fn go_up(&mut self) {
        self.up += 1;
    }

    /// The path of the module.
    pub(crate) fn path(&self, at: Span) -> TokenStream {
        let mut module = self.module.clone();
        module.set_span(at);
        let up = (0..self.up).map(|_| quote_spanned!(at=> super::));
        quote_spanned!(at=> #(#up)* #module)
    }
}
