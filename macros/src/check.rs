//! Everything that is refused once the attribute and the function are understood.

use proc_macro2::{TokenStream, TokenTree};
use syn::PathSegment;

use crate::at::At;
use crate::errors::Errors;
use crate::model::{Parent, Traced, TracedItem};
use crate::returned::{self, Returned};
use crate::shape::Shape;
use crate::whole::{self, Member};
use crate::within::Sort;
use crate::{conventions, early, raw_spawn};

/// One function per rule; each names the ui test that shows its message.
pub(crate) fn check(traced: &mut Traced, errors: &mut Errors) {
    not_const(traced, errors);
    not_variadic(traced, errors);
    not_twice(traced, errors);
    not_below_a_runtime(traced, errors);
    leaf_is_sync(traced, errors);
    no_hidden_future(traced, errors);
    future_is_plain(traced, errors);
    prefix_is_for_items(traced, errors);
    values_stay(traced, errors);
    let (facts, agreed) = (&traced.conventions, &traced.agreed);
    let mut warnings = conventions::check(facts, agreed, errors);
    let spawns = raw_spawn::find(traced.function.body.tokens());
    warnings.extend(conventions::spawns(spawns, agreed, errors));
    traced.warnings = warnings;
}

/// ui-tests/fail/attrs/value_leaves.rs
fn values_stay(traced: &Traced, errors: &mut Errors) {
    for attribute in &traced.attributes {
        let value = &attribute.value.expr;
        if let Some(at) = early::awaits(value) {
            errors.at(
                at,
                "an attribute is computed when the span starts, which does not wait; await this in \
                 the body, and set it there: `late(key: type)`, `record!(key = value)`",
            );
        }
        if let Some(at) = early::leaves(value) {
            errors.at(
                at,
                "an attribute cannot leave the function; record an `Option`, of which `None` is left \
                 out: of a `Result` its `.ok()`",
            );
        }
    }
    let parent = match &traced.parent {
        Parent::Explicit(parent) => Some(parent),
        Parent::Ambient | Parent::Root => None,
    };
    for value in parent.into_iter().chain(&traced.links) {
        if let Some(at) = early::awaits(value) {
            errors.at(
                at,
                "this is computed when the function is called, which does not wait; await it before, \
                 and hand it over as an argument",
            );
        }
    }
}

/// The same for a whole item; its functions are checked when they are expanded.
pub(crate) fn check_item(traced: &mut TracedItem, errors: &mut Errors) {
    has_functions(traced, errors);
    item_not_twice(traced, errors);
    path_into_module(traced, errors);
    traced.warnings = conventions::check(&traced.conventions, &traced.agreed, errors);
}

/// ui-tests/fail/whole/nothing_to_trace.rs
fn has_functions(traced: &TracedItem, errors: &mut Errors) {
    let whole = &traced.whole;
    if traced.nested || whole.members.iter().any(Member::is_open) {
        return;
    }
    errors.at(
        whole.at,
        match whole.item.sort {
            Sort::Trait => {
                "no function of this trait has a body here, so there is nothing to trace; \
                 put `#[traced]` on its implementations"
            }
            Sort::Impl | Sort::Module => {
                "nothing in this item can be traced: only functions with a body can, and not \
                 those that are `const`; remove the attribute"
            }
        },
    );
}

/// ui-tests/fail/whole/twice.rs
fn item_not_twice(traced: &TracedItem, errors: &mut Errors) {
    if let Some(second) = traced.whole.twice {
        errors.at(
            second,
            "`#[traced]` stands on this item twice; write all arguments in one",
        );
    }
}

/// ui-tests/fail/whole/crate_of_a_module.rs
fn path_into_module(traced: &TracedItem, errors: &mut Errors) {
    let module = traced.whole.item.sort == Sort::Module;
    let Some(krate) = traced.paths.given().filter(|_| module) else {
        return;
    };
    let relative = |first: &PathSegment| first.ident == "self" || first.ident == "super";
    if krate.segments.first().is_some_and(relative) {
        errors.at(
            At::of(krate),
            "the functions look this path up from inside the module; begin it with `crate::`, or \
             with the name of a crate",
        );
    }
}

/// ui-tests/fail/whole/prefix.rs
fn prefix_is_for_items(traced: &Traced, errors: &mut Errors) {
    if let Some(at) = traced.prefix {
        errors.at(
            at,
            "`prefix` is for whole items; a function has a name of its own: write it as the first \
             argument",
        );
    }
}

/// ui-tests/fail/item/const_fn.rs
fn not_const(traced: &Traced, errors: &mut Errors) {
    if let Some(constness) = &traced.function.sig.constness {
        errors.at(
            constness.span,
            "a `const fn` may run in the compiler, where nothing can be recorded; \
             remove `const` or `#[traced]`",
        );
    }
}

/// Stable Rust refuses the definition itself, so no ui test can show this one.
fn not_variadic(traced: &Traced, errors: &mut Errors) {
    if let Some(variadic) = &traced.function.sig.variadic {
        errors.at(
            At::of(variadic),
            "a variadic function cannot be traced: its arguments cannot be handed on",
        );
    }
}

/// ui-tests/fail/item/twice.rs
fn not_twice(traced: &Traced, errors: &mut Errors) {
    let mut attrs = traced.function.attrs.iter();
    if let Some(second) = attrs.find(|attr| whole::is_traced(attr)) {
        errors.at(
            At::of(second.path()),
            "`#[traced]` stands on this function twice; remove one",
        );
    }
}

/// ui-tests/fail/item/below_tokio_main.rs
///
/// Below `#[tokio::main]` this attribute sees a plain function that builds a runtime and blocks on
/// it. Its span would be current on that thread for as long as the runtime lives, and so become
/// the parent of every task of a current-thread runtime.
fn not_below_a_runtime(traced: &Traced, errors: &mut Errors) {
    let function = &traced.function;
    if traced.shape.is_async() || !is_generated_block_on(function.body.tokens()) {
        return;
    }
    errors.at(
        function.sig.ident.span(),
        "`#[traced]` sees the runtime that another attribute put around this function; \
         put `#[traced]` above `#[tokio::main]` or `#[tokio::test]`",
    );
}

/// Whether a body is what tokio's attributes generate, recognised by the text of its `expect`.
fn is_generated_block_on(body: &TokenStream) -> bool {
    body.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => is_generated_block_on(&group.stream()),
        TokenTree::Literal(literal) => literal.to_string() == "\"Failed building the Runtime\"",
        _ => false,
    })
}

/// ui-tests/fail/args/leaf_async.rs
fn leaf_is_sync(traced: &Traced, errors: &mut Errors) {
    if let (Some(at), true) = (traced.leaf, traced.shape.is_async()) {
        errors.at(
            at,
            "`leaf` is for functions that are not async: what a future awaits \
             has to find its span; remove `leaf`",
        );
    }
}

/// ui-tests/fail/item/hidden_future.rs
fn no_hidden_future(traced: &Traced, errors: &mut Errors) {
    if !matches!(traced.shape, Shape::Sync | Shape::Inline { .. }) {
        return;
    }
    if let Returned::Hidden(at) = returned::of(&traced.function.sig.output) {
        errors.at(
            at,
            "the span would only measure how this future is made, not how it runs: return \
             `impl Future` or `Pin<Box<dyn Future>>`; if this is an alias of the latter, \
             write `#[traced(future)]`",
        );
    }
}

/// ui-tests/fail/args/future_async.rs
fn future_is_plain(traced: &Traced, errors: &mut Errors) {
    let output = &traced.function.sig.output;
    if let (Some(at), None, true) = (
        traced.future,
        traced.function.sig.asyncness,
        returned::is_no_future(output),
    ) {
        errors.at(
            at,
            "`future` is for functions that return a future, and this one returns none; remove it",
        );
    }
    if let (Some(at), Some(_)) = (traced.future, traced.function.sig.asyncness) {
        errors.at(
            at,
            "`future` is for functions that return a future without being `async`; remove it",
        );
    }
}
