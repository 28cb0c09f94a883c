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
    let functions = "`#[traced]` goes on functions";
    let message = match &*word.to_string() {
        "struct" | "union" => no_code("a struct"),
        "enum" => no_code("an enum"),
        "type" => no_code("a type"),
        "use" => no_code("an import"),
        "const" | "static" => {
            format!("{functions}; a constant is computed once, when nothing is traced yet")
        }
        "impl" => format!("{functions}; put it on each function of this impl that is to be traced"),
        "trait" => {
            format!("{functions}; put it on each function of this trait that is to be traced")
        }
        "mod" => {
            format!("{functions}; put it on each function of this module that is to be traced")
        }
        "extern" | "unsafe" => format!(
            "{functions} with a body, and foreign functions have theirs elsewhere; \
             put it on the function that calls them"
        ),
        _ => format!("{functions}; put it on the functions that do the work"),
    };
    Err(syn::Error::new(word.span(), message))
}

fn no_code(item: &str) -> String {
    format!(
        "`#[traced]` goes on functions, and {item} runs no code; \
         put it on the functions that do the work"
    )
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
