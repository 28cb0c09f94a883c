//! The body in its runner. The user's tokens are interpolated here, and only here.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Lifetime;

use super::{arguments, attributes, declared, edge, outcome, output, parent, site};
use crate::model::{Parent, Traced};
use crate::returned::{self, Held, Holder};
use crate::shape::Shape;

/// `call(site, move || { .. }, outcome)`
pub(super) fn call(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let body = block(traced, &attributes::computed(traced));
    let (site, outcome) = (site::site(traced), outcome::outcome(traced));
    // A body that ends without a value is blamed on what stands before its braces.
    let at = output::blamed(traced);
    let comes_to = edge::comes_to(traced);
    if traced.leaf.is_some() {
        let run = quote_spanned!(at=> move |__leaf| #comes_to #body);
        return quote_spanned!(mixed=> #private::call_leaf(#site, #run, #outcome));
    }
    let moves = traced
        .shape
        .is_function()
        .then(|| quote_spanned!(at=> move));
    let mut run = quote_spanned!(at=> #moves || #comes_to #body);
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
    let private = traced.paths.private(at);
    quote_spanned!(at=> #private::call(#site, #run, #outcome))
}

/// `'__span: { if false { break '__span .. } call(..) }`: what is expected of the block is known to
/// it, and to whoever reads its outcome.
pub(super) fn call_block(traced: &Traced) -> TokenStream {
    let mixed = Span::mixed_site();
    let (import, call) = (traced.paths.import(), call(traced));
    if traced.leaf.is_some() {
        return quote_spanned!(mixed=> { #import #call });
    }
    let private = traced.paths.private(mixed);
    let label = Lifetime::new("'__span", mixed);
    quote_spanned! {mixed=> #label: {
        #import
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
    if !traced.shape.is_function() || !returned::may_be_future(&traced.function.sig.output) {
        let mut body = quote!(#run #body);
        if output::is_never(traced) {
            body = quote_spanned!(at=> #private::endless(#body));
        }
        let drive = quote_spanned!(at=> #private::drive(#site, __parent, #body, #outcome));
        return quote_spanned!(mixed=> let __parent = #parent; #drive);
    }
    // Of a function, whose type is written down, clippy does not say that its value has to be
    // awaited. Of a block it does.
    quote_spanned! {mixed=>
        let __parent = #parent;
        #[allow(clippy::async_yields_async)]
        let __body = #run #body;
        #private::drive(#site, __parent, __body, #outcome)
    }
}

/// `let __span = enter(site); { .. }`, and where the value is looked at
/// `let __span = enter(site); let __r = { .. }; __span.exit(&__r, outcome); __r`
pub(super) fn inline(traced: &Traced, seen: bool) -> TokenStream {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let site = site::site(traced);
    let body = block(traced, &attributes::computed(traced));
    let from = if matches!(traced.parent, Parent::Explicit(_)) || traced.links.is_some() {
        let parent = parent::context(traced);
        quote_spanned!(mixed=> #private::core::option::Option::Some(&#parent))
    } else {
        quote_spanned!(mixed=> #private::core::option::Option::None)
    };
    let enter = quote_spanned!(mixed=> let __span = #private::enter(#site, #from););
    if !seen {
        // In braces of this crate's edition, so that temporaries at the tail go before the span.
        return quote_spanned!(mixed=> { #enter #body });
    }
    let (output, outcome) = (edge::nameable(traced), outcome::outcome(traced));
    // A body that never ends would make what follows unreachable, which is no fault of its author.
    let label = Lifetime::new("'__body", mixed);
    quote_spanned! {mixed=>
        #enter
        let __r: #output = #label: {
            if false {
                break #label #private::returned();
            }
            #body
        };
        __span.exit(&__r, #outcome);
        __r
    }
}

/// `let __future = construct(&mut __parent, move |__parent| { .. }); drive(site, __parent, __future, outcome)`
pub(super) fn construct(traced: &Traced, held: Held) -> TokenStream {
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
    let called = quote_spanned! {mixed=>
        let mut __parent = #parent;
        let __future = #private::construct(&mut __parent, #run);
    };
    let driven = |site| {
        let drive = if held.boxed {
            quote_spanned!(at=> drive_pinned)
        } else {
            quote_spanned!(at=> drive)
        };
        quote_spanned!(at=> #private::#drive(#site, __parent, #future, #outcome))
    };
    let Some(holder) = held.within else {
        let driven = driven(site);
        return quote_spanned!(mixed=> #called #driven);
    };
    // Where there is no future, the call was all that there is to trace.
    let driven = driven(quote_spanned!(mixed=> __site));
    let of_the_call = outcome::of_the_call(traced);
    let core = quote_spanned!(mixed=> #private::core);
    let (some, none, value) = match holder {
        Holder::Result => (
            quote_spanned!(mixed=> #core::result::Result::Ok),
            quote_spanned!(mixed=> #core::result::Result::Err(__error)),
            quote_spanned!(mixed=> #core::result::Result::Err(__error)),
        ),
        Holder::Option => (
            quote_spanned!(mixed=> #core::option::Option::Some),
            quote_spanned!(mixed=> #core::option::Option::None),
            quote_spanned!(mixed=> #core::option::Option::None),
        ),
    };
    quote_spanned! {mixed=>
        #called
        let __site = #site;
        match __future {
            #some(__future) => #some(#driven),
            #none => #private::call_in(__site, &__parent, move || #value, #of_the_call),
        }
    }
}

/// What a panic says is the text of an error, too.
fn quiet(traced: &Traced) -> Option<TokenStream> {
    let mixed = Span::mixed_site();
    let private = traced.paths.private(mixed);
    let omits = traced.agreed.omits_error_text();
    omits.then(|| quote_spanned!(mixed=> let __quiet = #private::QuietPanic::new();))
}

/// `{ edge; bindings; attributes; macro of record!; { user's tokens } }`
fn block(traced: &Traced, attributes: &TokenStream) -> Group {
    let body = &traced.function.body;
    let bindings = arguments::bindings(traced);
    let declared = declared::declared(traced);
    let edge = edge::edge(traced);
    let quiet = quiet(traced);
    let user = user(traced);
    let mut group = Group::new(
        Delimiter::Brace,
        quote!(#edge #quiet #bindings #attributes #declared #user),
    );
    group.set_span(body.span().resolved_at(Span::mixed_site()));
    group
}

/// The user's tokens in their braces.
fn user(traced: &Traced) -> TokenStream {
    let body = &traced.function.body;
    let tokens = body.tokens();
    let semicolon =
        |token: TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    // The braces are needed, but around a lone expression rustc calls them `unused_braces`.
    let not_alone = (!tokens.clone().into_iter().any(semicolon))
        .then(|| quote_spanned!(Span::mixed_site()=> const _: () = ();));
    let braced = body.braced(quote!(#not_alone #tokens));
    quote!(#braced)
}
