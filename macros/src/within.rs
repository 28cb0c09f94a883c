//! What a function takes over from the item that it belongs to.
//!
//! A whole item is expanded by giving each of its functions an attribute of its own, which repeats
//! what stands on the item: `#[traced(__within(impl Orders, prefix = "order"), kind = client)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Token, parenthesized};
use traced_conventions::Rule;

use crate::args::Args;
use crate::errors::Errors;
use crate::shared::{self, Shared, Told};

/// The argument that [`Within`] is read from. Nobody writes it by hand.
pub(crate) const WITHIN: &str = "__within";

#[derive(Debug)]
pub(crate) struct Within {
    /// The word that begins it, which the expansion of the item wrote.
    pub(crate) word: Span,
    pub(crate) item: Item,
    /// The checks of its attributes.
    pub(crate) shared: Vec<Told>,
    pub(crate) args: Args,
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
    /// Reads the parentheses behind [`WITHIN`].
    pub(crate) fn parse(
        word: Span,
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> syn::Result<Self> {
        let content;
        parenthesized!(content in input);
        let sort = if content.parse::<Option<Token![impl]>>()?.is_some() {
            Sort::Impl
        } else if content.parse::<Option<Token![trait]>>()?.is_some() {
            Sort::Trait
        } else {
            content.parse::<Token![mod]>()?;
            Sort::Module
        };
        let name = content
            .peek(Ident::peek_any)
            .then(|| content.call(Ident::parse_any))
            .transpose()?;
        let shared = shared::read(&content)?;
        content.parse::<Token![,]>()?;
        let mut args = Args::default();
        args.read(&content, errors);
        let item = Item { sort, name };
        Ok(Within {
            word,
            item,
            shared,
            args,
        })
    }

    /// The argument, for a function of `item`, on which `args` stand.
    pub(crate) fn written(item: &Item, shared: &[Shared], args: &TokenStream) -> TokenStream {
        let sort = match item.sort {
            Sort::Impl => quote!(impl),
            Sort::Trait => quote!(trait),
            Sort::Module => quote!(mod),
        };
        let name = item.name.to_token_stream();
        let word = Ident::new(WITHIN, Span::mixed_site());
        let shared = shared::written(shared);
        quote!(#word(#sort #name #shared, #args))
    }

    /// The beginnings of the span's name that the items around give, where each was judged.
    pub(crate) fn prefixes(&self) -> Vec<String> {
        self.args.prefixes()
    }

    /// The first segments of the span's name: every prefix that is given on an item around it, and
    /// the name of the innermost item if that gives none.
    pub(crate) fn segments(&self) -> Vec<String> {
        let mut segments = self.args.prefixes();
        if self.args.prefix.at().is_none() {
            segments.extend(self.item.name.as_ref().map(|name| name.unraw().to_string()));
        }
        segments
    }
}

impl Args {
    fn prefixes(&self) -> Vec<String> {
        let outer = self.within.as_ref();
        let mut prefixes = outer
            .map(|within| within.args.prefixes())
            .unwrap_or_default();
        prefixes.extend(self.prefix.get().map(syn::LitStr::value));
        prefixes
    }

    /// The rules of which these or the items around ask for an exception.
    pub(crate) fn allowed(&self) -> Vec<Rule> {
        let outer = self.within.as_ref();
        let mut allowed = outer
            .map(|within| within.args.allowed())
            .unwrap_or_default();
        allowed.extend(self.allow.get().into_iter().flatten());
        allowed
    }

    /// Whether these or the items around say that the function is a leaf.
    pub(crate) fn is_leaf(&self) -> bool {
        let decided = self.parent.at().or(self.root.at()).is_some();
        let outer = || self.within.as_ref().is_some_and(|it| it.args.is_leaf());
        self.leaf.at().is_some() || !decided && outer()
    }

    /// Whether these or the items around ask for something of what is returned.
    pub(crate) fn looks_at_value(&self) -> bool {
        let outer = self.within.as_ref();
        self.ret.at().or(self.ok_if.at()).is_some()
            || outer.is_some_and(|within| within.args.looks_at_value())
    }

    /// The hygiene of generated tokens that the compiler blames. What it blames has to be the same in all
    /// functions of an item, so it is that of the outermost item's expansion.
    pub(crate) fn hygiene(&self) -> Span {
        let outer = self.within.as_ref();
        outer.map_or_else(Span::mixed_site, |within| match within.args.within {
            None => within.word,
            Some(_) => within.args.hygiene(),
        })
    }

    /// These arguments, and where one is absent that of the items around.
    pub(crate) fn inherited(mut self) -> Self {
        let Some(within) = self.within.take() else {
            return self;
        };
        let Within {
            item, shared, args, ..
        } = *within;
        let mut outer = args.inherited();
        for attributes in [outer.attrs.get_mut(), outer.ret.get_mut()] {
            shared::find(
                attributes.map_or(&mut [], Vec::as_mut_slice),
                &shared,
                item.sort,
            );
        }
        // Which trace the span belongs to is one decision, and `leaf` is part of it.
        let undecided = self
            .parent
            .at()
            .or(self.root.at())
            .or(self.leaf.at())
            .is_none();
        let leaf = self.leaf.at().is_some();
        if undecided {
            self.parent = outer.parent;
            self.root = outer.root;
            self.leaf = outer.leaf;
        }
        if !leaf {
            self.links = self.links.or(outer.links);
        }
        self.kind = self.kind.or(outer.kind);
        self.ok_if = self.ok_if.or(outer.ok_if);
        self.krate = self.krate.or(outer.krate);
        self.attrs = self
            .attrs
            .after(outer.attrs, |own, other| own.key.text == other.key.text);
        self.late = self
            .late
            .after(outer.late, |own, other| own.key.text == other.key.text);
        self.ret = self
            .ret
            .after(outer.ret, |own, other| own.key.text == other.key.text);
        self.allow = self.allow.after(outer.allow, |own, other| own == other);
        self
    }
}
