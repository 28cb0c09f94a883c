//! `record!(key = value, ..)`: attributes that are learnt while the body runs.
//!
//! Which keys may be recorded is known where the function is expanded, and what is recorded is known
//! here. They meet in a macro that the function's expansion defines around the body (`enclosing.rs`), which
//! hands both to [`declared`]: `record!(..)` → `the function's macro` → `__record!(local (crate) [keys] ..)`. A function
//! without the attribute has no such macro, and its name says what is wrong.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{LitStr, Path, Token, bracketed, parenthesized};
use traced_conventions::{Rule, nearest};

use crate::agreed::Agreed;
use crate::at::At;
use crate::attribute::{Attribute, Capture};
use crate::enclosing::MACRO;
use crate::errors::Errors;
use crate::expand::{borrowed, typed, warnings as warnings_of};
use crate::paths::Paths;
use crate::{conventions, fallback, grammar, words};

/// What the user writes.
pub(crate) fn record(tokens: &TokenStream) -> TokenStream {
    if cfg!(feature = "off") {
        return unused(tokens.clone());
    }
    if tokens.is_empty() {
        let nothing = "nothing is recorded; write `record!(key = value)`";
        return At::from(Span::call_site())
            .error(nothing)
            .to_compile_error();
    }
    let name = Ident::new(MACRO, Span::call_site());
    quote!(#name!(#tokens))
}

/// With the feature `off` nothing is recorded, and no variable becomes unused by that.
fn unused(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let attributes = read(tokens, &mut errors);
    let values = attributes.iter().map(|attribute| &attribute.value.expr);
    match errors.finish() {
        Ok(()) => quote!({ if false { #(let _ = &(#values);)* } }),
        Err(error) => fallback::expression(&error),
    }
}

/// What the function's macro makes of it.
pub(crate) fn declared(tokens: TokenStream) -> TokenStream {
    if let Some(error) = in_a_leaf(&tokens) {
        return fallback::expression(&error);
    }
    let call: Call = match syn::parse2(tokens) {
        Ok(call) => call,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::new();
    let attributes = read(call.record.clone(), &mut errors);
    let agreed = Agreed::look(&mut errors).allowing(&call.allowed);
    let warnings = conventions::values(&attributes, &agreed, &mut errors);
    twice(&attributes, &mut errors);
    let mut statements = call.in_the_body(&attributes);
    statements.extend(warnings_of(&warnings));
    for attribute in &attributes {
        match call.statement(attribute, &agreed) {
            Ok(statement) => statements.extend(statement),
            Err(error) => errors.push(error),
        }
    }
    match errors.finish() {
        Ok(()) => quote!({ #statements }),
        Err(error) => fallback::expression(&error),
    }
}

fn in_a_leaf(tokens: &TokenStream) -> Option<syn::Error> {
    let mut tokens = tokens.clone().into_iter();
    match tokens.next()? {
        TokenTree::Literal(_) => Some(At::of(&tokens.collect::<TokenStream>()).error(
            "a leaf is never current, so nothing can be recorded on it later; remove `leaf`, or \
             record when it starts or returns: `attrs(..)`, `ret(..)`",
        )),
        _ => None,
    }
}

/// A key is recorded once by one `record!`.
fn twice(attributes: &[Attribute], errors: &mut Errors) {
    let mut keys = BTreeSet::new();
    for Attribute { key, .. } in attributes {
        if !keys.insert(&key.text) {
            let text = &key.text;
            errors.at(
                key.at,
                format_args!("attribute `{text}` is given twice; remove one"),
            );
        }
    }
}

fn read(tokens: TokenStream, errors: &mut Errors) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let all = |input: ParseStream<'_>| {
        grammar::list(input, errors, |input, _| {
            attributes.push(input.parse()?);
            Ok(())
        });
        Ok(())
    };
    if let Err(error) = all.parse2(tokens) {
        errors.push(error);
    }
    attributes
}

struct Call {
    /// A local of the function's body.
    local: Ident,
    paths: Paths,
    /// The keys that the function declares, and the runtime's names of their types.
    keys: Vec<(String, Ident)>,
    /// The rules of which the function is excepted.
    allowed: Vec<Rule>,
    record: TokenStream,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (krate, keys);
        let local = input.parse()?;
        parenthesized!(krate in input);
        bracketed!(keys in input);
        let path = if krate.is_empty() || krate.peek(Token![;]) {
            None
        } else {
            Some(krate.call(Path::parse_mod_style)?)
        };
        let mut allowed = Vec::new();
        krate.parse::<Option<Token![;]>>()?;
        while !krate.is_empty() {
            allowed.push(words::rule(&krate)?);
        }
        let keys = keys.parse_terminated(
            |key| {
                let text: LitStr = key.parse()?;
                key.parse::<Token![:]>()?;
                Ok((text.value(), key.parse()?))
            },
            Token![,],
        )?;
        Ok(Call {
            local,
            paths: Paths::new(path),
            keys: keys.into_iter().collect(),
            allowed,
            record: input.parse()?,
        })
    }
}

impl Call {
    /// Names the local, which a function in the body cannot, where the user's first key stands. `let _ =`
    /// captures nothing.
    fn in_the_body(&self, attributes: &[Attribute]) -> TokenStream {
        let mut local = self.local.clone();
        if let Some(first) = attributes.first() {
            let [at, _] = first.key.at.ends();
            local.set_span(local.span().located_at(at));
        }
        quote_spanned!(local.span()=> let _ = #local;)
    }

    fn statement(&self, attribute: &Attribute, agreed: &Agreed) -> syn::Result<TokenStream> {
        let key = &attribute.key.text;
        let declared = self.keys.iter().find(|(declared, _)| declared == key);
        let Some((_, ty)) = declared else {
            let message = match nearest(key, self.keys.iter().map(|(key, _)| &**key)) {
                Some(near) => format!("`{key}` is not declared; did you mean `{near}`?"),
                None => format!(
                    "`{key}` is not declared by the span around it; \
                     declare it there: `late({key}: string)`"
                ),
            };
            return Err(attribute.key.at.error(message));
        };
        let mixed = Span::mixed_site();
        let at = mixed.located_at(attribute.value.expr.span());
        let private = self.paths.private(at);
        let value = &attribute.value.expr;
        let given = |function| borrowed(&function, value, &value.to_token_stream(), mixed);
        let capture = given(match attribute.value.capture {
            Capture::Typed => quote_spanned!(at=> #private::any),
            Capture::Display => quote_spanned!(at=> #private::display),
            Capture::Debug => quote_spanned!(at=> #private::debug),
        });
        let text = attribute.value.capture != Capture::Typed;
        let expected = agreed.expected(key).filter(|_| !text);
        let typed = match (&*ty.to_string(), expected) {
            ("any", Some(expected)) => {
                typed(&expected, &private, at, &quote_spanned!(at=> (#value)))
            }
            ("any", None) => capture,
            ("string", _) if text => capture,
            _ if text => {
                return Err(At::of(value).error(format_args!(
                    "`{key}` is declared with another type than `string`, and this is text; \
                     remove the `%` or `?`"
                )));
            }
            _ => given(quote_spanned!(at=> #private::typed::#ty)),
        };
        let private = self.paths.private(mixed);
        Ok(quote_spanned! {mixed=>
            if #private::is_recording() {
                match #typed {
                    __value => #private::record(#key, __value),
                }
            }
        })
    }
}
