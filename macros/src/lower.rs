//! From what is written to what is meant: defaults, markers, constants.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::{Expr, LitStr};
use traced_conventions::{Fact, Rule};

use crate::agreed::Agreed;
use crate::args::{Args, Outer};
use crate::at::At;
use crate::attribute::{Attribute, Constant, Key};
use crate::block::SpanBlock;
use crate::errors::Errors;
use crate::function::Function;
use crate::model::{Conventions, Parent, Site, Traced, TracedItem};
use crate::own::{Own, Takes};
use crate::paths::Paths;
use crate::shape::{Asked, Shape};
use crate::whole::Whole;
use crate::within::Sort;
use crate::words::Kind;
use crate::{argument, contradictions, marker, returned, shared};

pub(crate) fn function(
    args: Args,
    function: Function,
    agreed: Agreed,
    errors: &mut Errors,
) -> Traced {
    let asked = Asked {
        future: args.future.at().is_some(),
        leaf: args.is_leaf(),
        value: args.looks_at_value(),
    };
    let shape = Shape::of(&function, asked);
    body(args, function, shape, agreed, errors)
}

/// The block of a `span!`.
pub(crate) fn block(args: Args, block: SpanBlock, agreed: Agreed, errors: &mut Errors) -> Traced {
    // What is wrong may be the name.
    if args.name.at().is_none() && errors.is_empty() {
        let at = At::from(block.function.body.open());
        errors.at(
            at,
            "a block has no name to take over; write the span's first: \
             `span!(\"order.validate\", { .. })`",
        );
    }
    let asynchronous = block.function.sig.asyncness.is_some();
    if let (false, Some(at)) = (asynchronous, block.awaits()) {
        errors.at(
            at,
            "this block is not `async`; write `span!(\"..\", async { .. }).await`",
        );
    }
    for at in [args.future.at(), args.skip.at()].into_iter().flatten() {
        errors.at(at, "this argument is for functions; remove it");
    }
    let shape = match block.function.sig.asyncness {
        Some(_) => Shape::AsyncBlock { moves: block.moves },
        None => Shape::Block,
    };
    body(args, block.function, shape, agreed, errors)
}

fn body(
    args: Args,
    function: Function,
    shape: Shape,
    agreed: Agreed,
    errors: &mut Errors,
) -> Traced {
    let (name, path) = names(&args, &function, &agreed);
    let at = function.sig.ident.span();
    let judged = args
        .name
        .get()
        .map_or_else(|| Fact::new(name.clone(), at.into()), fact);
    let name_is_written = args.name.at().is_some();
    let own = Own::of(&args, function.markers.len());
    let hygiene = args.hygiene();
    // The beginning of a name that an item gives was judged there.
    let outer = args.outer.as_deref().filter(|_| !name_is_written);
    let prefixes = outer.map(Outer::prefixes).unwrap_or_default();
    // One that the item has is about those of its functions that return errors.
    let accepts = args.ok_if.at().is_some() || !returned::is_no_result(&function.sig.output);
    let takes = Takes::of(&args);
    let args = args.inherited();
    contradictions::find(&args, errors);
    takes.find_self(&args, &function, errors);
    let mut attributes = args.attrs.take().unwrap_or_default();
    for marked in &function.markers {
        match marker::lower(marked) {
            Ok(attribute) => attributes.push(attribute),
            Err(error) => errors.push(error),
        }
    }
    let late = args.late.take().unwrap_or_default();
    let of_result = args.ret.take().unwrap_or_default();
    let kind = args.kind.take();
    let conventions = Conventions {
        name_is_written,
        name: judged,
        kind: kind.map_or_else(Kind::default, |(kind, _)| kind),
        kind_at: kind.map(|(_, at)| at),
        kind_is_shared: takes.kind,
        attributes: own.judged(&attributes, &late, &of_result),
    };
    let mut allowed = args.allow.take().unwrap_or_default();
    if !prefixes.is_empty() {
        allowed.push(Rule::NamePrefix);
    }
    if prefixes.iter().any(|prefix| agreed.is_too_long(prefix)) {
        allowed.push(Rule::NameLength);
    }
    let (constants, attributes) = constants(attributes);
    let site = Site {
        name,
        path: shape.is_function().then_some(path),
        kind: conventions.kind,
        constants,
    };
    let parent = if args.root.at().is_some() {
        Parent::Root
    } else {
        args.parent.take().map_or(Parent::Ambient, Parent::Explicit)
    };
    let links = args.links.take();
    let mut outside: Vec<&Expr> = links.iter().collect();
    if let Parent::Explicit(parent) = &parent {
        outside.push(parent);
    }
    let mut signature = function.sig.clone();
    Traced {
        arguments: argument::take(&mut signature, &outside),
        signature,
        shape,
        paths: Paths::new(args.krate.take()),
        hygiene,
        site,
        parent,
        links,
        leaf: args.leaf.at(),
        future: args.future.at(),
        prefix: args.prefix.at(),
        attributes,
        late,
        returned: of_result,
        ok_if: args.ok_if.take().filter(|_| accepts),
        conventions,
        agreed: agreed.allowing(&allowed),
        allowed,
        warnings: Vec::new(),
        function,
    }
}

/// `tokens` are the arguments once more, as written.
pub(crate) fn item(
    args: Args,
    tokens: TokenStream,
    whole: Whole,
    agreed: Agreed,
    errors: &mut Errors,
) -> TracedItem {
    let nested = args.outer.is_some();
    if let Some(at) = args.name.at() {
        errors.at(
            at,
            "this item has many functions, and a span for each; write `prefix = \"..\"` for the \
             first part of their names, or name each function",
        );
    }
    if let Some(at) = args.future.at() {
        errors.at(
            at,
            "`future` is for single functions; write it on those that return one",
        );
    }
    contradictions::find(&args, errors);
    let none = Vec::new();
    let (attributes, returned) = (args.attrs.get(), args.ret.get());
    let mut allowed = args.allowed();
    // A prefix is judged for its style, but is not the name of a span.
    allowed.extend([
        Rule::UnregisteredSpan,
        Rule::SpanKind,
        Rule::RequiredAttribute,
    ]);
    if args.prefix.at().is_none() {
        allowed.extend([Rule::NamePrefix, Rule::NameLength]);
    }
    let own = Own::of(&args, 0);
    let unnamed = || Fact::new("", whole.at);
    let conventions = Conventions {
        name: args.prefix.get().map_or_else(unnamed, fact),
        name_is_written: args.prefix.at().is_some(),
        kind: Kind::default(),
        kind_at: None,
        kind_is_shared: false,
        attributes: own.judged(
            attributes.unwrap_or(&none),
            args.late.get().map_or(&[], Vec::as_slice),
            returned.unwrap_or(&none),
        ),
    };
    let agreed = agreed.allowing(&allowed);
    let computed = attributes.into_iter().chain(returned).flatten();
    let mut shared = shared::of(&whole, computed, &agreed);
    let paths = Paths::new(args.inherited().krate.take());
    if !paths.is_absolute() {
        // It would mean something else in the module that holds a check.
        shared.clear();
    }
    TracedItem {
        shared,
        whole,
        args: tokens,
        paths,
        nested,
        conventions,
        agreed,
        warnings: Vec::new(),
    }
}

fn fact(text: &LitStr) -> Fact<At> {
    Fact::new(text.value(), At::from(text.span()))
}

/// The name of the span, and the path to the function in its module. A name that is not given is
/// made from identifiers: converted, never refused.
fn names(args: &Args, function: &Function, agreed: &Agreed) -> (String, String) {
    let ident = function.sig.ident.unraw().to_string();
    let outer = args.outer.as_deref();
    let made = || {
        let mut segments = outer.map(Outer::segments).unwrap_or_default();
        segments.push(ident.clone());
        let name = segments.join(".");
        let style = agreed.conventions().policy().style();
        style.convert(&name).unwrap_or(name)
    };
    let name = args.name.get().map_or_else(made, LitStr::value);
    let item = outer.map(|outer| &outer.within.item);
    let owner = item.filter(|item| item.sort != Sort::Module);
    let path = match owner.and_then(|item| item.name.as_ref()) {
        Some(owner) => format!("{}::{ident}", owner.unraw()),
        None => ident,
    };
    (name, path)
}

/// Separates what is known now from what has to be computed.
fn constants(attributes: Vec<Attribute>) -> (Vec<(Key, Constant)>, Vec<Attribute>) {
    let mut constants = Vec::new();
    let mut computed = Vec::new();
    for attribute in attributes {
        match attribute.value.constant() {
            Some(constant) => constants.push((attribute.key, constant)),
            None => computed.push(attribute),
        }
    }
    (constants, computed)
}
