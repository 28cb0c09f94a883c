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

mod agreed;
mod args;
mod argument;
mod at;
mod attribute;
mod block;
mod check;
mod contradictions;
mod conventions;
mod deferred;
mod early;
mod enclosing;
mod error_type;
mod errors;
mod expand;
mod fallback;
mod found;
mod function;
mod grammar;
mod inherited;
mod inline;
mod late;
mod lower;
mod marker;
mod model;
mod off;
mod own;
mod paths;
mod raw_spawn;
mod record;
mod returned;
mod shape;
mod shared;
mod slot;
mod target;
mod told;
mod tools;
mod ungroup;
mod whole;
mod within;
mod words;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use agreed::Agreed;
use args::Args;
use block::SpanBlock;
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

/// Traces a block; documented as `traced::span!`.
#[proc_macro]
pub fn span(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    traced_block(tokens.into()).into()
}

/// Sets attributes of the span around it; documented as `traced::record!`.
#[proc_macro]
pub fn record(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    record::record(&tokens.into()).into()
}

#[doc(hidden)]
#[proc_macro]
pub fn __record(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    record::declared(tokens.into()).into()
}

/// Names the variants of an error; documented as `traced::ErrorType`.
#[proc_macro_derive(ErrorType, attributes(error_type))]
pub fn error_type(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    error_type::derive(input.into()).into()
}

fn traced_block(tokens: TokenStream) -> TokenStream {
    let block = match SpanBlock::parse(tokens) {
        Ok(block) => block,
        Err(error) => return fallback::expression(&error),
    };
    if cfg!(feature = "off") {
        return off::block(&block).unwrap_or_else(|error| fallback::expression(&error));
    }
    let mut errors = Errors::new();
    let args = Args::parse(block.args.clone(), &mut errors);
    let agreed = Agreed::look(&mut errors);
    let mut traced = lower::block(args, block, agreed, &mut errors);
    check::check(&mut traced, &mut errors);
    match errors.finish() {
        Ok(()) => expand::expand(&traced),
        Err(error) => fallback::expression(&error),
    }
}

fn traced_item(tokens: TokenStream, item: TokenStream) -> TokenStream {
    if cfg!(feature = "off") {
        return off::item(&tokens, item);
    }
    let followed = deferred::followed(&tokens);
    let is_deferred = followed.is_some();
    let (tokens, item) = followed.unwrap_or((tokens, item));
    let mut errors = Errors::new();
    let args = Args::parse(tokens.clone(), &mut errors);
    let target = match Target::parse(item.clone()) {
        Ok(target) => target,
        Err(error) => return fallback::emit_other(&errors.and(error), &item),
    };
    let skipped = contradictions::is_skipped(&args, &mut errors);
    let agreed = Agreed::look(&mut errors);
    match target {
        _ if skipped => match errors.finish() {
            Ok(()) => off::item(&tokens, item),
            Err(error) => fallback::emit(&error, &off::item(&tokens, item)),
        },
        Target::Function(function) => {
            let mut traced = lower::function(args, *function, agreed, &mut errors);
            check::check(&mut traced, &mut errors);
            match errors.finish() {
                Ok(()) if traced.function.is_refused() => fallback::function(&traced.function),
                Ok(()) => expand::expand(&traced),
                Err(error) => fallback::emit_function(&error, &traced.function),
            }
        }
        Target::Whole(whole) => {
            let defers = args.krate.at().is_some() && !is_deferred;
            let mut traced = lower::item(args, tokens, whole, agreed, &mut errors);
            check::check_item(&mut traced, &mut errors);
            match errors.finish() {
                Ok(()) if defers => {
                    let untouched = fallback::untouched(&traced.whole);
                    deferred::to(&traced.paths, &traced.args, &item, &untouched)
                }
                Ok(()) => expand::expand_item(&traced),
                Err(error) => fallback::emit_whole(&error, &traced.whole),
            }
        }
    }
}
