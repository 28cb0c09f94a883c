//! What is emitted where nothing is traced: the item untouched, after the errors if there are any.
//!
//! The item stays, so that one mistake does not cascade into "cannot find function" wherever it is
//! called, and language servers keep working on its body.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::function::Function;

pub(crate) fn emit(error: &syn::Error, item: &impl ToTokens) -> TokenStream {
    let errors = error.to_compile_error();
    quote!(#errors #item)
}

/// Like [`emit`]; what only the attribute used is not called unused on top of it.
pub(crate) fn emit_function(error: &syn::Error, function: &Function) -> TokenStream {
    emit(error, &quote!(#[allow(unused)] #function))
}

/// The item as if the attribute did not stand on it: without its `#[attr]` markers too.
pub(crate) fn untouched(item: TokenStream) -> TokenStream {
    match Function::parse(item.clone()) {
        Ok(function) => function.to_token_stream(),
        Err(_) => item,
    }
}
