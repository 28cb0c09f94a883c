//! `#[attr]` on a parameter: the grammar, and what it means there.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, FnArg, Meta, Pat, PatIdent};

use crate::at::At;
use crate::attribute::{Attribute, Capture, Key, Value};
use crate::function::Marked;

/// The attribute that `#[attr]`, `#[attr("key")]`, `#[attr(%)]` or `#[attr(?"key")]` asks for.
pub(crate) fn lower(marked: &Marked) -> syn::Result<Attribute> {
    let parameter = parameter(&marked.parameter)?;
    let (capture, key) = match &marked.attr.meta {
        Meta::Path(_) => (Capture::Typed, None),
        Meta::List(list) => arguments(list.tokens.clone())?,
        Meta::NameValue(meta) => {
            return Err(
                At::of(&meta.eq_token).error("write the key in parentheses: `#[attr(\"key\")]`")
            );
        }
    };
    let key = key.unwrap_or_else(|| Key::from_ident(&parameter.ident));
    let ident = &parameter.ident;
    let expr: Expr = syn::parse_quote!(#ident);
    Ok(Attribute {
        key,
        value: Value { capture, expr },
        inherited: false,
        shared: None,
    })
}

fn arguments(tokens: TokenStream) -> syn::Result<(Capture, Option<Key>)> {
    let grammar = |input: ParseStream<'_>| {
        let capture = input.call(Capture::parse)?;
        let key = if input.is_empty() {
            None
        } else {
            Some(input.parse()?)
        };
        if !input.is_empty() {
            return Err(input.error("`#[attr]` takes one key: `#[attr(\"key\")]`"));
        }
        Ok((capture, key))
    };
    grammar.parse2(tokens)
}

/// The parameter's name, for one whose value can be named.
fn parameter(parameter: &FnArg) -> syn::Result<&PatIdent> {
    match parameter {
        FnArg::Receiver(receiver) => Err(At::of(&receiver.self_token).error(
            "`self` is not a value that can be recorded; name what of it is: \
             `attrs(order.id = self.id)`",
        )),
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(ident) if ident.subpat.is_none() => Ok(ident),
            pattern => Err(At::of(pattern).error(
                "`#[attr]` records a parameter that has a name, and this is a pattern; \
                 name what of it is recorded: `attrs(key = value)`",
            )),
        },
    }
}
