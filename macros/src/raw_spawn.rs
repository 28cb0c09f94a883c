//! Tasks and threads that a traced body starts without its trace.
//!
//! The body is a row of tokens, and so is what stands in macros such as `select!`; a spawn is found
//! by the path that is written. What a name was imported as cannot be seen here: for that there is
//! clippy's `disallowed-methods`.

use std::fmt;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::at::At;

/// What starts work elsewhere, and what does so in the current trace.
const RAW: &[(&str, &str)] = &[
    ("tokio::spawn", "traced::task::spawn"),
    ("tokio::task::spawn", "traced::task::spawn"),
    (
        "tokio::task::spawn_blocking",
        "traced::task::spawn_blocking",
    ),
    ("tokio::task::spawn_local", "traced::task::spawn_local"),
    ("tokio::task::JoinSet::new", "traced::task::JoinSet::new"),
    ("std::thread::spawn", "traced::thread::spawn"),
];

/// Ends of an argument that takes a trace, or another one on purpose, along.
const CARRYING: &[&str] = &[
    "in_current_trace",
    "traced",
    "with_context",
    "with_current_context",
    "instrument",
    "in_current_span",
];

#[derive(Debug)]
pub(crate) struct RawSpawn {
    pub(crate) written: &'static str,
    instead: &'static str,
    pub(crate) at: At,
}

impl fmt::Display for RawSpawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (written, instead) = (self.written, self.instead);
        if written.ends_with("::new") {
            return write!(
                f,
                "the tasks of this `{written}` start without the trace of this function; \
                 write `{instead}`"
            );
        }
        let what = match written {
            "std::thread::spawn" => "a thread",
            _ => "a task",
        };
        write!(
            f,
            "`{written}` starts {what} without the trace of this function; write `{instead}`"
        )
    }
}

/// All of them, in the order written.
pub(crate) fn find(body: &TokenStream) -> Vec<RawSpawn> {
    let mut found = Vec::new();
    walk(body.clone(), &mut found);
    found
}

fn walk(tokens: TokenStream, found: &mut Vec<RawSpawn>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        match token {
            TokenTree::Ident(ident) if ident == "use" && !is_punct(tokens.get(i + 1), '<') => {
                i += to_semicolon(&tokens[i..]);
            }
            TokenTree::Ident(_) => {
                let path = Path::read(&tokens[i..]);
                i += path.length;
                // What a `span!` holds is judged as a body of its own.
                if path.is("span") && is_punct(tokens.get(i), '!') {
                    i += 2;
                    continue;
                }
                let argument = match tokens.get(i) {
                    Some(TokenTree::Group(group)) if is_parentheses(group) => Some(group),
                    _ => None,
                };
                let raw = RAW.iter().find(|(written, _)| *written == path.text);
                let carries = argument.is_some_and(|group| ends_carrying(group.stream()));
                if let (Some((written, instead)), false) = (raw, carries) {
                    let at = At::of(
                        &tokens[i - path.length..i]
                            .iter()
                            .cloned()
                            .collect::<TokenStream>(),
                    );
                    found.push(RawSpawn {
                        written,
                        instead,
                        at,
                    });
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '#' => i += attribute(&tokens[i..]),
            TokenTree::Group(group) => {
                walk(group.stream(), found);
                i += 1;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => i += 1,
        }
    }
}

/// A path as it is written, without generic arguments.
struct Path {
    text: String,
    length: usize,
}

impl Path {
    /// The path that `tokens` begin with: a word, and what is joined to it by `::`.
    fn read(tokens: &[TokenTree]) -> Self {
        let mut text = String::new();
        let mut length = 0;
        loop {
            match tokens.get(length) {
                Some(TokenTree::Ident(ident)) => {
                    if !text.is_empty() {
                        text.push_str("::");
                    }
                    text.push_str(&ident.to_string());
                    length += 1;
                }
                Some(TokenTree::Punct(punct)) if punct.as_char() == '<' => {
                    length += generics(&tokens[length..]);
                }
                _ => break,
            }
            let joined = is_punct(tokens.get(length), ':') && is_punct(tokens.get(length + 1), ':');
            let goes_on = matches!(tokens.get(length + 2), Some(TokenTree::Ident(_)))
                || is_punct(tokens.get(length + 2), '<');
            if !(joined && goes_on) {
                break;
            }
            length += 2;
        }
        Path { text, length }
    }

    fn is(&self, last: &str) -> bool {
        self.text == last || self.text == format!("traced::{last}")
    }
}

/// The number of tokens of `<..>`.
fn generics(tokens: &[TokenTree]) -> usize {
    let mut depth = 0_usize;
    for (i, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            // An arrow ends nothing.
            TokenTree::Punct(punct) if punct.as_char() == '>' && !is_arrow(tokens, i) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    tokens.len()
}

fn is_arrow(tokens: &[TokenTree], i: usize) -> bool {
    i > 0 && is_punct(tokens.get(i - 1), '-')
}

/// The number of tokens of an attribute, and of the item below it if that is traced itself.
fn attribute(tokens: &[TokenTree]) -> usize {
    let Some(TokenTree::Group(group)) = tokens.get(1) else {
        return 1;
    };
    let words = Path::read(&group.stream().into_iter().collect::<Vec<_>>());
    if !words.is("traced") {
        return 2;
    }
    let braces = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let item = tokens.iter().position(braces);
    item.map_or(2, |last| last + 1)
}

fn to_semicolon(tokens: &[TokenTree]) -> usize {
    let end = tokens.iter().position(|token| is_punct(Some(token), ';'));
    end.map_or(tokens.len(), |end| end + 1)
}

/// Whether an argument ends in a call of one of [`CARRYING`].
fn ends_carrying(argument: TokenStream) -> bool {
    let mut tokens: Vec<TokenTree> = argument.into_iter().collect();
    if is_punct(tokens.last(), ',') {
        tokens.pop();
    }
    let [
        ..,
        dot,
        TokenTree::Ident(method),
        TokenTree::Group(arguments),
    ] = tokens.as_slice()
    else {
        return false;
    };
    let carries = CARRYING.iter().any(|name| method == name);
    is_punct(Some(dot), '.') && carries && is_parentheses(arguments)
}

fn is_parentheses(group: &Group) -> bool {
    group.delimiter() == Delimiter::Parenthesis
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}
