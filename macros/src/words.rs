//! The words that arguments are made of, and what is said of words that are none.

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::Expr;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Lit, LitStr, Token};
use traced_conventions::{Rule, nearest};

use crate::at::At;
use crate::{grammar, ungroup};

const ARGUMENTS: &[&str] = &[
    "name", "kind", "attrs", "late", "ret", "ok_if", "parent", "root", "links", "leaf", "future",
    "prefix", "skip", "allow", "crate",
];

/// Arguments of other attributes of this kind, by those who come from them.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "skip",
        "nothing is recorded that is not named, so there is nothing to skip; remove it",
    ),
    (
        "skip_all",
        "nothing is recorded that is not named, so there is nothing to skip; remove it",
    ),
    ("fields", "attributes are written `attrs(key = value)`"),
    ("properties", "attributes are written `attrs(key = value)`"),
    (
        "err",
        "an error that is returned is always recorded; remove it",
    ),
    ("level", "spans have no level; remove it"),
    ("target", "spans have no target; remove it"),
    ("follows_from", "links are written `links = ..`"),
    ("link", "links are written `links = ..`"),
    ("attributes", "attributes are written `attrs(key = value)`"),
    (
        "enter_on_poll",
        "a future has one span, from its first poll to its end; remove it",
    ),
    (
        "short_name",
        "a name that is not given is the function's alone; remove it",
    ),
];

/// A span's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    #[default]
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

impl Kind {
    const ALL: &[(&str, Kind)] = &[
        ("internal", Kind::Internal),
        ("server", Kind::Server),
        ("client", Kind::Client),
        ("producer", Kind::Producer),
        ("consumer", Kind::Consumer),
    ];
}

/// The kind that the value of `kind = ..` names.
pub(crate) fn kind(value: &Expr) -> syn::Result<Kind> {
    let (word, quoted) = match ungroup::expr(value) {
        Expr::Path(path) => {
            let last = path.path.segments.last();
            (
                last.map(|last| last.ident.to_string()),
                path.path.segments.len() > 1,
            )
        }
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => (Some(text.value()), true),
            _ => (None, true),
        },
        _ => (None, true),
    };
    let word = word.unwrap_or_default();
    let known = |word: &str| Kind::ALL.iter().find(|(name, _)| *name == word);
    if let (Some((_, kind)), false) = (known(&word), quoted) {
        return Ok(*kind);
    }
    let names = Kind::ALL.iter().map(|(name, _)| *name);
    let message = match nearest(&word, names.clone()) {
        Some(kind) if quoted && kind.eq_ignore_ascii_case(&word) => {
            format!("a span kind is a plain word: `kind = {kind}`")
        }
        Some(kind) => format!("unknown span kind `{word}`; did you mean `{kind}`?"),
        None => format!("a span kind is one of {}", listed(names)),
    };
    Err(At::of(value).error(message))
}

/// Reads a rule's id: `name_style`, or `name-style` as messages have it.
pub(crate) fn rule(input: ParseStream<'_>) -> syn::Result<Rule> {
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        let id = quoted.value().replace('-', "_");
        return Err(At::from(quoted.span()).error(format_args!(
            "a rule is written without quotes: `allow({id})`"
        )));
    }
    let words =
        Punctuated::<Ident, Token![-]>::parse_separated_nonempty_with(input, Ident::parse_any)?;
    let parts: Vec<_> = words.iter().map(ToString::to_string).collect();
    let id = parts.join("-");
    Rule::from_id(&id).ok_or_else(|| {
        let rules = Rule::ALL.iter().map(|rule| rule.id());
        let message = match nearest(&id, rules.clone()) {
            Some(near) => format!(
                "unknown rule `{id}`; did you mean `{}`?",
                near.replace('-', "_")
            ),
            None => format!("unknown rule `{id}`; the rules are {}", listed(rules)),
        };
        At::of(&words).error(message)
    })
}

/// A name that is no string: `order.place`, `NAME`, `format!(..)`.
fn meant_for_a_name(word: &Ident, rest: ParseStream<'_>) -> Option<syn::Error> {
    if rest.peek(Token![.]) {
        let rest = rest.fork();
        let mut dotted = word.to_token_stream();
        let mut text = word.to_string();
        while let (Ok(dot), Ok(next)) = (rest.parse::<Token![.]>(), rest.call(Ident::parse_any)) {
            text = format!("{text}.{next}");
            dotted.extend(quote!(#dot #next));
        }
        let message = format!("a span name is a string literal: `\"{text}\"`");
        return Some(At::of(&dotted).error(message));
    }
    let constant = word
        .to_string()
        .chars()
        .all(|c| c.is_ascii_uppercase() || c == '_');
    let is_value = constant || rest.peek(Token![!]) || rest.peek(Token![::]);
    is_value.then(|| At::from(word.span()).error(grammar::NO_NAME))
}

/// `rest` is what stands behind the word.
pub(crate) fn unknown_argument(word: &Ident, rest: ParseStream<'_>) -> syn::Error {
    let text = word.to_string();
    if let Some(error) = meant_for_a_name(word, rest) {
        return error;
    }
    if Kind::ALL.iter().any(|(kind, _)| *kind == text) {
        return At::from(word.span())
            .error(format_args!("a span's kind is written `kind = {text}`"));
    }
    let near = nearest(&text, ARGUMENTS.iter().copied());
    // What is misspelt may be a word of other attributes, too: `skipall`.
    let of_others = nearest(&text, ELSEWHERE.iter().map(|(argument, _)| *argument));
    let meant = of_others.filter(|_| near.is_none()).unwrap_or(&text);
    let elsewhere = ELSEWHERE.iter().find(|(argument, _)| *argument == meant);
    let message = match (elsewhere, near) {
        (Some((_, instead)), _) => format!("there is no argument `{text}`: {instead}"),
        (None, Some(near)) => format!("unknown argument `{text}`; did you mean `{near}`?"),
        (None, None) => {
            let known = listed(ARGUMENTS.iter().copied());
            format!("unknown argument `{text}`; the arguments are {known}")
        }
    };
    At::from(word.span()).error(message)
}

/// `` `a`, `b` and `c` ``
fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
