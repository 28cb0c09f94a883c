//! Where `#[traced]` may stand: a function, or a whole item.

use proc_macro2::TokenStream;

use crate::found::{self, Found};
use crate::function::Function;
use crate::whole::Whole;

/// The item as written.
#[derive(Debug)]
pub(crate) enum Target {
    /// A function or a method, with a body.
    Function(Box<Function>),
    /// An item with functions in it.
    Whole(Whole),
}

impl Target {
    /// Reads an item, or says why nothing in it can be traced.
    pub(crate) fn parse(item: TokenStream) -> syn::Result<Self> {
        let (found, at) = found::look(item.clone())?;
        match found {
            Found::Function { .. } => syn::parse2(item).map(Target::Function),
            Found::Whole(sort) => Whole::parse(sort, item).map(Target::Whole),
            Found::Other(refused) => Err(at.error(refused)),
        }
    }
}
