//! Where `#[traced]` may stand, and what is said where it may not.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Token, Visibility, token};

use crate::at::At;

/// Errs with the reason if `item` is not a function that has a body.
pub(crate) fn require_function(item: TokenStream) -> syn::Result<()> {
    let look = |input: ParseStream<'_>| {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let refused = refusal(input);
        input.parse::<TokenStream>()?;
        refused
    };
    look.parse2(item)
}

fn refusal(input: ParseStream<'_>) -> syn::Result<()> {
    let start = input.fork();
    // `const fn`, `unsafe fn`, `extern "C" fn`, `async unsafe fn`, `default fn`: modifiers, then `fn`.
    while !input.peek(Token![fn]) && is_modifier(input) {
        input.parse::<TokenTree>()?;
    }
    if input.parse::<Option<Token![fn]>>()?.is_some() {
        return require_body(input);
    }
    let word = start.call(Ident::parse_any);
    let Ok(word) = word else {
        return Err(start.error("`#[traced]` goes on functions"));
    };
    let message = match &*word.to_string() {
        "struct" | "enum" | "union" | "type" => format!(
            "`#[traced]` goes on functions, and a {} runs no code; \
             put it on the functions that do the work",
            if word == "type" {
                "type".into()
            } else {
                word.to_string()
            }
        ),
        "const" | "static" => "`#[traced]` goes on functions; a constant is computed once, \
             when nothing is traced yet"
            .to_owned(),
        "impl" | "trait" | "mod" => format!(
            "`#[traced]` goes on functions; put it on each function of this {} that is to be traced",
            if word == "mod" {
                "module".into()
            } else {
                word.to_string()
            }
        ),
        "extern" | "unsafe" => "`#[traced]` goes on functions with a body, and foreign functions \
             have theirs elsewhere; put it on the function that calls them"
            .to_owned(),
        _ => "`#[traced]` goes on functions; put it on the functions that do the work".to_owned(),
    };
    Err(syn::Error::new(word.span(), message))
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
fn require_body(input: ParseStream<'_>) -> syn::Result<()> {
    let name = input.call(Ident::parse_any)?;
    let mut last = None;
    let mut bodied = false;
    while !input.is_empty() {
        bodied = input.peek(token::Brace);
        last = Some(input.parse::<TokenTree>()?);
    }
    if bodied {
        return Ok(());
    }
    let at = last.map_or_else(|| At::from(name.span()), |last| At::of(&last));
    Err(at.error(format_args!(
        "`{name}` has no body here, so there is nothing to trace; \
         put `#[traced]` on its implementations"
    )))
}
