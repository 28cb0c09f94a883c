//! The `#[traced]` attribute. Use it through the crate `traced`, whose docs describe it.
//!
//! One pipeline with a model at each end and one accumulator of errors:
//!
//! ```text
//! tokens ──parse──► Args, Target ──lower──► Traced ──check──► ok? ──expand────► tokens
//!                   as written              as understood      └───fallback──► errors, item
//! ```
//!
//! A target is a function or a whole item; a whole item is expanded to its functions with the
//! attribute on each.

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
mod grammar;
mod late;
mod lower;
mod marker;
mod model;
mod paths;
mod returned;
mod shape;
mod slot;
mod target;
mod whole;
mod within;
mod words;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use args::Args;
use errors::Errors;
use target::Target;

/// Traces a function; documented where it is used from, as `traced::traced`.
#[proc_macro_attribute]
pub fn traced(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    traced_item(args.into(), item.into()).into()
}

fn traced_item(tokens: TokenStream, item: TokenStream) -> TokenStream {
    if cfg!(feature = "off") {
        return fallback::untouched(item);
    }
    let mut errors = Errors::new();
    let args = Args::parse(tokens.clone(), &mut errors);
    let target = match Target::parse(item.clone()) {
        Ok(target) => target,
        Err(error) => return fallback::emit(&errors.and(error), &item),
    };
    let skipped = lower::is_skipped(&args, &mut errors);
    match target {
        _ if skipped => match errors.finish() {
            Ok(()) => fallback::untouched(item),
            Err(error) => fallback::emit(&error, &fallback::untouched(item)),
        },
        Target::Function(function) => {
            let traced = lower::function(args, *function, &mut errors);
            check::check(&traced, &mut errors);
            match errors.finish() {
                Ok(()) => expand::expand(&traced),
                Err(error) => fallback::emit_function(&error, &traced.function),
            }
        }
        Target::Whole(whole) => {
            let traced = lower::item(args, tokens, whole, &mut errors);
            check::check_item(&traced, &mut errors);
            match errors.finish() {
                Ok(()) => expand::expand_item(&traced),
                Err(error) => fallback::emit_whole(&error, &traced.whole),
            }
        }
    }
}
