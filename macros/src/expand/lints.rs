//! Lints that cannot see through the expansion: who expects one of them is not told that it is absent,
//! and who does nothing wrong is told nothing.

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, ReceiverKind, Token, Type, parse_quote};

use crate::model::Traced;
use crate::shape::Shape;

/// What these look for is in the closure, or in what is no `async fn` any more.
const LOST: &[&str] = &[
    "async_fn_in_trait",
    "unconditional_recursion",
    "boxed_local",
    "cognitive_complexity",
    "elidable_lifetime_names",
    "manual_async_fn",
    "missing_const_for_fn",
    "missing_errors_doc",
    "mixed_attributes_style",
    "needless_lifetimes",
    "needless_pass_by_value",
    "needless_return",
    "not_unsafe_ptr_arg_deref",
    "only_used_in_recursion",
    "ptr_arg",
    "unnecessary_wraps",
    "unused_async",
    "unused_self",
];

/// The attribute, or two where some of the lints that it expects are lost: these it allows.
pub(super) fn expected(attr: Attribute) -> Vec<Attribute> {
    let Meta::List(list) = &attr.meta else {
        return vec![attr];
    };
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    let expects = list.path.is_ident("expect");
    let Some(metas) = expects.then(|| list.parse_args_with(parser).ok()).flatten() else {
        return vec![attr];
    };
    let is_reason = |meta: &&Meta| matches!(meta, Meta::NameValue(_));
    let (reason, lints): (Vec<_>, Vec<_>) = metas.iter().partition(is_reason);
    let (unseen, kept): (Vec<&Meta>, Vec<&Meta>) = lints.into_iter().partition(|it| is_lost(it));
    if unseen.is_empty() {
        return vec![attr];
    }
    let mut attrs = vec![parse_quote!(#[allow(#(#unseen,)* #(#reason)*)])];
    if !kept.is_empty() {
        attrs.push(parse_quote!(#[expect(#(#kept,)* #(#reason)*)]));
    }
    attrs
}

/// What allows a lint that would be misled. In a closure or an async block that owns `mut self`, a
/// field that is set for `Drop` to read counts as never read. Other arguments are bound inside, which
/// `self` cannot be.
pub(super) fn misled(traced: &Traced) -> Option<Attribute> {
    let receiver = traced.function.sig.receiver()?;
    let by_value = match &receiver.kind {
        ReceiverKind::Value => true,
        ReceiverKind::Typed(_, ty) => matches!(&**ty, Type::Path(it) if it.path.is_ident("Self")),
        _ => false,
    };
    let owns = receiver.mutability.is_some() && by_value;
    let moves = !matches!(traced.shape, Shape::Inline { .. });
    let allows = owns && moves && !traced.function.attrs.iter().any(expects_assignments);
    allows.then(|| parse_quote!(#[allow(unused_assignments)]))
}

/// Who expects the lint may have a fault of their own there.
fn expects_assignments(attr: &Attribute) -> bool {
    let Meta::List(list) = &attr.meta else {
        return false;
    };
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    let lints = list
        .path
        .is_ident("expect")
        .then(|| list.parse_args_with(parser));
    let named = |meta: &Meta| meta.path().is_ident("unused_assignments");
    lints
        .and_then(Result::ok)
        .is_some_and(|lints| lints.iter().any(named))
}

fn is_lost(lint: &Meta) -> bool {
    let last = lint.path().segments.last();
    last.is_some_and(|last| LOST.iter().any(|lost| last.ident == lost))
}
