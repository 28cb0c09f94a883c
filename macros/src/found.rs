//! What an item turns out to be by its first words, and what is said of one that cannot be traced.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Token, Visibility, token};

use crate::at::At;
use crate::within::Sort;

/// What an item turns out to be.
#[derive(Debug)]
pub(crate) enum Found {
    Function {
        constant: bool,
    },
    Whole(Sort),
    /// Something that cannot be traced, and why.
    Other(String),
}

/// What `item` is, without a word on what may be wrong with it.
pub(crate) fn find(item: TokenStream) -> Option<Found> {
    look(item).ok().map(|(found, _)| found)
}

/// The same with the place of the word that says so, or with what is wrong.
pub(crate) fn look(item: TokenStream) -> syn::Result<(Found, At)> {
    let look = |input: ParseStream<'_>| {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let found = sorted(input)?;
        input.parse::<TokenStream>()?;
        Ok(found)
    };
    look.parse2(item)
}

fn sorted(input: ParseStream<'_>) -> syn::Result<(Found, At)> {
    let start = input.fork();
    let constant = input.peek(Token![const]);
    // `const fn`, `unsafe fn`, `extern "C" fn`, `async unsafe fn`, `default fn`, `unsafe impl`:
    // modifiers, then the word that counts.
    while is_modifier(input) {
        input.parse::<TokenTree>()?;
    }
    let whole = |sort, span: Span| Ok((Found::Whole(sort), span.into()));
    if input.peek(Token![fn]) {
        input.parse::<Token![fn]>()?;
        return function(input, constant);
    }
    if let Some(word) = input.parse::<Option<Token![impl]>>()? {
        return whole(Sort::Impl, word.span);
    }
    if let Some(word) = input.parse::<Option<Token![trait]>>()? {
        return whole(Sort::Trait, word.span);
    }
    if let Some(word) = input.parse::<Option<Token![mod]>>()? {
        return whole(Sort::Module, word.span);
    }
    let Ok(word) = start.call(Ident::parse_any) else {
        return Err(start.error(format_args!("{FUNCTIONS}; {BLOCK}")));
    };
    let next = start.call(Ident::parse_any).map(|next| next.to_string());
    let refusal = refusal(&word.to_string(), &next.unwrap_or_default());
    Ok((Found::Other(refusal), word.span().into()))
}

const FUNCTIONS: &str = "`#[traced]` goes on functions";

const BLOCK: &str = "a block is traced by `traced::span!(\"order.validate\", { .. })`";

fn refusal(word: &str, next: &str) -> String {
    match word {
        "let" | "if" | "for" | "loop" | "match" | "move" | "while" => {
            format!("{FUNCTIONS}; {BLOCK}")
        }
        "struct" | "union" => no_code("a struct"),
        "enum" => no_code("an enum"),
        "type" => no_code("a type"),
        "use" => no_code("an import"),
        "const" | "static" => {
            format!("{FUNCTIONS}; a constant is computed once, when nothing is traced yet")
        }
        "extern" if next == "crate" => no_code("an import"),
        "extern" | "unsafe" => format!(
            "{FUNCTIONS} with a body, and foreign functions have theirs elsewhere; \
             put it on the function that calls them"
        ),
        _ => format!("{FUNCTIONS}; put it on the functions that do the work"),
    }
}

fn no_code(item: &str) -> String {
    format!("{FUNCTIONS}, and {item} runs no code; put it on the functions that do the work")
}

fn is_modifier(input: ParseStream<'_>) -> bool {
    input.peek(Token![const])
        || input.peek(Token![async])
        || input.peek(Token![unsafe])
        || input.peek(Token![extern])
        || input.peek(Token![default])
        || input.peek(syn::LitStr)
}

/// `input` stands behind `fn`: the rest ends in `{ .. }`, or in `;` where there is no body.
fn function(input: ParseStream<'_>, constant: bool) -> syn::Result<(Found, At)> {
    let name = input.call(Ident::parse_any)?;
    let mut last = None;
    let mut bodied = false;
    while !input.is_empty() {
        bodied = input.peek(token::Brace);
        last = Some(input.parse::<TokenTree>()?);
    }
    if bodied {
        return Ok((Found::Function { constant }, name.span().into()));
    }
    let at = last.map_or_else(|| At::from(name.span()), |last| At::of(&last));
    let nothing = format!(
        "`{name}` has no body here, so there is nothing to trace; \
         put `#[traced]` on its implementations"
    );
    Ok((Found::Other(nothing), at))
}
