//! What an expression of the attribute cannot do: it is computed before the body, by itself.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{
    Expr, ExprAsync, ExprAwait, ExprBreak, ExprClosure, ExprContinue, ExprForLoop, ExprLoop,
    ExprReturn, ExprTry, ExprWhile, Item,
};

/// The first `.await` of an expression.
pub(crate) fn awaits(expr: &Expr) -> Option<Span> {
    let mut search = Search::default();
    search.visit_expr(expr);
    search.awaits
}

/// The first `?` of an expression, or another way out of it.
pub(crate) fn leaves(expr: &Expr) -> Option<Span> {
    let mut search = Search::default();
    search.visit_expr(expr);
    search.leaves
}

/// The first `self` of an expression that is a value.
pub(crate) fn names_self(expr: &Expr) -> Option<Span> {
    self_in(expr.to_token_stream())
}

fn self_in(tokens: TokenStream) -> Option<Span> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Ident(ident) if ident == "self" => {
                let is_path = |next: &TokenTree| matches!(next, TokenTree::Punct(punct) if punct.as_char() == ':');
                (!tokens.peek().is_some_and(is_path)).then(|| ident.span())
            }
            TokenTree::Group(group) => self_in(group.stream()),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

#[derive(Default)]
pub(crate) struct Search {
    pub(crate) awaits: Option<Span>,
    leaves: Option<Span>,
    /// How many loops are around.
    loops: usize,
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

    fn visit_expr_return(&mut self, expr: &'ast ExprReturn) {
        self.leaves.get_or_insert(expr.return_token.span);
        visit::visit_expr_return(self, expr);
    }

    fn visit_expr_break(&mut self, expr: &'ast ExprBreak) {
        if self.loops == 0 && expr.label.is_none() {
            self.leaves.get_or_insert(expr.break_token.span);
        }
        visit::visit_expr_break(self, expr);
    }

    fn visit_expr_continue(&mut self, expr: &'ast ExprContinue) {
        if self.loops == 0 && expr.label.is_none() {
            self.leaves.get_or_insert(expr.continue_token.span);
        }
    }

    fn visit_expr_loop(&mut self, expr: &'ast ExprLoop) {
        self.loops += 1;
        visit::visit_expr_loop(self, expr);
        self.loops -= 1;
    }

    fn visit_expr_while(&mut self, expr: &'ast ExprWhile) {
        self.loops += 1;
        visit::visit_expr_while(self, expr);
        self.loops -= 1;
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast ExprForLoop) {
        self.loops += 1;
        visit::visit_expr_for_loop(self, expr);
        self.loops -= 1;
    }

    // What does so in these does it on their own account.
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}
