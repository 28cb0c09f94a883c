//! What an expansion says besides being code: warnings, and the files that it was made from.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::model::{Traced, Warning};

/// Items for the beginning of a block.
pub(super) fn said(traced: &Traced) -> TokenStream {
    let mut said = warnings(&traced.warnings);
    said.extend(files(traced));
    said
}

/// A warning on stable Rust is the use of something deprecated. A macro, because that is underlined
/// from the first word of its path to the last: the two of them stand where the user's first and
/// last token do.
pub(crate) fn warnings(warnings: &[Warning]) -> TokenStream {
    let mixed = Span::mixed_site();
    let warnings = warnings.iter().map(|warning| {
        let [first, last] = warning.at.ends();
        let rule = warning.rule.id().replace('-', "_");
        let (module, used) = (Ident::new("__traced", first), Ident::new(&rule, last));
        let (defined, rule) = (Ident::new("__traced", mixed), Ident::new(&rule, mixed));
        let message = &warning.message;
        let path = quote_spanned!(first=> #module::#used);
        quote_spanned! {mixed=>
            const _: () = {
                #[allow(deprecated)]
                mod #defined {
                    #[deprecated(note = #message)]
                    macro_rules! #rule {
                        () => { () };
                    }
                    pub(super) use #rule;
                }
                #path!()
            };
        }
    });
    warnings.collect()
}

/// Files and variables that no other part of the code names: the compiler notes them, and cargo
/// compiles anew when one changes. Of a file only the length is kept.
fn files(traced: &Traced) -> TokenStream {
    let Some(files) = &traced.agreed.files else {
        return TokenStream::new();
    };
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let files = files.iter().filter_map(|file| file.to_str());
    quote_spanned! {mixed=>
        const _: #private::core::option::Option<&'static #private::core::primitive::str> =
            #private::core::option_env!("TRACED_CONFIG");
        #(const _: #private::core::primitive::usize = #private::core::include_bytes!(#files).len();)*
    }
}
