//! What an expression of the attribute cannot do: it is computed before the body, by itself.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprAwait, ExprClosure, ExprTry, Item};

/// The first `.await` of an expression.
pub(crate) fn awaits(expr: &Expr) -> Option<Span> {
    let mut search = Search::default();
    search.visit_expr(expr);
    search.awaits
}

/// The first `?` of an expression.
pub(crate) fn leaves(expr: &Expr) -> Option<Span> {
    let mut search = Search::default();
    search.visit_expr(expr);
    search.leaves
}

#[derive(Default)]
pub(crate) struct Search {
    pub(crate) awaits: Option<Span>,
    leaves: Option<Span>,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_expr_await(&mut self, expr: &'ast ExprAwait) {
        self.awaits.get_or_insert(expr.await_token.span);
        visit::visit_expr_await(self, expr);
    }

    fn visit_expr_try(&mut self, expr: &'ast ExprTry) {
        self.leaves.get_or_insert(expr.question_token.span);
        visit::visit_expr_try(self, expr);
    }

    // What does so in these does it on their own account.
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}
