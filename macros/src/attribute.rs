//! One attribute of a span as written: `order.id = order.id`, `"x-id" = %id`, `order.total = ?total`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, ExprUnary, Lit, LitStr, Token, UnOp};
use traced_conventions::Style;

use crate::at::At;
use crate::told::Way;
use crate::ungroup;

#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) key: Key,
    pub(crate) value: Value,
    /// Whether it stands on an item around the function.
    pub(crate) inherited: bool,
    /// The way to the check of its type, if that item has one.
    pub(crate) shared: Option<Way>,
}

#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) at: At,
}

#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) capture: Capture,
    pub(crate) expr: Expr,
}

/// How a value becomes an attribute's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capture {
    /// As what it is: a number, a bool, a string, an array of these.
    Typed,
    /// `%`: as its `Display` text.
    Display,
    /// `?`: as its `Debug` text.
    Debug,
}

/// A value that is known when the function is compiled.
#[derive(Debug)]
pub(crate) enum Constant {
    Str(String),
    Int(i64),
    Float(f64),
    Bool(bool),
}

impl Parse for Attribute {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![%]) || input.peek(Token![?]) {
            let sigil: TokenTree = input.parse()?;
            return Err(At::of(&sigil).error(format_args!(
                "`{sigil}` stands before the value: `key = {sigil}value`"
            )));
        }
        let key: Key = input.parse()?;
        if input.peek(Token![==]) || input.peek(Token![=>]) {
            let sign = two_signs(input)?;
            let text = &key.text;
            return Err(sign.error(format_args!(
                "an attribute is written with one `=`: `{text} = ..`"
            )));
        }
        if !input.peek(Token![=]) {
            let text = &key.text;
            return Err(key.at.error(format_args!(
                "attribute `{text}` has no value; write `{text} = ..`"
            )));
        }
        input.parse::<Token![=]>()?;
        if input.is_empty() || input.peek(Token![,]) {
            let text = &key.text;
            return Err(key.at.error(format_args!(
                "attribute `{text}` has no value; write `{text} = ..`"
            )));
        }
        let value: Value = input.parse()?;
        if value.is_empty() {
            let text = &key.text;
            return Err(At::of(&value.expr).error(format_args!(
                "what comes later is declared with its type: `late({text}: string)`"
            )));
        }
        Ok(Attribute {
            key,
            value,
            inherited: false,
            shared: None,
        })
    }
}

/// An operator of two signs.
pub(crate) fn two_signs(input: ParseStream<'_>) -> syn::Result<At> {
    let signs: [TokenTree; 2] = [input.parse()?, input.parse()?];
    Ok(At::of(&TokenStream::from_iter(signs)))
}

impl Key {
    /// The key of a parameter that gives none: its name, in the style that keys have.
    pub(crate) fn from_ident(ident: &Ident) -> Self {
        let name = ident.unraw().to_string();
        Key {
            text: Style::default().convert(&name).unwrap_or(name),
            at: ident.span().into(),
        }
    }
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            return Ok(Key {
                text: literal.value(),
                at: literal.span().into(),
            });
        }
        if !input.peek(Ident::peek_any) {
            return Err(
                input.error("expected an attribute key, as in `order.id = id` or `\"x-id\" = id`")
            );
        }
        let first = input.call(Ident::parse_any)?;
        let mut text = first.unraw().to_string();
        let mut words = first.to_token_stream();
        while let Some(dot) = input.parse::<Option<Token![.]>>()? {
            let Ok(word) = input.call(Ident::parse_any) else {
                return Err(
                    At::of(&dot).error(format_args!("expected a word of the key behind `{text}.`"))
                );
            };
            text = format!("{text}.{}", word.unraw());
            words.append(word);
        }
        let at = At::of(&words);
        if input.peek(Token![::]) || input.peek(Token![-]) {
            return Err(at.error(
                "a key is words with dots between them, as in `order.id`; \
                 write any other in quotes, as `\"x-id\"`",
            ));
        }
        Ok(Key { text, at })
    }
}

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let sigil = input.cursor().token_tree().map(|(sigil, _)| At::of(&sigil));
        let capture = Capture::parse(input)?;
        if capture != Capture::Typed && (input.peek(Token![%]) || input.peek(Token![?])) {
            return Err(
                input.error("one sign says how a value is recorded: `%` or `?`; remove this")
            );
        }
        match sigil {
            Some(sigil)
                if capture != Capture::Typed && (input.is_empty() || input.peek(Token![,])) =>
            {
                Err(sigil.error("there is no value behind this: `key = %value`, `key = ?value`"))
            }
            _ => Ok(Value {
                capture,
                expr: input.parse()?,
            }),
        }
    }
}

impl Capture {
    pub(crate) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.parse::<Option<Token![%]>>()?.is_some() {
            return Ok(Capture::Display);
        }
        let debug = input.parse::<Option<Token![?]>>()?;
        Ok(debug.map_or(Capture::Typed, |_| Capture::Debug))
    }
}

impl Value {
    /// `field::Empty`, by which another attribute declares what comes later.
    fn is_empty(&self) -> bool {
        let Expr::Path(path) = ungroup::expr(&self.expr) else {
            return false;
        };
        let mut segments = path.path.segments.iter().rev();
        ["Empty", "field"]
            .iter()
            .all(|word| segments.next().is_some_and(|it| it.ident == word))
    }

    /// The value of a literal; `None` for everything that is computed.
    pub(crate) fn constant(&self) -> Option<Constant> {
        if self.capture != Capture::Typed {
            return None;
        }
        match ungroup::expr(&self.expr) {
            Expr::Lit(literal) => constant(&literal.lit, ""),
            Expr::Unary(ExprUnary {
                op: UnOp::Neg(_),
                expr,
                ..
            }) => match ungroup::expr(expr) {
                Expr::Lit(literal) => constant(&literal.lit, "-"),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Literals that are out of range or have an odd suffix are left to the compiler to judge.
fn constant(literal: &Lit, sign: &str) -> Option<Constant> {
    let number = |digits: &str| format!("{sign}{digits}");
    match literal {
        Lit::Str(text) if text.suffix().is_empty() && sign.is_empty() => {
            Some(Constant::Str(text.value()))
        }
        Lit::Bool(bool) if sign.is_empty() => Some(Constant::Bool(bool.value)),
        Lit::Int(int) if matches!(int.suffix(), "" | "i64") => {
            let value = number(int.base10_digits()).parse().ok()?;
            Some(Constant::Int(value))
        }
        Lit::Float(float) if matches!(float.suffix(), "" | "f64") => {
            let value: f64 = number(float.base10_digits()).parse().ok()?;
            value.is_finite().then_some(Constant::Float(value))
        }
        _ => None,
    }
}
