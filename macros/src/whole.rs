//! A whole item as written: an `impl`, a trait or an inline module, and what is in it.
//!
//! It is read as tokens, but for what its name and its functions are: a body that is half-typed, or
//! syntax that is newer than this crate, does not keep the rest from being traced.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Generics, Meta, Token, Type, Visibility};

use crate::at::At;
use crate::found::{self, Found};
use crate::within::{Item, Sort};

#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) item: Item,
    /// The word `impl`, `trait` or `mod`.
    pub(crate) at: At,
    /// Another attribute of this kind on it.
    pub(crate) twice: Option<At>,
    /// All that stands before the braces.
    pub(crate) header: TokenStream,
    pub(crate) members: Vec<Member>,
    braces: Group,
}

#[derive(Debug)]
pub(crate) enum Member {
    /// A function, an item of a module with functions of its own, or what has the attribute.
    Open {
        /// The arguments of its own `#[traced(..)]`.
        args: Option<TokenStream>,
        /// The rest of it.
        item: TokenStream,
    },
    /// What has nothing to trace, as it stands there: constants, types, macros, functions without
    /// a body and those that may run in the compiler.
    Closed(TokenStream),
}

impl Member {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Member::Open { .. })
    }
}

impl Whole {
    /// Reads an item of which the first words are known.
    pub(crate) fn parse(sort: Sort, item: TokenStream) -> syn::Result<Self> {
        let mut header: Vec<TokenTree> = item.into_iter().collect();
        let last = header.pop();
        let Some(TokenTree::Group(braces)) = last else {
            let at = last.map_or_else(
                || proc_macro2::Span::call_site().into(),
                |last| At::of(&last),
            );
            return Err(at.error(match sort {
                Sort::Module => {
                    "the functions of this module are in another file; put `#[traced]` on them, \
                     or on the items there"
                }
                Sort::Impl | Sort::Trait => {
                    "this item has no functions of its own; remove the attribute"
                }
            }));
        };
        let header: TokenStream = header.into_iter().collect();
        let named = |input: ParseStream<'_>| {
            let named = name(sort, input);
            input.parse::<TokenStream>()?;
            named
        };
        let Named { at, name, twice } = named.parse2(header.clone())?;
        let members = |input: ParseStream<'_>| members(sort, input);
        Ok(Whole {
            item: Item { sort, name },
            at,
            twice,
            header,
            members: members.parse2(braces.stream())?,
            braces,
        })
    }

    /// The item with other members, in its own braces.
    pub(crate) fn with_members(&self, members: TokenStream) -> TokenStream {
        let mut braces = Group::new(self.braces.delimiter(), members);
        braces.set_span(self.braces.span());
        let mut item = self.header.clone();
        item.append(braces);
        item
    }
}

/// The word that says what it is, and its name. An `impl` is named after its type, where that has
/// a name.
fn name(sort: Sort, input: ParseStream<'_>) -> syn::Result<Named> {
    let attrs = input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    while !input.peek(Token![impl]) && !input.peek(Token![trait]) && !input.peek(Token![mod]) {
        input.parse::<TokenTree>()?;
    }
    let word = input.call(Ident::parse_any)?;
    let name = match sort {
        Sort::Impl => implemented(input).ok().as_ref().and_then(type_name),
        Sort::Trait | Sort::Module => Some(input.call(Ident::parse_any)?),
    };
    Ok(Named {
        at: word.span().into(),
        name,
        twice: attrs
            .iter()
            .find(|attr| is_traced(attr))
            .map(|attr| At::of(attr.path())),
    })
}

struct Named {
    at: At,
    name: Option<Ident>,
    twice: Option<At>,
}

/// `input` stands behind `impl`: the type for which it is.
fn implemented(input: ParseStream<'_>) -> syn::Result<Type> {
    if input.peek(Token![<]) && !input.peek2(Token![<]) {
        input.parse::<Generics>()?;
    }
    input.parse::<Option<Token![const]>>()?;
    input.parse::<Option<Token![!]>>()?;
    let first = input.parse()?;
    match input.parse::<Option<Token![for]>>()? {
        Some(_) => input.parse(),
        None => Ok(first),
    }
}

fn type_name(ty: &Type) -> Option<Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.clone()),
        Type::Reference(reference) => type_name(&reference.elem),
        Type::Group(group) => type_name(&group.elem),
        Type::Paren(paren) => type_name(&paren.elem),
        Type::TraitObject(object) => match object.bounds.first() {
            Some(syn::TypeParamBound::Trait(bound)) => {
                bound.path.segments.last().map(|last| last.ident.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

fn members(sort: Sort, input: ParseStream<'_>) -> syn::Result<Vec<Member>> {
    let mut members = Vec::new();
    let inner = input.call(Attribute::parse_inner)?;
    if !inner.is_empty() {
        let mut tokens = TokenStream::new();
        tokens.append_all(inner);
        members.push(Member::Closed(tokens));
    }
    while !input.is_empty() {
        members.push(member(sort, input)?);
    }
    Ok(members)
}

fn member(sort: Sort, input: ParseStream<'_>) -> syn::Result<Member> {
    let mut attrs = input.call(Attribute::parse_outer)?;
    let own = attrs.iter().position(is_traced).map(|i| attrs.remove(i));
    let given = own.is_some();
    let mut item = TokenStream::new();
    item.append_all(attrs);
    let tokens = one_item(input)?;
    let open = match found::find(tokens.clone()) {
        Some(Found::Function { constant }) => !constant,
        Some(Found::Whole(_)) => sort == Sort::Module && ends_in_braces(&tokens),
        Some(Found::Other(_)) | None => false,
    };
    item.extend(tokens);
    // On what cannot be traced its own attribute says why, and one with an `=` the compiler refuses.
    let valued = own
        .as_ref()
        .filter(|own| matches!(own.meta, Meta::NameValue(_)));
    if valued.is_some() || !(open || given) {
        return Ok(Member::Closed(quote!(#valued #item)));
    }
    let args = own.and_then(|own| match own.meta {
        Meta::List(list) => Some(list.tokens),
        Meta::Path(_) | Meta::NameValue(_) => None,
    });
    Ok(Member::Open { args, item })
}

/// Whether an attribute is this one: it may be called by its name, or by its path.
pub(crate) fn is_traced(attr: &Attribute) -> bool {
    let segments = &attr.path().segments;
    let ours = segments.len() == 1 || segments[0].ident == "traced";
    ours && segments.last().is_some_and(|last| last.ident == "traced")
}

fn ends_in_braces(tokens: &TokenStream) -> bool {
    tokens
        .clone()
        .into_iter()
        .last()
        .is_some_and(|last| is_braces(&last))
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace)
}

/// The tokens of the next item: to `;`, or to the braces that end it.
fn one_item(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let ends_in_semicolon = {
        let ahead = input.fork();
        ahead.parse::<Visibility>()?;
        let binding =
            ahead.peek(Token![static]) || ahead.peek(Token![type]) || ahead.peek(Token![use]);
        let function = ahead.peek2(Token![fn])
            || ahead.peek2(Token![unsafe])
            || ahead.peek2(Token![async])
            || ahead.peek2(Token![extern]);
        binding || ahead.peek(Token![const]) && !function
    };
    let mut item = TokenStream::new();
    while !input.is_empty() {
        let token: TokenTree = input.parse()?;
        let semicolon = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
        let braces = is_braces(&token) && !ends_in_semicolon;
        item.append(token);
        // Braces in the middle of an item are a constant among generic arguments: `[u8; { N }]`
        // is hidden in its brackets, and `Words<{ N }>` goes on with one of these.
        let goes_on = input.peek(Token![>]) || input.peek(Token![,]);
        if semicolon || braces && !goes_on {
            break;
        }
    }
    Ok(item)
}
