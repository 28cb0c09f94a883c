//! Finding the paths into the own crate: `use` trees, inline paths, paths inside of macros.
//!
//! On tokens, not on syntax: what stands in a macro's arguments has no syntax before expansion.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// A path from the crate's root, as its segments; empty for the root itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CratePath {
    pub(super) line: usize,
    pub(super) segments: Vec<String>,
}

/// All paths in `tokens` that start with `crate`, `self` or `super`, in a file whose module is
/// `module`.
pub(super) fn crate_paths(tokens: TokenStream, module: &[String]) -> Vec<CratePath> {
    let mut found = Vec::new();
    scan(&tokens.into_iter().collect::<Vec<_>>(), module, &mut found);
    found
}

fn scan(tokens: &[TokenTree], module: &[String], found: &mut Vec<CratePath>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(keyword) if keyword == "mod" => {
                if let Some((name, body)) = inline_module(&tokens[at + 1..]) {
                    let mut inner = module.to_vec();
                    inner.push(name);
                    scan(&body, &inner, found);
                    at += 2;
                }
            }
            TokenTree::Ident(start) if is_colons(&tokens[at + 1..]) => {
                if let Some(base) = base(start, module) {
                    at += 1;
                    at += tree(&tokens[at..], start, base, found);
                    continue;
                }
            }
            TokenTree::Group(group) => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                scan(&inner, module, found);
            }
            _ => {}
        }
        at += 1;
    }
}

/// The name and body of `name { .. }`.
fn inline_module(tokens: &[TokenTree]) -> Option<(String, Vec<TokenTree>)> {
    match tokens {
        [TokenTree::Ident(name), TokenTree::Group(body), ..]
            if body.delimiter() == Delimiter::Brace =>
        {
            Some((name.to_string(), body.stream().into_iter().collect()))
        }
        _ => None,
    }
}

/// The module that a path's first word names, if it is a path into the own crate.
fn base(start: &Ident, module: &[String]) -> Option<Vec<String>> {
    match start.to_string().as_str() {
        "crate" => Some(Vec::new()),
        "self" => Some(module.to_vec()),
        "super" => Some(parent(module)),
        _ => None,
    }
}

fn parent(module: &[String]) -> Vec<String> {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// Follows `::a::{b, c::d}` from `base`; returns how many tokens it read.
fn tree(
    tokens: &[TokenTree],
    start: &Ident,
    mut base: Vec<String>,
    found: &mut Vec<CratePath>,
) -> usize {
    let line = start.span().start().line;
    let mut at = 0;
    while is_colons(&tokens[at..]) {
        at += 2;
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) => {
                match name.to_string().as_str() {
                    "super" => base = parent(&base),
                    "self" => {}
                    name => base.push(name.trim_start_matches("r#").to_owned()),
                }
                at += 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                branches(group.stream(), &base, found);
                return at + 1;
            }
            _ => break,
        }
    }
    found.push(CratePath {
        line,
        segments: base,
    });
    at
}

/// The branches of a grouped import.
fn branches(group: TokenStream, base: &[String], found: &mut Vec<CratePath>) {
    let tokens: Vec<_> = group.into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
    for branch in tokens.split(is_comma) {
        match branch.first() {
            Some(TokenTree::Ident(first)) => {
                let mut base = base.to_vec();
                match first.to_string().as_str() {
                    "super" => base = parent(&base),
                    "self" => {}
                    name => base.push(name.trim_start_matches("r#").to_owned()),
                }
                tree(&branch[1..], first, base, found);
            }
            Some(glob @ TokenTree::Punct(_)) => found.push(CratePath {
                line: glob.span().start().line,
                segments: base.to_vec(),
            }),
            _ => {}
        }
    }
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ':');
    matches!(tokens, [first, second, ..] if colon(first) && colon(second))
}
