//! The arguments as written: the grammar of `#[traced(..)]`.
//!
//! A mistake in one argument does not hide those in others: it is noted, its tokens are skipped,
//! and reading goes on at the next argument.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Expr, LitStr, Path, Token, parenthesized, token};
use traced_conventions::Rule;

use crate::at::At;
use crate::attribute::Attribute;
use crate::errors::Errors;
use crate::slot::Slot;
use crate::words::{self, Kind};

#[derive(Debug, Default)]
pub(crate) struct Args {
    pub(crate) name: Slot<LitStr>,
    pub(crate) kind: Slot<Kind>,
    pub(crate) attrs: Slot<Vec<Attribute>>,
    pub(crate) ret: Slot<Vec<Attribute>>,
    pub(crate) ok_if: Slot<Expr>,
    pub(crate) parent: Slot<Expr>,
    pub(crate) root: Slot<()>,
    pub(crate) links: Slot<Expr>,
    pub(crate) leaf: Slot<()>,
    pub(crate) future: Slot<()>,
    pub(crate) allow: Slot<Vec<Rule>>,
    pub(crate) krate: Slot<Path>,
}

impl Args {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut args = Args::default();
        let read = |input: ParseStream<'_>| {
            list(input, errors, |input, errors| args.argument(input, errors));
            Ok(())
        };
        if let Err(error) = read.parse2(tokens) {
            errors.push(error);
        }
        args
    }

    fn argument(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            self.name
                .set("the span name", name.span().into(), name, errors);
            return Ok(());
        }
        if !input.peek(Ident::peek_any) {
            return Err(input.error(
                "expected the span's name or an argument, as in `\"order.place\", kind = server`",
            ));
        }
        let key = input.call(Ident::parse_any)?;
        let (word, at) = (key.to_string(), At::from(key.span()));
        match &*word {
            "name" => {
                let name = name(&value(&key, input)?)?;
                self.name.set("the span name", at, name, errors);
            }
            "kind" => {
                let kind = words::kind(&value(&key, input)?)?;
                self.kind.set("`kind`", at, kind, errors);
            }
            "attrs" => {
                let attrs = attributes(&key, "attrs(key = value)", input, errors)?;
                self.attrs.set("`attrs`", at, attrs, errors);
            }
            "ret" => {
                let ret = attributes(&key, "ret(key = |ok| value)", input, errors)?;
                self.ret.set("`ret`", at, ret, errors);
            }
            "ok_if" => self.ok_if.set("`ok_if`", at, value(&key, input)?, errors),
            "parent" => self
                .parent
                .set("`parent`", at, parent(&key, input)?, errors),
            "root" => self.root.set("`root`", at, flag(&key, input)?, errors),
            "links" => self.links.set("`links`", at, value(&key, input)?, errors),
            "leaf" => self.leaf.set("`leaf`", at, flag(&key, input)?, errors),
            "future" => self.future.set("`future`", at, flag(&key, input)?, errors),
            "allow" => {
                let rules = rules(&key, input, errors)?;
                self.allow.set("`allow`", at, rules, errors);
            }
            "crate" => self.krate.set("`crate`", at, krate(&key, input)?, errors),
            _ => {
                errors.push(words::unknown_argument(&key));
                skip_value(input)?;
            }
        }
        Ok(())
    }
}

/// Reads a list separated by commas, going on behind each item that has a mistake.
fn list(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut item: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let read = item(input, errors).and_then(|()| {
            if input.is_empty() {
                return Ok(());
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
fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
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
fn value<T: Parse>(key: &Ident, input: ParseStream<'_>) -> syn::Result<T> {
    if !input.peek(Token![=]) {
        return Err(At::from(key.span()).error(format_args!("`{key}` needs a value: `{key} = ..`")));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(At::from(key.span()).error(format_args!("`{key}` needs a value: `{key} = ..`")));
    }
    input.parse()
}

fn flag(key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(input.error(format_args!("`{key}` takes no value; write it alone")))
}

fn name(name: &Expr) -> syn::Result<LitStr> {
    if let Expr::Lit(literal) = name {
        if let syn::Lit::Str(text) = &literal.lit {
            return Ok(text.clone());
        }
    }
    Err(At::of(name).error(format_args!(
        "a span name is a string literal; put what varies in an attribute [{}]",
        Rule::NameCardinality
    )))
}

fn parent(key: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    let parent: Expr = value(key, input)?;
    match &parent {
        Expr::Path(path) if path.path.is_ident("None") => {
            Err(At::of(&parent).error("a span without a parent is a root: write `root`"))
        }
        _ => Ok(parent),
    }
}

fn krate(key: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    let ahead = input.fork();
    if let Ok(literal) = value::<LitStr>(key, &ahead) {
        return Err(At::from(literal.span()).error(format_args!(
            "`crate` takes a path without quotes: `crate = {}`",
            literal.value()
        )));
    }
    if !input.peek(Token![=]) {
        return value(key, input);
    }
    input.parse::<Token![=]>()?;
    input.call(Path::parse_mod_style)
}

fn attributes(
    key: &Ident,
    usage: &str,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<Vec<Attribute>> {
    let mut attributes = Vec::new();
    parentheses(key, usage, input, errors, |input, _| {
        attributes.push(input.parse()?);
        Ok(())
    })?;
    Ok(attributes)
}

fn rules(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<Rule>> {
    let mut rules = Vec::new();
    parentheses(key, "allow(rule)", input, errors, |input, _| {
        rules.push(words::rule(input)?);
        Ok(())
    })?;
    Ok(rules)
}

fn parentheses(
    key: &Ident,
    usage: &str,
    input: ParseStream<'_>,
    errors: &mut Errors,
    item: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> syn::Result<()> {
    if !input.peek(token::Paren) {
        return Err(At::from(key.span()).error(format_args!("`{key}` takes a list: `{usage}`")));
    }
    let content;
    parenthesized!(content in input);
    list(&content, errors, item);
    Ok(())
}
