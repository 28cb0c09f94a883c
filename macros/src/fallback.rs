//! What is emitted where nothing is traced: the item untouched, after the errors if there are any.
//!
//! The item stays, so that one mistake does not cascade into "cannot find function" wherever it is
//! called, and language servers keep working on its body.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use crate::args::Args;
use crate::block::SpanBlock;
use crate::errors::Errors;
use crate::function::Function;
use crate::paths::Paths;
use crate::record;
use crate::target::Target;
use crate::whole::{Member, Whole};

pub(crate) fn emit(error: &syn::Error, item: &impl ToTokens) -> TokenStream {
    let errors = error.to_compile_error();
    quote!(#errors #item)
}

/// Errors where an expression stands, for any number of them.
pub(crate) fn expression(error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    quote!({ #errors })
}

/// Like [`emit`]; what only the attribute used is not called unused on top of it.
pub(crate) fn emit_function(error: &syn::Error, function: &Function) -> TokenStream {
    let function = function.beginning_with(&record::stand_in(function.body.tokens()));
    emit(error, &quote!(#[allow(unused)] #function))
}

/// Like [`emit`]; the functions of the item are not traced either.
pub(crate) fn emit_whole(error: &syn::Error, whole: &Whole) -> TokenStream {
    let members = whole.members.iter().map(|member| match member {
        Member::Open { item, .. } => match Target::parse(item.clone()) {
            Ok(Target::Function(function)) => {
                function.beginning_with(&record::stand_in(function.body.tokens()))
            }
            _ => untouched(item.clone()),
        },
        Member::Closed(tokens) => tokens.clone(),
    });
    let item = whole.with_members(members.collect());
    emit(error, &quote!(#[allow(unused)] #item))
}

/// The item as if the attribute did not stand on it: without its `#[attr]` markers too.
pub(crate) fn untouched(item: TokenStream) -> TokenStream {
    match Target::parse(item.clone()) {
        Ok(Target::Function(function)) => function.to_token_stream(),
        Ok(Target::Whole(whole)) => untouched_whole(&whole),
        Err(_) => item,
    }
}

fn untouched_whole(whole: &Whole) -> TokenStream {
    let members = whole.members.iter().map(|member| match member {
        Member::Open { item, .. } => untouched(item.clone()),
        Member::Closed(tokens) => tokens.clone(),
    });
    whole.with_members(members.collect())
}

/// The block of a `span!` as if it were traced: a body of its own.
pub(crate) fn untraced(block: &SpanBlock) -> TokenStream {
    let mut errors = Errors::new();
    let krate = Args::parse(block.args.clone(), &mut errors).krate.take();
    let private = Paths::new(krate).private(Span::mixed_site());
    let moves = block.moves.then(|| quote!(move));
    let body = block
        .function
        .body
        .braced(block.function.body.tokens().clone());
    match (errors.finish(), block.function.sig.asyncness) {
        (Err(error), _) => expression(&error),
        (Ok(()), Some(asynchronous)) => quote!(#asynchronous #moves #body),
        (Ok(()), None) => quote!(#private::apply(&(), |_| #body)),
    }
}
