//! Fails on a path in generated code that another name of the user's could capture.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, File, Ident, Macro, Path, Token};

/// Primitive types are nobody's to shadow in these cases, and `Self` is nobody's anywhere.
const BUILT_IN: &[&str] = &["u8", "u64", "usize", "bool", "str", "self", "Self"];

/// The module in which what warns is defined, and the import of `crate = path`: both stand beside their
/// uses.
const WARNS: &str = "__traced";
const IMPORTED: &str = "__traced_private";

/// What the modules begin with that hold the checks of a whole item.
const SHARED: &str = "__traced_";

/// Attributes are resolved by the compiler itself.
pub(super) fn check(case: &str, file: &File) {
    let mut bound = Bound::default();
    bound.visit_file(file);
    let mut paths = Paths {
        bound: bound.names,
        unrooted: Vec::new(),
    };
    paths.visit_file(file);
    assert!(
        paths.unrooted.is_empty(),
        "{case}: unrooted in generated code: {:?}",
        paths.unrooted
    );
}

/// Names that the expansion itself binds: locals, generics, its own items.
#[derive(Default)]
struct Bound {
    names: BTreeSet<String>,
}

impl Bound {
    fn add(&mut self, ident: &Ident) {
        self.names.insert(ident.to_string());
    }
}

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.add(&pat.ident);
        visit::visit_pat_ident(self, pat);
    }

    fn visit_type_param(&mut self, param: &'ast syn::TypeParam) {
        self.add(&param.ident);
        visit::visit_type_param(self, param);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.add(&item.ident);
        visit::visit_item_static(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.add(&item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig.ident);
        visit::visit_item_fn(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.add(&item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.add(&item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        // The impl that the harness puts around methods.
        self.names.insert("Orders".to_owned());
        visit::visit_item_impl(self, item);
    }
}

struct Paths {
    bound: BTreeSet<String>,
    unrooted: Vec<String>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast Path) {
        let first = path.segments[0].ident.to_string();
        let mut from_above = path.segments.iter().skip_while(|it| it.ident == "super");
        let is_shared = from_above
            .next()
            .is_some_and(|it| it.ident.to_string().starts_with(SHARED));
        let rooted = path.leading_colon.is_some()
            || ["crate", "Self", WARNS].contains(&first.as_str())
            || is_shared;
        let alone = path.segments.len() == 1;
        let known = BUILT_IN.contains(&first.as_str()) || self.bound.contains(&first);
        if !(rooted || alone && known) {
            let names = path.segments.iter().map(|s| s.ident.to_string());
            self.unrooted.push(names.collect::<Vec<_>>().join("::"));
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != WARNS {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let crate_relative = |tree: &syn::UseTree| matches!(tree, syn::UseTree::Path(path) if path.ident == "crate" || path.ident == IMPORTED);
        if item.leading_colon.is_none() && !crate_relative(&item.tree) {
            self.unrooted.push("use".to_owned());
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if mac.path.is_ident("macro_rules") {
            self.unrooted.extend(calls_unrooted(mac.tokens.clone()));
            return;
        }
        self.visit_path(&mac.path);
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        match mac.parse_body_with(arguments) {
            Ok(arguments) => arguments
                .iter()
                .for_each(|argument| self.visit_expr(argument)),
            Err(_) => self.unrooted.push(format!("{}!(..)", text(&mac.tokens))),
        }
    }
}

/// The macros that a generated macro calls by a path that is not rooted.
fn calls_unrooted(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut unrooted = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => unrooted.extend(calls_unrooted(group.stream())),
            TokenTree::Punct(punct) if punct.as_char() == '!' => {
                let is_path = |token: &&TokenTree| match token {
                    TokenTree::Ident(_) => true,
                    TokenTree::Punct(punct) => punct.as_char() == ':',
                    _ => false,
                };
                let path = tokens[..i].iter().rev().take_while(is_path);
                let first = path.last();
                let imported = matches!(first, Some(TokenTree::Ident(first)) if *first == IMPORTED);
                if matches!(first, Some(TokenTree::Ident(_)) | None) && !imported {
                    unrooted.push(format!("{}!", tokens[i - 1]));
                }
            }
            _ => {}
        }
    }
    unrooted
}

fn text(tokens: &TokenStream) -> String {
    let tokens = tokens.clone().into_iter();
    tokens.map(|token: TokenTree| token.to_string()).collect()
}

#[test]
#[should_panic(expected = "[\"core::mem::drop\", \"Some\"]")]
fn unrooted_paths_are_found() {
    let file = syn::parse_quote!(
        fn f(x: u8) {
            let y = x;
            core::mem::drop(Some(y));
            ::core::mem::drop(y);
        }
    );
    check("this test", &file);
}
