//! Attributes that stand only where they may, and those that must stand.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{SourceFile, Violation};

/// `cfg(feature = ..)` anywhere but on a `mod` or a `use`: whole modules are switched, never parts.
///
/// `cfg_attr` may switch lints, which changes no code; `cfg!` is an expression whose branches are
/// both compiled, whatever the features.
pub fn feature_gates(files: &[SourceFile]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in files {
        match file.tokens() {
            Ok(tokens) => gates(file, tokens, &mut violations),
            Err(error) => violations.push(Violation::new(file, 1, format!("not Rust: {error}"))),
        }
    }
    violations
}

fn gates(file: &SourceFile, tokens: TokenStream, violations: &mut Vec<Violation>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let line = token.span().start().line;
        let mut breach = |what: &str| violations.push(Violation::new(file, line, what));
        let rest = &tokens[at + 1..];
        if let Some(attribute) = attribute(&tokens[at..]) {
            match attribute_kind(&attribute) {
                Some("cfg") if !gates_a_module(rest) => {
                    breach("cfg(feature) on something other than a `mod` or `use` line");
                }
                Some("cfg_attr") if !gates_a_module(rest) && !switches_lints(&attribute) => {
                    breach("cfg_attr(feature) that switches more than a module or a lint");
                }
                _ => {}
            }
        }
        if let TokenTree::Group(group) = token {
            gates(file, group.stream(), violations);
        }
    }
}

/// The brackets of `#[..]` or `#![..]`.
fn attribute(tokens: &[TokenTree]) -> Option<Group> {
    let (hash, rest) = tokens.split_first()?;
    let (next, _) = rest.split_first()?;
    let brackets = if is_punct(next, '!') {
        rest.get(1)?
    } else {
        next
    };
    match brackets {
        TokenTree::Group(group)
            if is_punct(hash, '#') && group.delimiter() == Delimiter::Bracket =>
        {
            Some(group.clone())
        }
        _ => None,
    }
}

/// `cfg` or `cfg_attr`, if the attribute is one of these and asks for a feature.
fn attribute_kind(attribute: &Group) -> Option<&'static str> {
    let first = attribute.stream().into_iter().next()?.to_string();
    let kind = ["cfg", "cfg_attr"]
        .into_iter()
        .find(|kind| *kind == first)?;
    names(attribute.stream(), "feature").then_some(kind)
}

/// What follows the attribute, and all attributes after it, is `[pub[(..)]] mod|use|extern crate`.
fn gates_a_module(mut rest: &[TokenTree]) -> bool {
    loop {
        rest = match rest {
            [TokenTree::Group(_), rest @ ..] => rest,
            [token, rest @ ..] if is_punct(token, '#') => rest,
            [TokenTree::Ident(word), rest @ ..] if word == "pub" => rest,
            [TokenTree::Ident(word), ..] => return word == "mod" || word == "use",
            _ => return false,
        }
    }
}

/// `cfg_attr(condition, allow(..), expect(..))`.
fn switches_lints(attribute: &Group) -> bool {
    let Some(TokenTree::Group(arguments)) = attribute.stream().into_iter().nth(1) else {
        return false;
    };
    let arguments: Vec<TokenTree> = arguments.stream().into_iter().collect();
    arguments
        .split(|token| is_punct(token, ','))
        .skip(1)
        .filter_map(|effect| effect.first())
        .all(|first| ["allow", "expect"].contains(&first.to_string().as_str()))
}

fn names(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => names(group.stream(), word),
        _ => false,
    })
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

/// Crate roots without `#![forbid(unsafe_code)]`.
pub fn unsafe_code_is_forbidden(roots: &[SourceFile]) -> Vec<Violation> {
    roots
        .iter()
        .filter(|root| {
            let tokens = root.tokens().unwrap_or_default();
            let tokens: Vec<TokenTree> = tokens.into_iter().collect();
            !tokens.windows(3).any(|window| {
                is_punct(&window[1], '!')
                    && attribute(window).is_some_and(|attribute| {
                        attribute.stream().to_string().replace(' ', "") == "forbid(unsafe_code)"
                    })
            })
        })
        .map(|root| Violation::new(root, 1, "no `#![forbid(unsafe_code)]`"))
        .collect()
}
