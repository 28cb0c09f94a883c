//! An expression as a borrowed argument, such that neither the compiler nor clippy has a word on what is
//! around it.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Expr;
use syn::spanned::Spanned as _;

/// `function(&expr)`.
///
/// `value` is what the expression has become. It is in parentheses where it has to be; a reference is one
/// already. What clippy would say of an `&` before an operator is not the user's to hear: there the
/// tokens are not the user's, but of `hygiene`.
pub(crate) fn borrowed(
    function: &TokenStream,
    expr: &Expr,
    value: &TokenStream,
    hygiene: Span,
) -> TokenStream {
    let at = expr.span();
    match expr {
        Expr::Reference(_) => quote_spanned!(at=> #function(#value)),
        Expr::Call(_)
        | Expr::Closure(_)
        | Expr::Field(_)
        | Expr::Lit(_)
        | Expr::Macro(_)
        | Expr::MethodCall(_)
        | Expr::Paren(_)
        | Expr::Path(_)
        | Expr::Tuple(_) => quote_spanned!(at=> #function(&#value)),
        Expr::Index(_) | Expr::Unary(_) => {
            quote_spanned!(hygiene.located_at(at)=> #function(&(#value)))
        }
        _ => quote_spanned!(at=> #function(&(#value))),
    }
}
