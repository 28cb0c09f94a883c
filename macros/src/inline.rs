//! Whether a body has to run in the function itself, and not in a closure.
//!
//! A closure has a place of its own, and on stable Rust no way to hand on that of the caller, for
//! which `#[track_caller]` asks. And the parameters of a closure that is returned as `impl Fn` are
//! found out only where the function itself returns it.
//!
//! What leaves such a body by `return` or `?` leaves the function, so that its outcome is not seen. It
//! does not have to be if it cannot be an error; and otherwise the outcome counts for more.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{ReturnType, Type, TypeImplTrait};

use crate::function::Function;
use crate::returned;

/// Whether the value of such a body is looked at; `None` for other bodies. `asked` is whether something is to
/// be computed from it.
pub(crate) fn value_seen(function: &Function, asked: bool) -> Option<bool> {
    let tracked = |attr: &syn::Attribute| attr.path().is_ident("track_caller");
    let output = &function.sig.output;
    let never = matches!(output, ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_)));
    let wanted = function.attrs.iter().any(tracked) || returns_closure(output);
    if never || !wanted {
        None
    } else if returned::is_no_result(output) && !asked {
        Some(false)
    } else {
        (!leaves(function.body.tokens())).then_some(true)
    }
}

fn returns_closure(output: &ReturnType) -> bool {
    let mut search = Closure { found: false };
    search.visit_return_type(output);
    search.found
}

struct Closure {
    found: bool,
}

impl<'ast> Visit<'ast> for Closure {
    fn visit_type_impl_trait(&mut self, opaque: &'ast TypeImplTrait) {
        let names = opaque.bounds.iter().filter_map(returned::name);
        let mut names = names.map(|name| name.trim_start_matches("Async").to_owned());
        self.found |= names.any(|name| matches!(&*name, "Fn" | "FnMut" | "FnOnce"));
        visit::visit_type_impl_trait(self, opaque);
    }
}

/// Macros that do not leave the function they stand in.
const STAYING: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "cfg",
    "column",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "include_bytes",
    "include_str",
    "line",
    "matches",
    "module_path",
    "option_env",
    "panic",
    "print",
    "println",
    "record",
    "stringify",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// Whether a body may be left before its end.
fn leaves(body: &TokenStream) -> bool {
    let tokens: Vec<_> = body.clone().into_iter().collect();
    let is_call = |rest: &[TokenTree]| matches!(rest, [TokenTree::Punct(punct), TokenTree::Group(_), ..] if punct.as_char() == '!');
    tokens.iter().enumerate().any(|(i, token)| match token {
        TokenTree::Group(group) => leaves(&group.stream()),
        TokenTree::Ident(ident) => {
            let other = is_call(&tokens[i + 1..]) && STAYING.iter().all(|name| ident != name);
            ident == "return" || other
        }
        TokenTree::Punct(punct) => punct.as_char() == '?',
        TokenTree::Literal(_) => false,
    })
}
