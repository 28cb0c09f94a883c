//! `span!(args.., { block })` as written, and as the function that it could have been.
//!
//! A block is a body of its own: `return` and `?` leave the block, and its value is the outcome.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::visit::Visit;
use syn::{Block, Token, parse_quote};

use crate::at::At;
use crate::early;
use crate::function::{Body, Function};

#[derive(Debug)]
pub(crate) struct SpanBlock {
    pub(crate) args: TokenStream,
    pub(crate) function: Function,
    /// `async move`.
    pub(crate) moves: bool,
}

impl SpanBlock {
    pub(crate) fn parse(tokens: TokenStream) -> syn::Result<Self> {
        let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let braces = match tokens.pop() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => group,
            last => {
                let at = last.map_or_else(|| Span::call_site().into(), |last| At::of(&last));
                return Err(at.error(USAGE));
            }
        };
        if let Some(closing) = closure(&tokens) {
            return Err(closing.error(
                "`span!` runs a block where it stands, and a closure only later; remove `||`, or put \
                 `span!` into the closure",
            ));
        }
        if let Some(word) = pop_word(&mut tokens, "unsafe") {
            return Err(
                At::from(word).error("write `unsafe` inside of the block: `{ unsafe { .. } }`")
            );
        }
        let moved = pop_word(&mut tokens, "move");
        let asynchronous = pop_word(&mut tokens, "async");
        if let (Some(moved), None) = (moved, asynchronous) {
            return Err(At::from(moved).error(
                "a block runs where it stands, so there is nothing to move; \
                 remove `move`, or write `async move { .. }`",
            ));
        }
        if let Some(last) = tokens.last() {
            if !matches!(last, TokenTree::Punct(punct) if punct.as_char() == ',') {
                return Err(At::from(braces.span_open()).error("expected `,` before the block"));
            }
        }
        let mut sig: syn::Signature = parse_quote!(fn block() -> _);
        sig.asyncness = asynchronous.map(Token![async]);
        Ok(SpanBlock {
            args: tokens.into_iter().collect(),
            moves: moved.is_some(),
            function: Function {
                attrs: vec![],
                vis: syn::Visibility::Inherited,
                defaultness: None,
                sig,
                body: Body::of(&braces),
                markers: vec![],
            },
        })
    }

    /// Where a block that is not `async` awaits.
    pub(crate) fn awaits(&self) -> Option<At> {
        let body = self.function.body.tokens().clone();
        let mut search = early::Search::default();
        if let Ok(statements) = Block::parse_within.parse2(body) {
            for statement in &statements {
                search.visit_stmt(statement);
            }
        }
        search.awaits.map(At::from)
    }
}

const USAGE: &str = "`span!` ends in the block that it traces: \
                     `span!(\"order.validate\", { .. })` or `span!(\"order.validate\", async { .. })`";

fn pop_word(tokens: &mut Vec<TokenTree>, word: &str) -> Option<Span> {
    match tokens.last() {
        Some(TokenTree::Ident(ident)) if ident == word => {
            let span = ident.span();
            tokens.pop();
            Some(span)
        }
        _ => None,
    }
}

/// Where the parameters of a closure end, behind which its body stands.
fn closure(tokens: &[TokenTree]) -> Option<At> {
    let last = tokens.last()?;
    let bar = matches!(last, TokenTree::Punct(punct) if punct.as_char() == '|');
    bar.then(|| At::of(last))
}
