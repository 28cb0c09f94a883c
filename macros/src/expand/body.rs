//! The body in its runner. The user's tokens are interpolated here, and only here.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Lifetime;

use super::{arguments, attributes, declared, edge, outcome, output, parent, site};
use crate::model::{Parent, Traced};
use crate::shape::Shape;

/// `call(site, move || { .. }, outcome)`
pub(super) fn call(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let body = block(traced, &attributes::computed(traced));
    let (site, outcome) = (site::site(traced), outcome::outcome(traced));
    let never = output::is_never(traced).then(|| quote_spanned!(mixed=> -> !));
    // A body that ends without a value is blamed on what stands before its braces.
    let at = output::blamed(traced);
    if traced.leaf.is_some() {
        let run = quote_spanned!(at=> move |__leaf| #never #body);
        return quote_spanned!(mixed=> #private::call_leaf(#site, #run, #outcome));
    }
    let moves = traced
        .shape
        .is_function()
        .then(|| quote_spanned!(at=> move));
    let mut run = quote_spanned!(at=> #moves || #never #body);
    if traced.shape == Shape::Block {
        run = quote_spanned!(at=> __expected.of(#run));
    }
    if matches!(traced.parent, Parent::Explicit(_)) || traced.links.is_some() {
        let parent = parent::context(traced);
        return quote_spanned! {mixed=>
            let __parent = #parent;
            #private::call_in(#site, &__parent, #run, #outcome)
        };
    }
    quote_spanned!(mixed=> #private::call(#site, #run, #outcome))
}

/// `'__span: { if false { break '__span .. } call(..) }`: what is expected of the block is known to
/// it, and to whoever reads its outcome.
pub(super) fn call_block(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let call = call(traced);
    if traced.leaf.is_some() {
        return quote_spanned!(mixed=> { #call });
    }
    let private = traced.paths.private(mixed);
    let label = Lifetime::new("'__span", mixed);
    quote_spanned! {mixed=> #label: {
        let __expected = #private::Expected::new();
        if false {
            break #label __expected.never();
        }
        #call
    }}
}

/// `let __parent = ..; drive(site, __parent, async move { .. }, outcome)`
pub(super) fn drive(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let at = output::blamed(traced);
    let private = traced.paths.private(at);
    let parent = parent::context(traced);
    let body = block(traced, &attributes::computed(traced));
    let (site, outcome) = (site::site(traced), outcome::outcome(traced));
    let keyword = traced.function.sig.asyncness.map(|token| token.span);
    let keyword = keyword.map_or(mixed, |span| span.resolved_at(mixed));
    let moves = (traced.shape != Shape::AsyncBlock { moves: false })
        .then(|| quote_spanned!(keyword=> move));
    let run = quote_spanned!(keyword=> async #moves);
    let drive = quote_spanned!(at=> #private::drive(#site, __parent, #run #body, #outcome));
    quote_spanned!(mixed=> let __parent = #parent; #drive)
}

/// `let __future = construct(&mut __parent, move |__parent| { .. }); drive(site, __parent, __future, outcome)`
pub(super) fn construct(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let at = output::blamed(traced);
    let private = traced.paths.private(at);
    let parent = parent::context(traced);
    let body = block(traced, &attributes::carried(traced));
    let (site, outcome) = (site::site(traced), outcome::outcome(traced));
    let run = quote_spanned!(at=> move |__parent| #body);
    let future = if traced.agreed.omits_error_text() {
        quote_spanned!(at=> #private::QuietPanic::during(__future))
    } else {
        quote_spanned!(at=> __future)
    };
    let drive = quote_spanned!(at=> #private::drive(#site, __parent, #future, #outcome));
    let returned = match traced.shape {
        Shape::BoxedFuture => quote_spanned!(at=> #private::pinned(#drive)),
        _ => drive,
    };
    quote_spanned! {mixed=>
        let mut __parent = #parent;
        let __future = #private::construct(&mut __parent, #run);
        #returned
    }
}

/// What a panic says is the text of an error, too.
fn quiet(traced: &Traced) -> Option<TokenStream> {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let omits = traced.agreed.omits_error_text();
    omits.then(|| quote_spanned!(mixed=> let __quiet = #private::QuietPanic::new();))
}

/// `{ bindings; attributes; macro of record!; { edge; user's tokens } }`
fn block(traced: &Traced, attributes: &TokenStream) -> Group {
    let body = &traced.function.body;
    let bindings = arguments::bindings(traced);
    let declared = declared::declared(traced);
    let edge = edge::edge(traced);
    let quiet = quiet(traced);
    let tokens = body.tokens();
    let user = body.braced(quote!(#edge #tokens));
    let mut group = Group::new(
        Delimiter::Brace,
        quote!(#quiet #bindings #attributes #declared #user),
    );
    group.set_span(body.span().resolved_at(Span::mixed_site()));
    group
}
