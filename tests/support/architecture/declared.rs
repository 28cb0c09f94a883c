//! Which modules a file declares, which it holds, and where they may stand.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::paths::inline_module;

/// A `mod name;`.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    /// The modules of the file in which it stands, and its name.
    pub(super) name: Vec<String>,
    /// What `#[path = ".."]` says.
    pub(super) path: Option<String>,
}

impl Declared {
    /// Where it may stand, if `file` declares it.
    pub(super) fn places(&self, file: &str, is_root: bool) -> Vec<String> {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let Some((last, above)) = self.name.split_last() else {
            return Vec::new();
        };
        let stem = name.trim_end_matches(".rs");
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        if self.path.is_none() && !is_root && stem != "mod" {
            parts.push(stem);
        }
        parts.extend(above.iter().map(String::as_str));
        let place = |end: &str| [&parts[..], &[end]].concat().join("/");
        match &self.path {
            Some(path) => vec![resolved(&place(path))],
            None => vec![
                place(&format!("{last}.rs")),
                place(&format!("{last}/mod.rs")),
            ],
        }
    }
}

/// The modules that a file declares and does not hold.
pub(super) fn declared(tokens: TokenStream) -> Vec<Declared> {
    let mut found = Vec::new();
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    declarations(&tokens, &[], &mut found);
    found
}

fn declarations(tokens: &[TokenTree], inside: &[String], found: &mut Vec<Declared>) {
    for at in 0..tokens.len() {
        let rest = match &tokens[at..] {
            [TokenTree::Ident(keyword), rest @ ..] if keyword == "mod" => rest,
            _ => continue,
        };
        if let Some((name, body)) = inline_module(rest) {
            let mut inside = inside.to_vec();
            inside.push(name);
            declarations(&body, &inside, found);
        } else if let [TokenTree::Ident(name), ..] = rest {
            let mut whole = inside.to_vec();
            whole.push(name.to_string().trim_start_matches("r#").to_owned());
            let path = attributed_path(&tokens[..at]);
            found.push(Declared { name: whole, path });
        }
    }
}

/// What the attributes before a `mod` say of its path: those that stand behind the last item.
fn attributed_path(before: &[TokenTree]) -> Option<String> {
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let own = before.rsplit(ends).next().unwrap_or_default();
    own.iter().find_map(|token| {
        let TokenTree::Group(attribute) = token else {
            return None;
        };
        let text = attribute.stream().to_string();
        let path = text.strip_prefix("path = \"")?.strip_suffix('"')?;
        Some(path.to_owned())
    })
}

/// A path without `..`.
fn resolved(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The modules that stand in a file of the module `path`.
pub(super) fn inline_modules(tokens: TokenStream, path: &[String]) -> Vec<Vec<String>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if let [TokenTree::Ident(keyword), rest @ ..] = &tokens[at..]
            && keyword == "mod"
            && let Some((name, body)) = inline_module(rest)
        {
            let inner = [path, &[name]].concat();
            found.extend(inline_modules(body.into_iter().collect(), &inner));
            found.push(inner);
        }
    }
    found
}
