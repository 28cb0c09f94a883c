//! The arguments as written: what may stand in `#[traced(..)]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Expr, Lit, LitStr, Path, Token, parenthesized, token};
use traced_conventions::Rule;

use crate::at::At;
use crate::attribute::Attribute;
use crate::errors::Errors;
use crate::grammar::{self, flag, items, krate, list, name, parent, skip_value, text, value};
use crate::late::Late;
use crate::slot::Slot;
use crate::within::{WITHIN, Within};
use crate::words::{self, Kind};

#[derive(Debug, Default)]
pub(crate) struct Args {
    pub(crate) name: Slot<LitStr>,
    /// With the place of the word that names it.
    pub(crate) kind: Slot<(Kind, At)>,
    pub(crate) attrs: Slot<Vec<Attribute>>,
    pub(crate) late: Slot<Vec<Late>>,
    pub(crate) ret: Slot<Vec<Attribute>>,
    pub(crate) ok_if: Slot<Expr>,
    pub(crate) parent: Slot<Expr>,
    pub(crate) root: Slot<()>,
    pub(crate) links: Slot<Expr>,
    pub(crate) leaf: Slot<()>,
    pub(crate) future: Slot<()>,
    pub(crate) prefix: Slot<LitStr>,
    pub(crate) skip: Slot<()>,
    pub(crate) allow: Slot<Vec<Rule>>,
    pub(crate) krate: Slot<Path>,
    pub(crate) outer: Option<Box<Outer>>,
}

/// The item that this one belongs to, and its arguments; written by [`crate::expand`].
#[derive(Debug)]
pub(crate) struct Outer {
    pub(crate) within: Within,
    pub(crate) args: Args,
}

impl Args {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut args = Args::default();
        let read = |input: ParseStream<'_>| {
            args.read(input, errors);
            Ok(())
        };
        if let Err(error) = read.parse2(tokens) {
            errors.push(error);
        }
        args
    }

    fn read(&mut self, input: ParseStream<'_>, errors: &mut Errors) {
        list(input, errors, |input, errors| self.argument(input, errors));
    }

    /// Whether anything else is given.
    pub(crate) fn says_more_than_skip(&self) -> bool {
        let given = [
            self.name.at(),
            self.kind.at(),
            self.attrs.at(),
            self.late.at(),
            self.ret.at(),
            self.ok_if.at(),
            self.parent.at(),
            self.root.at(),
            self.links.at(),
            self.leaf.at(),
            self.future.at(),
            self.prefix.at(),
            self.allow.at(),
        ];
        given.iter().any(Option::is_some)
    }

    fn argument(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            if input.peek(Token![=]) {
                skip_value(input)?;
                return Err(At::from(name.span()).error(format_args!(
                    "an argument is written without quotes: `{} = ..`",
                    name.value()
                )));
            }
            if !name.suffix().is_empty() {
                return Err(At::from(name.span()).error(grammar::NO_NAME));
            }
            self.name
                .set("the span name", name.span().into(), name, errors);
            return Ok(());
        }
        if input.peek(Lit) && self.name.at().is_none() {
            let literal: Lit = input.parse()?;
            return Err(At::of(&literal).error(grammar::NO_NAME));
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
                let given: Expr = value(&key, input)?;
                let kind = words::kind(&given)?;
                self.kind.set("`kind`", at, (kind, At::of(&given)), errors);
            }
            "attrs" => {
                let attrs = items(&key, "attrs(key = value)", input, errors, Attribute::parse)?;
                self.attrs.set("`attrs`", at, attrs, errors);
            }
            "late" => {
                let late = items(&key, "late(key: type)", input, errors, Late::parse)?;
                self.late.set("`late`", at, late, errors);
            }
            "ret" => {
                let usage = "ret(key = |ok| value)";
                let ret = items(&key, usage, input, errors, Attribute::parse)?;
                grammar::closures_of(&ret, errors);
                self.ret.set("`ret`", at, ret, errors);
            }
            "ok_if" => {
                let ok_if = value(&key, input)?;
                grammar::closure(&ok_if, "ok_if = |error| ..", errors);
                self.ok_if.set("`ok_if`", at, ok_if, errors);
            }
            "parent" => self
                .parent
                .set("`parent`", at, parent(&key, input)?, errors),
            "root" => self.root.set("`root`", at, flag(&key, input)?, errors),
            "links" => self.links.set("`links`", at, value(&key, input)?, errors),
            "leaf" => self.leaf.set("`leaf`", at, flag(&key, input)?, errors),
            "future" => self.future.set("`future`", at, flag(&key, input)?, errors),
            "prefix" => self.prefix.set("`prefix`", at, text(&key, input)?, errors),
            "skip" if !input.peek(token::Paren) => {
                self.skip.set("`skip`", at, flag(&key, input)?, errors);
            }
            "allow" => {
                let rules = items(&key, "allow(rule)", input, errors, words::rule)?;
                self.allow.set("`allow`", at, rules, errors);
            }
            "crate" => self.krate.set("`crate`", at, krate(&key, input)?, errors),
            WITHIN => self.outer = Some(Box::new(Outer::parse(key.span(), input, errors)?)),
            _ => {
                errors.push(words::unknown_argument(&key, input));
                skip_value(input)?;
            }
        }
        Ok(())
    }
}

impl Outer {
    /// Reads the parentheses behind [`WITHIN`], which is `word`.
    fn parse(word: Span, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let content;
        parenthesized!(content in input);
        let within = Within::parse(word, &content)?;
        let mut args = Args::default();
        args.read(&content, errors);
        Ok(Outer { within, args })
    }
}
