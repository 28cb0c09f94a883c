//! One attribute that is recorded later, as written: `order.status: string`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Token, bracketed, token};
use traced_conventions::nearest;
use traced_conventions::registry::{Primitive, ValueType};

use crate::at::At;
use crate::attribute::Key;

#[derive(Debug, Clone)]
pub(crate) struct Late {
    pub(crate) key: Key,
    pub(crate) ty: Type,
    pub(crate) ty_at: At,
}

/// A type of attribute values, in the words of OpenTelemetry's registries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Type {
    element: &'static str,
    array: bool,
}

const TYPES: &[&str] = &["string", "int", "double", "boolean"];

/// What Rust calls them.
const RUST: &[(&str, &str)] = &[
    ("String", "string"),
    ("str", "string"),
    ("bool", "boolean"),
    ("i64", "int"),
    ("i32", "int"),
    ("u32", "int"),
    ("u64", "int"),
    ("usize", "int"),
    ("f64", "double"),
    ("f32", "double"),
    ("float", "double"),
];

impl Parse for Late {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key: Key = input.parse()?;
        if !input.peek(Token![:]) {
            let text = &key.text;
            return Err(key.at.error(format_args!(
                "attribute `{text}` has no type; write `{text}: string`, or another of {WORDS}"
            )));
        }
        input.parse::<Token![:]>()?;
        let ty_at = input.span().into();
        let ty = input.parse()?;
        Ok(Late { key, ty, ty_at })
    }
}

const WORDS: &str = "`string`, `int`, `double`, `boolean` and arrays such as `string[]`";

impl Parse for Type {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Option<Token![&]>>()?;
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format_args!("a type is one of {WORDS}")));
        }
        let word = input.call(Ident::parse_any)?;
        let array = input.peek(token::Bracket);
        if array {
            let content;
            bracketed!(content in input);
            if !content.is_empty() {
                let error = content.error("an array type is written `string[]`");
                content.parse::<TokenStream>()?;
                return Err(error);
            }
        }
        let element = element(&word)?;
        Ok(Type { element, array })
    }
}

fn element(word: &Ident) -> syn::Result<&'static str> {
    let text = word.to_string();
    let words = || TYPES.iter().copied();
    if let Some(word) = words().find(|word| *word == text) {
        return Ok(word);
    }
    let rust = RUST.iter().find(|(rust, _)| *rust == text);
    let near = rust
        .map(|(_, word)| *word)
        .or_else(|| nearest(&text, words()));
    let message = match near {
        Some(near) => format!("unknown type `{text}`; did you mean `{near}`?"),
        None => format!("unknown type `{text}`; a type is one of {WORDS}"),
    };
    Err(At::from(word.span()).error(message))
}

impl Type {
    /// What a registry calls it.
    pub(crate) fn value_type(self) -> ValueType {
        let element = match self.element {
            "int" => Primitive::Int,
            "double" => Primitive::Double,
            "boolean" => Primitive::Boolean,
            _ => Primitive::String,
        };
        if self.array {
            ValueType::List(element)
        } else {
            ValueType::One(element)
        }
    }

    /// The runtime's name for it.
    pub(crate) fn ident(self, span: Span) -> Ident {
        let array = if self.array { "_array" } else { "" };
        format_ident!("{}{array}", self.element, span = span)
    }
}
