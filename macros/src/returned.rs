//! Whether a plain function returns a future, as far as its type says so.
//!
//! What happens when such a function is called is little: the work is in the future. A span around
//! the call would measure nothing, so the future is traced, and a type that may hide one is refused
//! rather than traced wrongly.

use syn::visit::{self, Visit};
use syn::{
    GenericArgument, PathArguments, PathSegment, ReturnType, Type, TypeParamBound, TypePath,
};

use crate::at::At;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Returned {
    /// No future.
    Value,
    /// `impl Future`
    Opaque,
    /// `Pin<Box<dyn Future>>`, or one of its well-known aliases.
    Boxed,
    /// A type that holds a future out of reach, or may be one.
    Hidden(At),
}

pub(crate) fn of(output: &ReturnType) -> Returned {
    let ReturnType::Type(_, ty) = output else {
        return Returned::Value;
    };
    match &**ty {
        Type::ImplTrait(opaque) if holds_future(&opaque.bounds) => match foreign(&opaque.bounds) {
            None => Returned::Opaque,
            Some(bound) => Returned::Hidden(bound),
        },
        Type::Path(path) if is_boxed(path) => Returned::Boxed,
        ty => {
            let mut search = Search { found: None };
            search.visit_type(ty);
            search.found.map_or(Returned::Value, Returned::Hidden)
        }
    }
}

fn is_boxed(path: &TypePath) -> bool {
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    if last.ident == "BoxFuture" || last.ident == "LocalBoxFuture" {
        return true;
    }
    let pinned = only_argument(last, "Pin").and_then(|boxed| match boxed {
        Type::Path(path) => only_argument(path.path.segments.last()?, "Box"),
        _ => None,
    });
    matches!(pinned, Some(Type::TraitObject(object)) if holds_future(&object.bounds))
}

/// `T` of `Name<T>`
fn only_argument<'a>(segment: &'a PathSegment, name: &str) -> Option<&'a Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) if segment.ident == name => Some(ty),
        _ => None,
    }
}

fn holds_future<'a>(bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> bool {
    bounds
        .into_iter()
        .any(|bound| name(bound).is_some_and(|name| name == "Future"))
}

fn name(bound: &TypeParamBound) -> Option<String> {
    match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last()?;
            Some(last.ident.to_string())
        }
        _ => None,
    }
}

/// A bound that the traced future does not have: it is a future, and what is derived of types.
fn foreign<'a>(bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> Option<At> {
    const KEPT: &[&str] = &[
        "Future",
        "Send",
        "Sync",
        "Unpin",
        "UnwindSafe",
        "RefUnwindSafe",
    ];
    let mut bounds = bounds.into_iter();
    let foreign = bounds.find(|bound| name(bound).is_some_and(|name| !KEPT.contains(&&*name)))?;
    Some(At::of(foreign))
}

/// Finds the first mention of a future, or of a name that says it is one.
struct Search {
    found: Option<At>,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_type_param_bound(&mut self, bound: &'ast TypeParamBound) {
        let named = name(bound);
        if matches!(named.as_deref(), Some("Future" | "IntoFuture")) {
            self.found.get_or_insert(At::of(bound));
        }
        visit::visit_type_param_bound(self, bound);
    }

    fn visit_type_path(&mut self, path: &'ast TypePath) {
        let last = path.path.segments.last();
        if last.is_some_and(|last| last.ident.to_string().ends_with("Future")) {
            self.found.get_or_insert(At::of(path));
        }
        visit::visit_type_path(self, path);
    }

    // What a function returns when it is called later is not returned now.
    fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments(
        &mut self,
        _: &'ast syn::ParenthesizedGenericArguments,
    ) {
    }
}
