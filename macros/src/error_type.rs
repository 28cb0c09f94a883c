//! `#[derive(ErrorType)]`: a name for each variant of an error, as its `error.type`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitStr, Meta, Path, Variant, parse_quote};
use traced_conventions::Style;

use crate::at::At;
use crate::errors::Errors;
use crate::grammar;
use crate::paths::Paths;
use crate::slot::Slot;

/// Implements the trait, also where something is wrong: one mistake is one error.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::new();
    let args = Args::parse(&input.attrs, &mut errors);
    let names = Names::new(&input.ident, args.prefix.get());
    let paths = Paths::new(args.krate.get().cloned());
    let arms: TokenStream = match &input.data {
        Data::Enum(data) => {
            if let Some(at) = args.name.at().or(args.transparent.at()) {
                errors.at(at, "this stands on the variants of an enum");
            }
            let variants = data.variants.iter();
            variants
                .map(|variant| variant_arm(variant, &names, &paths, &mut errors))
                .collect()
        }
        Data::Struct(data) => {
            if let Some(at) = args.prefix.at() {
                errors.at(
                    at,
                    "`prefix` is for enums; write the whole name: `#[error_type(\"..\")]`",
                );
            }
            arm(
                &quote!(Self),
                &data.fields,
                &args,
                names.own,
                &paths,
                &mut errors,
            )
        }
        Data::Union(data) => {
            errors.at(
                data.union_token.span,
                "a union is no error; derive this on a struct or an enum",
            );
            quote!(_ => loop {},)
        }
    };
    let implementation = implementation(&input, &paths, &arms);
    let errors = errors.finish().err().map(|error| error.to_compile_error());
    quote!(#errors #implementation)
}

fn implementation(input: &DeriveInput, paths: &Paths, arms: &TokenStream) -> TokenStream {
    let mixed = Span::mixed_site();
    let core = paths.core(mixed);
    let name = &input.ident;
    let error_type = error_type(paths, mixed.located_at(name.span()));
    let mut generics = input.generics.clone();
    if !generics.params.is_empty() {
        let error = quote_spanned!(mixed=> Self: #core::error::Error);
        generics
            .make_where_clause()
            .predicates
            .push(parse_quote!(#error));
    }
    let (parameters, arguments, conditions) = generics.split_for_impl();
    let body = if arms.is_empty() {
        quote_spanned!(mixed=> match *self {})
    } else {
        quote_spanned!(mixed=> match self { #arms })
    };
    let implementation = quote_spanned! {mixed=>
        #[automatically_derived]
        impl #parameters #error_type for #name #arguments #conditions {
            fn error_type(&self) -> &'static #core::primitive::str {
                #body
            }
        }
    };
    let import = paths.import_of("ErrorType", IMPORTED);
    if import.is_empty() {
        return implementation;
    }
    quote_spanned!(mixed=> const _: () = { #import #implementation };)
}

/// The trait, where `crate = path` is given by the name of its import: see [`Paths::import`].
fn error_type(paths: &Paths, at: Span) -> TokenStream {
    if paths.given().is_some() {
        Ident::new(IMPORTED, at).into_token_stream()
    } else {
        paths.item("ErrorType", at)
    }
}

const IMPORTED: &str = "__TracedErrorType";

/// What `#[error_type(..)]` says.
#[derive(Debug, Default)]
struct Args {
    name: Slot<LitStr>,
    transparent: Slot<()>,
    prefix: Slot<LitStr>,
    krate: Slot<Path>,
}

impl Args {
    fn parse(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut args = Args::default();
        for attr in attrs
            .iter()
            .filter(|attr| attr.path().is_ident("error_type"))
        {
            if let Err(error) = args.read(attr, errors) {
                errors.push(error);
            }
        }
        args
    }

    fn read(&mut self, attr: &Attribute, errors: &mut Errors) -> syn::Result<()> {
        let Meta::List(list) = &attr.meta else {
            return Err(At::of(&attr.meta).error(USAGE));
        };
        let all = |input: ParseStream<'_>| {
            grammar::list(input, errors, |input, errors| self.argument(input, errors));
            Ok(())
        };
        all.parse2(list.tokens.clone())
    }

    fn argument(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            self.name
                .set("the error type", name.span().into(), name, errors);
            return Ok(());
        }
        let Ok(key) = input.call(Ident::parse_any) else {
            return Err(input.error(USAGE));
        };
        let at = At::from(key.span());
        match &*key.to_string() {
            "transparent" => {
                grammar::flag(&key, input)?;
                self.transparent.set("`transparent`", at, (), errors);
            }
            "prefix" => {
                let prefix = grammar::text(&key, input)?;
                self.prefix.set("`prefix`", at, prefix, errors);
            }
            "crate" => self
                .krate
                .set("`crate`", at, grammar::krate(&key, input)?, errors),
            _ => {
                errors.at(at, format_args!("unknown argument `{key}`; {USAGE}"));
                grammar::skip_value(input)?;
            }
        }
        Ok(())
    }
}

const USAGE: &str = "write `#[error_type(\"a_name\")]`, `#[error_type(transparent)]`, \
                     or on the type `prefix = \"..\"` or `crate = path`";

/// The names that are made from identifiers: `PlaceError::OutOfStock` is `place_error.out_of_stock`.
struct Names {
    own: String,
}

impl Names {
    fn new(ident: &Ident, prefix: Option<&LitStr>) -> Self {
        let own = prefix.map_or_else(|| converted(&ident.unraw().to_string()), LitStr::value);
        Names { own }
    }

    fn variant(&self, ident: &Ident) -> String {
        let variant = converted(&ident.unraw().to_string());
        if self.own.is_empty() {
            return variant;
        }
        format!("{}.{variant}", self.own)
    }
}

fn converted(name: &str) -> String {
    Style::default()
        .convert(name)
        .unwrap_or_else(|| name.to_owned())
}

fn variant_arm(
    variant: &Variant,
    names: &Names,
    paths: &Paths,
    errors: &mut Errors,
) -> TokenStream {
    let args = Args::parse(&variant.attrs, errors);
    for at in [args.prefix.at(), args.krate.at()].into_iter().flatten() {
        errors.at(at, "this stands on the enum, not on a variant");
    }
    let ident = &variant.ident;
    let conditions = variant
        .attrs
        .iter()
        .filter(|attr| attr.path().is_ident("cfg"));
    let arm = arm(
        &quote!(Self::#ident),
        &variant.fields,
        &args,
        names.variant(ident),
        paths,
        errors,
    );
    quote!(#(#conditions)* #arm)
}

/// The attribute is about a variant, or the struct.
fn not_on_fields(fields: &Fields, errors: &mut Errors) {
    let attrs = fields.iter().flat_map(|field| &field.attrs);
    for attr in attrs.filter(|attr| attr.path().is_ident("error_type")) {
        errors.at(
            At::of(attr.path()),
            "this stands on a variant, or on a struct, and not on a field; whose field names the \
             error type is `#[error_type(transparent)]`",
        );
    }
}

fn arm(
    path: &TokenStream,
    fields: &Fields,
    args: &Args,
    default: String,
    paths: &Paths,
    errors: &mut Errors,
) -> TokenStream {
    not_on_fields(fields, errors);
    let mixed = Span::mixed_site();
    let Some(at) = args.transparent.at() else {
        let name = args.name.get().map(|name| checked(name, errors));
        let name = name.unwrap_or(default);
        return quote_spanned!(mixed=> #path { .. } => #name,);
    };
    if args.name.at().is_some() {
        errors.at(
            at,
            "the error type is either given or that of the field; remove one",
        );
    }
    let mut all = fields.iter();
    let (Some(field), None) = (all.next(), all.next()) else {
        errors.at(
            at,
            "`transparent` takes over the error type of the only field, and here is not one",
        );
        return quote_spanned!(mixed=> #path { .. } => #default,);
    };
    let member = field
        .ident
        .as_ref()
        .map_or_else(|| quote!(0), ToTokens::to_token_stream);
    let at = mixed.located_at(field.ty.span());
    let error_type = error_type(paths, at);
    quote_spanned! {at=> #path { #member: __inner } => #error_type::error_type(__inner),}
}

/// An error type names a class of errors, so it is a name and no text.
fn checked(name: &LitStr, errors: &mut Errors) -> String {
    let text = name.value();
    let odd = |c: char| c.is_whitespace() || c == '{' || c == '}';
    if text.is_empty() || text.contains(odd) {
        errors.at(
            name.span(),
            "an error type is one of a small fixed set, without spaces or placeholders; \
             what varies is said by the error's text",
        );
    }
    text
}
