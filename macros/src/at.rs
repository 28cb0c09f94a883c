//! A place in the user's code: from one token to another.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

/// The tokens that an error underlines.
///
/// Stable Rust cannot join two spans; a `compile_error!` whose first token has the one and whose
/// last token has the other underlines all between them, and syn writes that for anything that
/// prints as two tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    first: Span,
    last: Span,
}

impl At {
    pub(crate) fn of(tokens: &impl ToTokens) -> Self {
        let mut spans = tokens
            .to_token_stream()
            .into_iter()
            .map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        At {
            first,
            last: spans.last().unwrap_or(first),
        }
    }

    /// The first of the tokens, and the last.
    pub(crate) fn ends(self) -> [Span; 2] {
        [self.first, self.last]
    }

    pub(crate) fn error(self, message: impl std::fmt::Display) -> syn::Error {
        syn::Error::new_spanned(self, message)
    }
}

impl From<Span> for At {
    fn from(span: Span) -> Self {
        At {
            first: span,
            last: span,
        }
    }
}

impl ToTokens for At {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Ident::new("_", self.first));
        tokens.append(Ident::new("_", self.last));
    }
}
