//! The way from generated code to the runtime.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

/// `::traced`, or what `crate = path` says.
#[derive(Debug)]
pub(crate) struct Paths {
    krate: Option<Path>,
}

impl Paths {
    pub(crate) fn new(krate: Option<Path>) -> Self {
        Paths { krate }
    }

    /// The runtime's module for generated code, to be blamed on `span`.
    pub(crate) fn private(&self, span: Span) -> TokenStream {
        let Some(krate) = &self.krate else {
            return quote_spanned!(span=> ::traced::__private);
        };
        quote!(#krate::__private)
    }

    /// What the crate exports under a name.
    pub(crate) fn item(&self, name: &str, span: Span) -> TokenStream {
        let name = Ident::new(name, span);
        let Some(krate) = &self.krate else {
            return quote_spanned!(span=> ::traced::#name);
        };
        quote!(#krate::#name)
    }

    /// What `crate = path` says, if it does.
    pub(crate) fn given(&self) -> Option<&Path> {
        self.krate.as_ref()
    }
}
