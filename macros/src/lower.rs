//! From what is written to what is meant: defaults, markers, constants, contradictions.

use syn::Expr;
use syn::ext::IdentExt;
use traced_conventions::{Fact, Style};

use crate::args::Args;
use crate::at::At;
use crate::attribute::{Attribute, Constant, Key};
use crate::errors::Errors;
use crate::function::Function;
use crate::model::{Conventions, Parent, Site, Traced};
use crate::paths::Paths;
use crate::shape::Shape;
use crate::slot::Slot;
use crate::{argument, marker};

pub(crate) fn lower(args: Args, function: Function, errors: &mut Errors) -> Traced {
    contradictions(&args, errors);
    let mut attributes = args.attrs.take().unwrap_or_default();
    for marked in &function.markers {
        match marker::lower(marked) {
            Ok(attribute) => attributes.push(attribute),
            Err(error) => errors.push(error),
        }
    }
    let returned = args.ret.take().unwrap_or_default();
    let keys = attributes.iter().chain(&returned).map(|attribute| {
        let key = &attribute.key;
        Fact::new(key.text.clone(), key.at)
    });
    let conventions = Conventions {
        name: match args.name.get() {
            Some(name) => Fact::new(name.value(), At::from(name.span())),
            None => Fact::new(name_of(&function), At::from(function.sig.ident.span())),
        },
        name_is_written: args.name.get().is_some(),
        keys: keys.collect(),
        allowed: args.allow.take().unwrap_or_default(),
    };
    let (constants, attributes) = constants(attributes);
    let site = Site {
        name: match args.name.take() {
            Some(name) => name.value(),
            None => name_of(&function),
        },
        kind: args.kind.take().unwrap_or_default(),
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
        shape: Shape::of(&function, args.future.at().is_some()),
        paths: Paths::new(args.krate.take()),
        site,
        parent,
        links,
        leaf: args.leaf.at(),
        future: args.future.at(),
        attributes,
        returned,
        ok_if: args.ok_if.take(),
        conventions,
        function,
    }
}

/// The function's name in the style of span names. It is converted, never refused.
fn name_of(function: &Function) -> String {
    let name = function.sig.ident.unraw().to_string();
    Style::default().convert(&name).unwrap_or(name)
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

/// Arguments that cannot both hold. The later one in this list is taken for the mistake.
fn contradictions(args: &Args, errors: &mut Errors) {
    fn both<T, U>(one: &Slot<T>, other: &Slot<U>, message: &str, errors: &mut Errors) {
        if let (Some(_), Some(at)) = (one.at(), other.at()) {
            errors.at(at, message);
        }
    }
    both(
        &args.parent,
        &args.root,
        "`root` has no parent, and `parent` gives one; remove one of them",
        errors,
    );
    let leaf = "`leaf` is for the cheapest of spans, always a child of the current one; \
                remove `leaf` or this";
    both(&args.leaf, &args.parent, leaf, errors);
    both(&args.leaf, &args.root, leaf, errors);
    both(&args.leaf, &args.links, leaf, errors);
}
