//! Finding the paths into the own crate: `use` trees, inline paths, paths inside of macros.
//!
//! On tokens, not on syntax: what stands in a macro's arguments has no syntax before expansion.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// A path from the crate's root, as its segments; empty for the root itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CratePath {
    pub(super) line: usize,
    pub(super) segments: Vec<String>,
    /// The module in which it stands: the file's, or one inside of it.
    pub(super) module: Vec<String>,
    /// Set if it is imported there.
    pub(super) import: Option<Import>,
}

/// What a `use` makes of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// The name that it is known by; none if all that stands there is imported.
    pub(super) name: Option<String>,
    /// Others may import it from here.
    pub(super) public: bool,
}

/// What the first word of a path names in a module, if it is none of `crate`, `self` and `super`.
pub(super) type Names<'a> = &'a dyn Fn(&[String], &str) -> Option<Vec<String>>;

/// All paths in `tokens` into the own crate, in a file whose module is `module`: those that start
/// with `crate`, `self` or `super`, and those of which `names` knows the first word.
pub(super) fn crate_paths(
    tokens: TokenStream,
    module: &[String],
    names: Names<'_>,
) -> Vec<CratePath> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = Vec::new();
    let mut reader = Reader {
        module: module.to_vec(),
        import: None,
        names,
        found: &mut found,
    };
    reader.scan(&tokens);
    found
}

struct Reader<'a> {
    module: Vec<String>,
    /// In a `use`: whether it is public.
    import: Option<bool>,
    names: Names<'a>,
    found: &'a mut Vec<CratePath>,
}

impl Reader<'_> {
    fn scan(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Ident(keyword) if keyword == "mod" => {
                    if let Some((name, body)) = inline_module(&tokens[at + 1..]) {
                        self.module.push(name);
                        self.scan(&body);
                        self.module.pop();
                        at += 2;
                    }
                }
                TokenTree::Ident(keyword) if keyword == "use" && !is(tokens.get(at + 1), '<') => {
                    let rest = &tokens[at + 1..];
                    let end = rest.iter().position(|token| is(Some(token), ';'));
                    let end = end.unwrap_or(rest.len());
                    self.import = Some(is_public(&tokens[..at]));
                    self.branch(&rest[..end], None);
                    self.import = None;
                    at += end;
                }
                TokenTree::Ident(start)
                    if is_colons(&tokens[at + 1..]) && !ends_with_colons(&tokens[..at]) =>
                {
                    if let Some(base) = self.base(start) {
                        at += 1;
                        at += self.tree(&tokens[at..], start, base);
                        continue;
                    }
                }
                TokenTree::Group(group) => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    self.scan(&inner);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// What a path's first word names, if it is a path into the own crate.
    fn base(&self, start: &Ident) -> Option<Vec<String>> {
        match start.to_string().as_str() {
            "crate" => Some(Vec::new()),
            "self" => Some(self.module.clone()),
            "super" => Some(parent(&self.module)),
            word => (self.names)(&self.module, word.trim_start_matches("r#")),
        }
    }

    /// Follows `::a::{b, c::d}` from `base`; returns how many tokens it read.
    fn tree(&mut self, tokens: &[TokenTree], start: &Ident, mut base: Vec<String>) -> usize {
        let line = start.span().start().line;
        let mut at = 0;
        let mut glob = false;
        while is_colons(&tokens[at..]) {
            at += 2;
            match tokens.get(at) {
                Some(TokenTree::Ident(name)) => {
                    step(&mut base, name);
                    at += 1;
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    self.branches(group.stream(), &base);
                    return at + 1;
                }
                next => {
                    glob = is(next, '*');
                    break;
                }
            }
        }
        let name = match &tokens[at..] {
            _ if glob => None,
            [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word == "as" => {
                Some(name.to_string())
            }
            _ => base.last().cloned(),
        };
        self.push(line, base, name);
        at
    }

    /// The branches of a grouped import.
    fn branches(&mut self, group: TokenStream, base: &[String]) {
        let tokens: Vec<_> = group.into_iter().collect();
        for branch in tokens.split(|token| is(Some(token), ',')) {
            self.branch(branch, Some(base));
        }
    }

    /// One branch; without a base, one that starts with its own.
    fn branch(&mut self, tokens: &[TokenTree], base: Option<&[String]>) {
        match (tokens.first(), base) {
            (Some(TokenTree::Ident(first)), Some(base)) => {
                let mut base = base.to_vec();
                step(&mut base, first);
                self.tree(&tokens[1..], first, base);
            }
            (Some(TokenTree::Ident(first)), None) => {
                if let Some(base) = self.base(first) {
                    self.tree(&tokens[1..], first, base);
                }
            }
            (Some(TokenTree::Group(group)), None) => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                for branch in inner.split(|token| is(Some(token), ',')) {
                    self.branch(branch, None);
                }
            }
            (Some(glob @ TokenTree::Punct(_)), Some(base)) => {
                self.push(glob.span().start().line, base.to_vec(), None);
            }
            _ => {}
        }
    }

    fn push(&mut self, line: usize, segments: Vec<String>, name: Option<String>) {
        self.found.push(CratePath {
            line,
            segments,
            module: self.module.clone(),
            import: self.import.map(|public| Import { name, public }),
        });
    }
}

/// The name and body of `name { .. }`.
pub(super) fn inline_module(tokens: &[TokenTree]) -> Option<(String, Vec<TokenTree>)> {
    match tokens {
        [TokenTree::Ident(name), TokenTree::Group(body), ..]
            if body.delimiter() == Delimiter::Brace =>
        {
            Some((name.to_string(), body.stream().into_iter().collect()))
        }
        _ => None,
    }
}

fn step(base: &mut Vec<String>, name: &Ident) {
    match name.to_string().as_str() {
        "super" => *base = parent(base),
        "self" => {}
        name => base.push(name.trim_start_matches("r#").to_owned()),
    }
}

fn parent(module: &[String]) -> Vec<String> {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// What stands before a `use` ends with `pub` or `pub(..)`.
fn is_public(before: &[TokenTree]) -> bool {
    let is_pub = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "pub");
    match before {
        [.., word, TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            is_pub(word)
        }
        [.., word] => is_pub(word),
        [] => false,
    }
}

fn is(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    is(tokens.first(), ':') && is(tokens.get(1), ':')
}

fn ends_with_colons(before: &[TokenTree]) -> bool {
    before.len() >= 2 && is_colons(&before[before.len() - 2..])
}
