//! Lints that cannot see through the expansion: who expects one of them is not told that it is absent.

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token, parse_quote};

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

fn is_lost(lint: &Meta) -> bool {
    let last = lint.path().segments.last();
    last.is_some_and(|last| LOST.iter().any(|lost| last.ident == lost))
}
