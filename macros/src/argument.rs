//! From the parameters as written to parameters with plain names, and back in the body.
//!
//! Every parameter is bound anew at the start of the body, in order, so that each is captured
//! whole and dropped when and in the order in which it would be without the attribute.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::visit::{self, Visit};
use syn::{AttrStyle, Attribute, Expr, FnArg, Pat, PatIdent, PatType, Signature, Type};

use crate::model::Argument;
use crate::ungroup;

/// Replaces patterns and `mut` in the signature, and returns what the body has to bind.
///
/// `outside` are the expressions that see the parameters before the body does.
pub(crate) fn take(sig: &mut Signature, outside: &[&Expr]) -> Vec<Argument> {
    let named_outside = |ident: &Ident| {
        let names = |expr: &&Expr| holds(expr.to_token_stream(), ident);
        outside.iter().any(names)
    };
    let inputs = sig.inputs.iter_mut().enumerate();
    inputs
        .map(|(i, input)| argument(i, input, named_outside))
        .collect()
}

fn holds(tokens: TokenStream, ident: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(other) => other == *ident,
        TokenTree::Group(group) => holds(group.stream(), ident),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn argument(
    position: usize,
    input: &mut FnArg,
    named_outside: impl Fn(&Ident) -> bool,
) -> Argument {
    match input {
        FnArg::Receiver(receiver) => Argument::Receiver(receiver.self_token),
        FnArg::Typed(typed) => {
            let (attrs, expected) = carried(typed);
            match &mut *typed.pat {
                Pat::Ident(name) if is_plain(name) && !expected => Argument::Named {
                    attrs,
                    mutability: name.mutability.take(),
                    ptr_arg: is_owner_behind_a_reference(&typed.ty),
                    named_outside: named_outside(&name.ident),
                    ident: name.ident.clone(),
                },
                _ => {
                    let stand_in = format_ident!("__arg{position}", span = Span::mixed_site());
                    let plain = Pat::Ident(PatIdent {
                        attrs: vec![],
                        by_ref: None,
                        mutability: None,
                        ident: stand_in.clone(),
                        subpat: None,
                    });
                    let pat = std::mem::replace(&mut *typed.pat, plain);
                    let mut search = RefMut { found: false };
                    search.visit_pat(&pat);
                    Argument::Pattern {
                        attrs,
                        stand_in,
                        pat,
                        ref_mut: search.found,
                    }
                }
            }
        }
    }
}

/// `&String`, of which clippy says that `&str` would do if it sees no use that needs a `String`; the
/// uses that it sees of a binding are fewer than those of a parameter.
fn is_owner_behind_a_reference(ty: &Type) -> bool {
    let Type::Reference(reference) = ungroup::ty(ty) else {
        return false;
    };
    match ungroup::ty(&reference.elem) {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let owners = ["Cow", "OsString", "PathBuf", "String", "Vec"];
            owners.iter().any(|owner| last.ident == owner)
        }),
        _ => false,
    }
}

struct RefMut {
    found: bool,
}

impl<'ast> Visit<'ast> for RefMut {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.found |= pat.by_ref.is_some() && pat.mutability.is_some();
        visit::visit_pat_ident(self, pat);
    }
}

fn is_plain(name: &PatIdent) -> bool {
    name.by_ref.is_none() && name.subpat.is_none() && name.attrs.is_empty()
}

/// The attributes that hold for the binding in the body as well, and whether one of them is an
/// expectation: that has to move, for only one of two bindings can fulfil it.
fn carried(typed: &mut PatType) -> (Vec<Attribute>, bool) {
    let is = |attr: &Attribute, names: &[&str]| {
        matches!(attr.style, AttrStyle::Outer)
            && names.iter().any(|name| attr.path().is_ident(name))
    };
    let conditions_and_lints = [
        "cfg", "cfg_attr", "allow", "warn", "deny", "forbid", "expect",
    ];
    let carried: Vec<_> = typed
        .attrs
        .iter()
        .filter(|attr| is(attr, &conditions_and_lints))
        .cloned()
        .collect();
    typed.attrs.retain(|attr| !is(attr, &["expect"]));
    let expected = carried.iter().any(|attr| is(attr, &["expect"]));
    (carried, expected)
}
