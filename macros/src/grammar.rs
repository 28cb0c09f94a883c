//! The forms that arguments come in: lists, values, flags.
//!
//! A mistake in one argument does not hide those in others: it is noted, its tokens are skipped,
//! and reading goes on at the next argument.

use std::fmt::Display;

use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, ExprLit, Lit, LitStr, Path, Token, UnOp, parenthesized, token};

use crate::at::At;
use crate::attribute::{self, Attribute};
use crate::errors::Errors;
use crate::ungroup;

/// Reads a list separated by commas, going on behind each item that has a mistake.
pub(crate) fn list(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut item: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let read = item(input, errors).and_then(|()| {
            if input.is_empty() {
                return Ok(());
            }
            if input.peek(Token![;]) {
                return Err(input.error("`,` stands between arguments, not `;`"));
            }
            input
                .parse::<Token![,]>()
                .map(drop)
                .map_err(|error| At::from(error.span()).error("expected `,` before this"))
        });
        if let Err(error) = read {
            errors.push(error);
            skip_to_next(input);
        }
    }
}

/// Moves behind the comma that most likely ends a broken item: one with a word or a string after it.
fn skip_to_next(input: ParseStream<'_>) {
    while let Ok(token) = input.parse::<TokenTree>() {
        let comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        if comma && (input.peek(Ident::peek_any) || input.peek(LitStr)) {
            return;
        }
    }
}

/// Skips what belongs to an unknown argument, so that it is not taken for arguments.
pub(crate) fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    if input.peek(token::Paren) {
        input.parse::<TokenTree>()?;
    } else if input.parse::<Option<Token![=]>>()?.is_some() {
        let ahead = input.fork();
        if ahead.parse::<Expr>().is_ok() {
            input.parse::<Expr>()?;
        }
    }
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// `key = value`
pub(crate) fn value<T: Parse>(key: &Ident, input: ParseStream<'_>) -> syn::Result<T> {
    if !input.peek(Token![=]) {
        return Err(At::from(key.span()).error(format_args!("`{key}` needs a value: `{key} = ..`")));
    }
    if input.peek(Token![==]) || input.peek(Token![=>]) {
        let sign = attribute::two_signs(input)?;
        skip_value(input)?;
        return Err(sign.error(format_args!(
            "an argument is written with one `=`: `{key} = ..`"
        )));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(At::from(key.span()).error(format_args!("`{key}` needs a value: `{key} = ..`")));
    }
    input.parse()
}

/// Refuses what cannot be a closure, whatever its type.
pub(crate) fn closure(given: &Expr, usage: impl Display, errors: &mut Errors) {
    let is_value = match ungroup::expr(given) {
        Expr::Lit(_) | Expr::Binary(_) | Expr::Array(_) | Expr::Tuple(_) | Expr::Range(_) => true,
        Expr::Unary(unary) => !matches!(unary.op, UnOp::Deref(_)),
        _ => false,
    };
    if is_value {
        errors.at(
            At::of(given),
            format_args!("a closure stands here: `{usage}`"),
        );
    }
}

/// The same for what `ret` has.
pub(crate) fn closures_of(ret: &[Attribute], errors: &mut Errors) {
    for attribute in ret {
        let usage = format!("{} = |ok| ..", attribute.key.text);
        closure(&attribute.value.expr, usage, errors);
    }
}

pub(crate) fn flag(key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(input.error(format_args!("`{key}` takes no value; write it alone")))
}

pub(crate) fn name(name: &Expr) -> syn::Result<LitStr> {
    literal(name).ok_or_else(|| At::of(name).error(NO_NAME))
}

pub(crate) const NO_NAME: &str =
    "a span name is a string literal; put what varies in an attribute [name-cardinality]";

fn literal(expr: &Expr) -> Option<LitStr> {
    match ungroup::expr(expr) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.clone()),
        _ => None,
    }
}

/// `key = "text"`
pub(crate) fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let given: Expr = value(key, input)?;
    literal(&given).ok_or_else(|| {
        At::of(&given).error(format_args!(
            "`{key}` is a string literal: `{key} = \"order\"`"
        ))
    })
}

pub(crate) fn parent(key: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    let parent: Expr = value(key, input)?;
    match ungroup::expr(&parent) {
        Expr::Path(path) if path.path.is_ident("None") => {
            Err(At::of(&parent).error("a span without a parent is a root: write `root`"))
        }
        _ => Ok(parent),
    }
}

pub(crate) fn krate(key: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    let ahead = input.fork();
    if let Ok(literal) = value::<LitStr>(key, &ahead) {
        return Err(At::from(literal.span()).error(format_args!(
            "`crate` takes a path without quotes: `crate = {}`",
            literal.value()
        )));
    }
    let ahead = input.fork();
    let given: Expr = value(key, &ahead)?;
    let Expr::Path(_) = ungroup::expr(&given) else {
        return Err(At::of(&given).error(PATH));
    };
    input.parse::<Token![=]>()?;
    input.call(Path::parse_mod_style)
}

const PATH: &str = "`crate` takes a path: `crate = telemetry::traced`";

/// `key(item, ..)`
pub(crate) fn items<T>(
    key: &Ident,
    usage: &str,
    input: ParseStream<'_>,
    errors: &mut Errors,
    item: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<T>> {
    if !input.peek(token::Paren) {
        return Err(At::from(key.span()).error(format_args!("`{key}` takes a list: `{usage}`")));
    }
    let content;
    parenthesized!(content in input);
    let mut items = Vec::new();
    list(&content, errors, |input, _| {
        items.push(item(input)?);
        Ok(())
    });
    Ok(items)
}
