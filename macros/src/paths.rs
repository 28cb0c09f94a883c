//! The way from generated code to the runtime.
//!
//! Where `crate = path` is given, that path is written once, in an import, and everything else goes by
//! the import's name: of what comes by an import that failed the compiler does not speak again, so that
//! a wrong path is one error and not one for each use of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

/// The name of the import.
const IMPORTED: &str = "__traced_private";

/// `::traced`, or what `crate = path` says.
#[derive(Debug)]
pub(crate) struct Paths {
    krate: Option<Path>,
}

impl Paths {
    pub(crate) fn new(krate: Option<Path>) -> Self {
        Paths { krate }
    }

    /// The runtime's module for generated code, to be blamed on `span`. Where there is an
    /// [`import`](Self::import), it is seen only behind it.
    pub(crate) fn private(&self, span: Span) -> TokenStream {
        if self.krate.is_none() {
            return quote_spanned!(span=> ::traced::__private);
        }
        let imported = Ident::new(IMPORTED, span);
        quote!(#imported)
    }

    /// The statement that has to stand first where [`private`](Self::private) is used: nothing for
    /// `::traced`. It is blamed on what the user wrote.
    pub(crate) fn import(&self) -> TokenStream {
        // A name that other crates do not have, as they do a module `__private`.
        self.import_of("__private_of_traced", IMPORTED)
    }

    /// `use path::name as imported;`, if there is a path.
    pub(crate) fn import_of(&self, name: &str, imported: &str) -> TokenStream {
        let Some(krate) = &self.krate else {
            return TokenStream::new();
        };
        let at = end(krate);
        let (name, imported) = (Ident::new(name, at), Ident::new(imported, at));
        quote_spanned!(at=> use #krate::#name as #imported;)
    }

    /// Whether they lead to the same place from every module.
    pub(crate) fn is_absolute(&self) -> bool {
        self.krate.as_ref().is_none_or(|krate| {
            krate.leading_colon.is_some()
                || krate.segments.first().is_some_and(|it| it.ident == "crate")
        })
    }

    /// What `crate = path` says, if it does.
    pub(crate) fn given(&self) -> Option<&Path> {
        self.krate.as_ref()
    }

    /// `core`, from where no import is seen, as in a signature.
    pub(crate) fn core(&self, span: Span) -> TokenStream {
        if self.krate.is_none() {
            return quote_spanned!(span=> ::traced::__private::core);
        }
        quote_spanned!(span=> ::core)
    }

    /// What the crate exports under a name.
    pub(crate) fn item(&self, name: &str, span: Span) -> TokenStream {
        let Some(krate) = &self.krate else {
            let name = Ident::new(name, span);
            return quote_spanned!(span=> ::traced::#name);
        };
        let name = Ident::new(name, end(krate));
        quote!(#krate::#name)
    }

    /// The word by which [`record!`](macro@crate::record) is told which of the two ways it is.
    pub(crate) fn imported(&self) -> Option<Ident> {
        let krate = self.krate.as_ref()?;
        Some(Ident::new(IMPORTED, end(krate)))
    }
}

/// The last token of a path.
fn end(path: &Path) -> Span {
    path.segments
        .last()
        .map_or_else(|| path.span(), |last| last.ident.span())
}
