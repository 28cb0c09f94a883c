//! What is emitted where nothing is to be traced, without an error: with the feature `off`, and for
//! what is left out by `skip`.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::{FnArg, PatIdent, parse_quote};

use crate::args::Args;
use crate::block::SpanBlock;
use crate::errors::Errors;
use crate::function::Function;
use crate::paths::Paths;
use crate::target::Target;
use crate::whole::{Member, Whole};

/// The item as if the attribute did not stand on it: without its `#[attr]` markers too. Parameters
/// that `args` name are not called unused, for it is the attribute that uses them.
pub(crate) fn item(args: &TokenStream, item: TokenStream) -> TokenStream {
    match Target::parse(item.clone()) {
        Ok(Target::Function(function)) => function_as_it_is(args, *function),
        Ok(Target::Whole(item)) => whole(args, &item),
        Err(_) => item,
    }
}

pub(crate) fn whole(args: &TokenStream, whole: &Whole) -> TokenStream {
    let members = whole.members.iter().map(|member| match member {
        Member::Open { args: own, item } => self::item(&quote!(#args #own), item.clone()),
        Member::Closed(tokens) => tokens.clone(),
    });
    whole.with_members(members.collect())
}

fn function_as_it_is(args: &TokenStream, mut function: Function) -> TokenStream {
    let mut used = BTreeSet::new();
    words(args.clone(), &mut used);
    for marked in &function.markers {
        if let FnArg::Typed(typed) = &marked.parameter {
            words(typed.pat.to_token_stream(), &mut used);
        }
    }
    for input in &mut function.sig.inputs {
        if let FnArg::Typed(typed) = input {
            let mut search = Search {
                used: &used,
                found: false,
            };
            search.visit_pat(&typed.pat);
            if search.found {
                typed.attrs.push(parse_quote!(#[allow(unused_variables)]));
            }
        }
    }
    function.into_token_stream()
}

fn words(tokens: TokenStream, all: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                all.insert(ident.to_string());
            }
            TokenTree::Group(group) => words(group.stream(), all),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Whether a pattern binds a name that is used.
struct Search<'a> {
    used: &'a BTreeSet<String>,
    found: bool,
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.found |= self.used.contains(&pat.ident.to_string());
        visit::visit_pat_ident(self, pat);
    }
}

/// The block of a `span!`: a body of its own.
pub(crate) fn block(block: &SpanBlock) -> syn::Result<TokenStream> {
    let mut errors = Errors::new();
    let krate = Args::parse(block.args.clone(), &mut errors).krate.take();
    let paths = Paths::new(krate);
    let (import, private) = (paths.import(), paths.private(Span::mixed_site()));
    let moves = block.moves.then(|| quote!(move));
    let body = block
        .function
        .body
        .braced(block.function.body.tokens().clone());
    errors.finish()?;
    let asynchronous = block.function.sig.asyncness;
    Ok(if asynchronous.is_some() {
        quote!(#asynchronous #moves #body)
    } else {
        quote!({ #import #private::apply(&(), |_| #body) })
    })
}
