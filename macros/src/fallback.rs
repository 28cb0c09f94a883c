//! What is emitted where there are errors: they, and the item untouched.
//!
//! The item stays, so that one mistake does not cascade into "cannot find function" wherever it is
//! called, and language servers keep working on its body.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::enclosing;
use crate::function::Function;
use crate::off;
use crate::target::Target;
use crate::tools;
use crate::whole::{Member, Whole};

pub(crate) fn emit(error: &syn::Error, item: &impl ToTokens) -> TokenStream {
    let errors = error.to_compile_error();
    quote!(#errors #item)
}

/// Like [`emit`], for what may be an expression: that is one thing, not two.
pub(crate) fn emit_other(error: &syn::Error, item: &TokenStream) -> TokenStream {
    match item.clone().into_iter().next() {
        Some(TokenTree::Ident(_)) | None => emit(error, item),
        Some(TokenTree::Punct(first)) if first.as_char() == '#' => emit(error, item),
        _ => {
            let errors = error.to_compile_error();
            quote!({ #errors #item })
        }
    }
}

/// Errors where an expression stands, for any number of them.
pub(crate) fn expression(error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    quote!({ #errors })
}

/// Like [`emit`]; what only the attribute used is not called unused on top of it.
pub(crate) fn emit_function(error: &syn::Error, function: &Function) -> TokenStream {
    emit(error, &self::function(function))
}

/// A function that is not traced.
pub(crate) fn function(function: &Function) -> TokenStream {
    let quiet = quiet();
    let function = function.beginning_with(&enclosing::stand_in(function.body.tokens()));
    quote!(#quiet #function)
}

/// Where the crate forbids some of it, allowing it would be an error of its own.
pub(crate) fn quiet() -> Option<TokenStream> {
    (!tools::forbids_unused()).then(|| quote!(#[allow(unused)]))
}

/// Like [`emit`]; the functions of the item are not traced either.
pub(crate) fn emit_whole(error: &syn::Error, whole: &Whole) -> TokenStream {
    emit(error, &untouched(whole))
}

/// A whole item of which no function is traced.
pub(crate) fn untouched(whole: &Whole) -> TokenStream {
    let members = whole.members.iter().map(|member| match member {
        Member::Open { item, .. } => untouched_member(item),
        Member::Closed(tokens) => tokens.clone(),
    });
    let (quiet, item) = (quiet(), whole.with_members(members.collect()));
    quote!(#quiet #item)
}

/// What an item may hold, when it is not traced.
pub(crate) fn untouched_member(item: &TokenStream) -> TokenStream {
    match Target::parse(item.clone()) {
        Ok(Target::Function(function)) => {
            function.beginning_with(&enclosing::stand_in(function.body.tokens()))
        }
        _ => off::item(&TokenStream::new(), item.clone()),
    }
}
