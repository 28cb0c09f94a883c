//! From the function as understood to the tokens of the function as emitted.
//!
//! ```text
//! fn f(__arg1: T) -> impl Future<Output = R> {        the user's braces, for the dead_code lint
//!     let __parent = capture();                       the context of the call
//!     drive({ static SITE; &SITE }, __parent, async move {
//!         if false { return .. }                      the type, for the compiler
//!         let _ = &self; let __arg1 = __arg1; let (x, y) = __arg1;
//!         attributes(|__a| ..);                       the span is current and runs from here on
//!         { user's tokens }                           the user's braces; the body, once
//!     }, |__r| outcome)
//! }
//! ```
//!
//! A synchronous body is `call(.., move || -> R {..}, ..)`; one that returns a future is called as it is,
//! and the future is driven. Generated names are hygienic: tokens have
//! the span `mixed_site`, so locals cannot meet the user's, and no generated item is in the scope
//! of the user's tokens. Where the compiler may blame generated code, its span is located at what
//! the user wrote.

mod arguments;
mod attributes;
mod body;
mod borrowed;
mod declared;
mod edge;
mod elided;
mod lints;
mod outcome;
mod output;
mod parent;
mod said;
mod site;
mod typed;
mod whole;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{AttrStyle, Attribute, ReturnType, Safety, Signature, Type};

use crate::model::{Argument, Traced, TracedItem};
use crate::shape::Shape;

pub(crate) fn expand(traced: &Traced) -> TokenStream {
    match traced.shape {
        Shape::Sync => plain(traced, &body::call(traced)),
        Shape::Inline { seen } => plain(traced, &body::inline(traced, seen)),
        Shape::Future(held) => plain(traced, &body::construct(traced, held)),
        Shape::Async => returning_future(traced),
        Shape::AsyncKept => {
            let drive = body::drive(traced);
            function(traced, &traced.signature, &quote!(#drive.await))
        }
        Shape::Block => body::call_block(traced),
        Shape::AsyncBlock { .. } => braced(traced, &body::drive(traced)),
    }
}

pub(crate) use borrowed::borrowed;
pub(crate) use said::warnings;
pub(crate) use typed::typed;

pub(crate) fn expand_item(traced: &TracedItem) -> TokenStream {
    whole::whole(traced)
}

/// An expression of several statements.
fn braced(traced: &Traced, body: &TokenStream) -> TokenStream {
    let import = traced.paths.import();
    quote_spanned!(Span::mixed_site()=> { #import #body })
}

/// A function that keeps its signature, but for parameters that are patterns.
fn plain(traced: &Traced, body: &TokenStream) -> TokenStream {
    let emitted = function(traced, &traced.signature, body);
    let pattern = |argument: &Argument| matches!(argument, Argument::Pattern { .. });
    if traced.arguments.iter().any(pattern) {
        documented(traced, &emitted)
    } else {
        emitted
    }
}

/// An `async fn` as a function that returns its future.
fn returning_future(traced: &Traced) -> TokenStream {
    let mut signature = traced.signature.clone();
    begin_where_async_stood(&mut signature);
    elided::name(&mut signature);
    signature.output = future_of(traced);
    let body = braces(traced, &body::drive(traced));
    let end = output::end(traced);
    documented(traced, &item(traced, &signature, &quote!(#end #body)))
}

/// Takes `async` away, and lets what lints underline begin where it stood.
fn begin_where_async_stood(signature: &mut Signature) {
    let Some(asynchronous) = signature.asyncness.take() else {
        return;
    };
    let first = match (&mut signature.safety, &mut signature.abi) {
        (Safety::Unsafe(word), _) => &mut word.span,
        (Safety::Safe(word), _) => &mut word.span,
        (Safety::Default, Some(abi)) => &mut abi.extern_token.span,
        (Safety::Default, None) => &mut signature.fn_token.span,
    };
    *first = asynchronous.span;
}

/// rustdoc, which does not look into bodies, is shown the function as written.
fn documented(traced: &Traced, emitted: &TokenStream) -> TokenStream {
    let mixed = Span::mixed_site();
    let no_body = quote_spanned!(mixed=> { loop {} });
    let as_written = item(traced, &traced.function.sig, &no_body);
    quote_spanned! {mixed=>
        #[cfg(doc)]
        #as_written
        #[cfg(not(doc))]
        #emitted
    }
}

/// `-> impl Future<Output = R>`. The `impl` has this crate's edition, 2024, by whose rules it
/// captures every lifetime in scope as an `async fn` does, whatever the user's edition. An `impl` in `R`
/// is the user's, and captures what their edition says.
fn future_of(traced: &Traced) -> ReturnType {
    let at = output::blamed(traced);
    let core = traced.paths.core(at);
    let output = output::named(traced);
    let arrow = match &traced.function.sig.output {
        ReturnType::Type(arrow, _) => *arrow,
        ReturnType::Default => syn::token::RArrow(at),
    };
    let future = quote_spanned!(at=> impl #core::future::Future<Output = #output>);
    ReturnType::Type(arrow, Box::new(Type::Verbatim(future)))
}

fn function(traced: &Traced, signature: &Signature, body: &TokenStream) -> TokenStream {
    item(traced, signature, &braces(traced, body))
}

/// The body in the function's own braces.
fn braces(traced: &Traced, body: &TokenStream) -> TokenStream {
    let import = traced.paths.import();
    let body = traced.function.body.braced(quote!(#import #body));
    quote!(#body)
}

fn item(traced: &Traced, signature: &Signature, body: &TokenStream) -> TokenStream {
    let attrs = attrs(traced);
    let vis = &traced.function.vis;
    let defaultness = &traced.function.defaultness;
    quote!(#(#attrs)* #vis #defaultness #signature #body)
}

/// The function's attributes. Inner ones become outer ones: the body they stood in moves.
fn attrs(traced: &Traced) -> Vec<Attribute> {
    let mut attrs = traced.function.attrs.clone();
    for attr in &mut attrs {
        attr.style = AttrStyle::Outer;
    }
    let mut attrs: Vec<_> = attrs.into_iter().flat_map(lints::expected).collect();
    attrs.extend(lints::misled(traced));
    attrs
}
