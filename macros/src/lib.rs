//! The `#[traced]` attribute. Use it through the crate `traced`, whose docs describe it.
//!
//! One pipeline with a model at each end and one accumulator of errors:
//!
//! ```text
//! tokens ──parse──► Args, Function ──lower──► Traced ──check──► ok? ──expand────► tokens
//!                   as written                as understood      └───fallback──► errors, item
//! ```

#![forbid(unsafe_code)]

mod args;
mod argument;
mod at;
mod attribute;
mod check;
mod conventions;
mod errors;
mod expand;
mod fallback;
mod function;
mod lower;
mod marker;
mod model;
mod paths;
mod returned;
mod shape;
mod slot;
mod target;
mod words;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use args::Args;
use errors::Errors;
use function::Function;

/// Traces a function; documented where it is used from, as `traced::traced`.
#[proc_macro_attribute]
pub fn traced(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    traced_item(args.into(), item.into()).into()
}

fn traced_item(args: TokenStream, item: TokenStream) -> TokenStream {
    if cfg!(feature = "off") {
        return fallback::untouched(item);
    }
    let mut errors = Errors::new();
    let args = Args::parse(args, &mut errors);
    let function = match Function::parse(item.clone()) {
        Ok(function) => function,
        Err(error) => return fallback::emit(&errors.and(error), &item),
    };
    let traced = lower::lower(args, function, &mut errors);
    check::check(&traced, &mut errors);
    match errors.finish() {
        Ok(()) => expand::expand(&traced),
        Err(error) => fallback::emit_function(&error, &traced.function),
    }
}
