//! Whether a plain function returns a future, as far as its type says so.
//!
//! What happens when such a function is called is little: the work is in the future. A span around
//! the call would measure nothing, so the future is traced, and a type that may hide one is refused
//! rather than traced wrongly.

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    GenericArgument, PathArguments, PathSegment, ReturnType, Token, Type, TypeParamBound, TypePath,
};

use crate::at::At;
use crate::ungroup;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Returned {
    /// No future.
    Value,
    /// A future that can be traced.
    Future(Held),
    /// A type that holds a future out of reach, or may be one.
    Hidden(At),
}

/// How a future is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    /// `Pin<Box<dyn Future>>` or one of its well-known aliases; otherwise `impl Future`.
    pub(crate) boxed: bool,
    /// In what it is returned, where there may be none.
    pub(crate) within: Option<Holder>,
}

/// A type in which there is a future or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    Result,
    Option,
}

impl Held {
    pub(crate) const BOXED: Held = Held {
        boxed: true,
        within: None,
    };
}

pub(crate) fn of(output: &ReturnType) -> Returned {
    let ReturnType::Type(_, ty) = output else {
        return Returned::Value;
    };
    let within = match &**ty {
        Type::Path(path) => path.path.segments.last().and_then(holder),
        _ => None,
    };
    let within = within.and_then(|(holder, ty)| future(ty, Some(holder)));
    if let Some(returned) = future(ty, None).or(within) {
        return returned;
    }
    let mut search = Search { found: None };
    search.visit_type(ty);
    search.found.map_or(Returned::Value, Returned::Hidden)
}

/// Types that are neither a result nor a future.
const VALUES: &[&str] = &[
    "Option", "String", "Vec", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128",
    "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

/// How many of [`VALUES`] are the library's and not the language's.
const OF_THE_LIBRARY: usize = 3;

/// Whether a function returns nothing, or a number, a `bool` or a `char`.
pub(crate) fn is_built_in(output: &ReturnType) -> bool {
    match output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => match &**ty {
            Type::Path(path) => VALUES[OF_THE_LIBRARY..]
                .iter()
                .any(|name| path.path.is_ident(name)),
            Type::Tuple(tuple) => tuple.elems.is_empty(),
            _ => false,
        },
    }
}

fn is_named(path: &TypePath, names: &[&str]) -> bool {
    let last = path.path.segments.last();
    last.is_some_and(|last| names.iter().any(|name| last.ident == name))
}

/// Whether what an `async fn` comes to may be a future again, as `JoinHandle` is. Only of the most
/// common types it is known that they are none.
pub(crate) fn may_be_future(output: &ReturnType) -> bool {
    let ReturnType::Type(_, ty) = output else {
        return false;
    };
    match &**ty {
        Type::Path(path) => !is_named(path, VALUES) && !is_named(path, &["Result", "Self"]),
        Type::ImplTrait(opaque) => holds_future(&opaque.bounds),
        _ => false,
    }
}

/// Whether what a function returns is surely no future.
pub(crate) fn is_no_future(output: &ReturnType) -> bool {
    let value = match output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => match &**ty {
            Type::Path(path) => is_named(path, VALUES) || is_named(path, &["Result"]),
            Type::Array(_) | Type::Never(_) | Type::Slice(_) | Type::Tuple(_) => true,
            _ => false,
        },
    };
    value && matches!(of(output), Returned::Value)
}

/// Whether what a function returns is surely no `Result`, the one type that may be an error.
pub(crate) fn is_no_result(output: &ReturnType) -> bool {
    match output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => match &**ty {
            Type::Path(path) => is_named(path, VALUES) || is_named(path, &["Box", "Self"]),
            Type::Group(_) | Type::Infer(_) | Type::Macro(_) | Type::Paren(_) => false,
            _ => true,
        },
    }
}

/// What a type is that itself is a future.
fn future(ty: &Type, within: Option<Holder>) -> Option<Returned> {
    let held = |boxed| Some(Returned::Future(Held { boxed, within }));
    match ty {
        Type::ImplTrait(opaque) if holds_future(&opaque.bounds) => match foreign(&opaque.bounds) {
            None => held(false),
            Some(bound) => Some(Returned::Hidden(bound)),
        },
        Type::Path(path) if is_boxed(path) => held(true),
        _ => None,
    }
}

/// A returned `impl Future`.
pub(crate) struct Opaque<'a> {
    /// What it resolves to.
    pub(crate) output: &'a Type,
    pub(crate) within: Option<Holder>,
}

/// The `impl Future` that a function returns, `async` or not.
pub(crate) fn opaque(output: &ReturnType) -> Option<Opaque<'_>> {
    let ReturnType::Type(_, ty) = output else {
        return None;
    };
    let found = |ty, within| resolves_to(ty).map(|output| Opaque { output, within });
    let within = match &**ty {
        Type::Path(path) => path.path.segments.last().and_then(holder),
        _ => None,
    };
    let within = within.and_then(|(holder, ty)| found(ty, Some(holder)));
    found(ty, None).or(within)
}

/// `T` of `impl Future<Output = T>`
fn resolves_to(ty: &Type) -> Option<&Type> {
    let Type::ImplTrait(opaque) = ty else {
        return None;
    };
    let mut futures = opaque.bounds.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    let future = futures.find(|segment| segment.ident == "Future")?;
    let PathArguments::AngleBracketed(arguments) = &future.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(assoc) if assoc.ident == "Output" => Some(&assoc.ty),
        _ => None,
    })
}

/// `Result<T, ..>` or `Option<T>`, and the `T`.
fn holder(segment: &PathSegment) -> Option<(Holder, &Type)> {
    let result = || first_argument(segment, "Result").map(|ty| (Holder::Result, ty));
    let option = || first_argument(segment, "Option").map(|ty| (Holder::Option, ty));
    result().or_else(option)
}

fn is_boxed(path: &TypePath) -> bool {
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    if last.ident == "BoxFuture" || last.ident == "LocalBoxFuture" {
        return true;
    }
    let pinned = first_argument(last, "Pin").and_then(|boxed| match boxed {
        Type::Path(path) => first_argument(path.path.segments.last()?, "Box"),
        _ => None,
    });
    matches!(pinned, Some(Type::TraitObject(object)) if holds_future(&object.bounds))
}

/// `T` of `Name<T, ..>`
fn first_argument<'a>(segment: &'a PathSegment, name: &str) -> Option<&'a Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) if segment.ident == name => Some(ungroup::ty(ty)),
        _ => None,
    }
}

fn holds_future<'a>(bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> bool {
    bounds
        .into_iter()
        .any(|bound| name(bound).is_some_and(|name| name == "Future"))
}

pub(crate) fn name(bound: &TypeParamBound) -> Option<String> {
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

/// `std::future::Ready`, `future::Either`
fn is_of_futures(segments: &Punctuated<PathSegment, Token![::]>) -> bool {
    let names: Vec<_> = segments.iter().map(|it| it.ident.to_string()).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    matches!(
        names[..],
        ["future", _] | ["core" | "std" | "futures" | "futures_util", "future", _]
    )
}

/// Finds the first mention of a future, or of a name that says it is one.
struct Search {
    found: Option<At>,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_type_param_bound(&mut self, bound: &'ast TypeParamBound) {
        if name(bound).is_some_and(|name| name.ends_with("Future")) {
            self.found.get_or_insert(At::of(bound));
        }
        visit::visit_type_param_bound(self, bound);
    }

    fn visit_type_path(&mut self, path: &'ast TypePath) {
        let segments = &path.path.segments;
        let named = segments
            .last()
            .is_some_and(|last| last.ident.to_string().ends_with("Future"));
        if named || is_of_futures(segments) {
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
