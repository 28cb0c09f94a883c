//! The function as written: its signature understood, its body kept as tokens.
//!
//! A body that is not parsed may be half-typed, and is never printed differently from how it was
//! read. It is emitted exactly once.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, ReturnType, Signature, Token, Type, Visibility, braced, token};

use crate::ungroup;

#[derive(Debug)]
pub(crate) struct Function {
    /// Outer and inner attributes, in the order written.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    /// `default fn` of a specialising impl.
    pub(crate) defaultness: Option<Token![default]>,
    pub(crate) sig: Signature,
    pub(crate) body: Body,
    /// The `#[attr]`s of the parameters, which are no part of the signature any more.
    pub(crate) markers: Vec<Marked>,
}

#[derive(Debug)]
pub(crate) struct Body {
    brace: token::Brace,
    tokens: TokenStream,
}

/// An `#[attr]` and the parameter on which it stands.
#[derive(Debug)]
pub(crate) struct Marked {
    pub(crate) attr: Attribute,
    pub(crate) parameter: FnArg,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let defaultness = input.parse()?;
        let mut sig: Signature = input.parse()?;
        ungroup::output(&mut sig.output);
        let content;
        let brace = braced!(content in input);
        attrs.extend(content.call(Attribute::parse_inner)?);
        let tokens = content.parse()?;
        let markers = sig.inputs.iter_mut().flat_map(take_markers).collect();
        Ok(Function {
            attrs,
            vis,
            defaultness,
            sig,
            body: Body { brace, tokens },
            markers,
        })
    }
}

impl Function {
    /// Whether an argument or what it returns is of a type without a size, which the compiler refuses. It
    /// would refuse each generated binding of it, too.
    pub(crate) fn is_refused(&self) -> bool {
        let has_no_size =
            |ty: &Type| matches!(ungroup::ty(ty), Type::Slice(_) | Type::TraitObject(_));
        let mut inputs = self.sig.inputs.iter();
        let argument = inputs.any(|input| match input {
            FnArg::Typed(typed) => has_no_size(&typed.ty),
            FnArg::Receiver(_) => false,
        });
        let returned = match &self.sig.output {
            ReturnType::Type(_, ty) => has_no_size(ty),
            ReturnType::Default => false,
        };
        argument || returned
    }
}

fn take_markers(parameter: &mut FnArg) -> Vec<Marked> {
    let attrs = match parameter {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(typed) => &mut typed.attrs,
    };
    let (markers, rest) = std::mem::take(attrs)
        .into_iter()
        .partition::<Vec<_>, _>(|attr| attr.path().is_ident("attr"));
    *attrs = rest;
    let marked = markers.into_iter().map(|attr| Marked {
        attr,
        parameter: parameter.clone(),
    });
    marked.collect()
}

impl Body {
    pub(crate) fn of(braces: &Group) -> Self {
        Body {
            brace: token::Brace(braces.span()),
            tokens: braces.stream(),
        }
    }

    pub(crate) fn tokens(&self) -> &TokenStream {
        &self.tokens
    }

    /// The span of the opening brace.
    pub(crate) fn open(&self) -> proc_macro2::Span {
        self.brace.span.open()
    }

    /// The span of the user's own braces.
    pub(crate) fn span(&self) -> proc_macro2::Span {
        self.brace.span.join()
    }

    /// `{ tokens }` in the user's own braces: with their edition, which decides how long the
    /// temporaries of a tail expression live, and with their place, which decides what lints say.
    pub(crate) fn braced(&self, tokens: TokenStream) -> Group {
        let mut group = Group::new(Delimiter::Brace, tokens);
        group.set_span(self.span());
        group
    }
}

impl Function {
    /// The function as written, but for its markers, and with `first` at the beginning of its body.
    pub(crate) fn beginning_with(&self, first: &TokenStream) -> TokenStream {
        let mut tokens = TokenStream::new();
        let (outer, inner) = self
            .attrs
            .iter()
            .partition::<Vec<_>, _>(|attr| matches!(attr.style, syn::AttrStyle::Outer));
        tokens.append_all(outer);
        self.vis.to_tokens(&mut tokens);
        self.defaultness.to_tokens(&mut tokens);
        self.sig.to_tokens(&mut tokens);
        self.body.brace.surround(&mut tokens, |tokens| {
            tokens.append_all(inner);
            first.to_tokens(tokens);
            self.body.tokens.to_tokens(tokens);
        });
        tokens
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.beginning_with(&TokenStream::new()));
    }
}
