//! The static part of the span: `{ static SITE: Site = ..; &SITE }`.
//!
//! The item stands in a block of its own, where nothing of the user's can see it.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::said;
use crate::attribute::Constant;
use crate::model::{Parent, Traced};

pub(super) fn site(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let name = &traced.site.name;
    let kind = format_ident!("{}", format!("{:?}", traced.site.kind), span = mixed);
    let origin = match traced.parent {
        Parent::Ambient => quote_spanned!(mixed=> Ambient),
        Parent::Explicit(_) => quote_spanned!(mixed=> Explicit),
        Parent::Root => quote_spanned!(mixed=> Root),
    };
    let function = if let Some(path) = &traced.site.path {
        let path = format!("::{path}");
        quote_spanned!(mixed=> #private::core::concat!(#private::core::module_path!(), #path))
    } else {
        quote_spanned!(mixed=> "")
    };
    let constants = traced.site.constants.iter().map(|(key, constant)| {
        let key = &key.text;
        let constant = value(constant);
        quote_spanned!(mixed=> (#key, #private::Constant::#constant))
    });
    let said = said::said(traced);
    quote_spanned! {mixed=> {
        #said
        static SITE: #private::Site = #private::Site::new(#private::SiteParts {
            name: #name,
            kind: #private::Kind::#kind,
            origin: #private::Origin::#origin,
            function: #function,
            file: #private::core::file!(),
            line: #private::core::line!(),
            package: #private::core::option_env!("CARGO_PKG_NAME"),
            version: #private::core::option_env!("CARGO_PKG_VERSION"),
            constants: &[#(#constants),*],
        });
        &SITE
    }}
}

fn value(constant: &Constant) -> TokenStream {
    let mixed = Span::mixed_site();
    match constant {
        Constant::Str(text) => quote_spanned!(mixed=> Str(#text)),
        Constant::Int(int) => {
            let int = Literal::i64_unsuffixed(*int);
            quote_spanned!(mixed=> Int(#int))
        }
        Constant::Float(float) => {
            let float = Literal::f64_unsuffixed(*float);
            quote_spanned!(mixed=> Float(#float))
        }
        Constant::Bool(bool) => quote_spanned!(mixed=> Bool(#bool)),
    }
}
