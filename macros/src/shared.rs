//! Checks of types that the functions of a whole item have in common.
//!
//! What type an expression has is judged in each function, for it may name its parameters, by a trait
//! that carries the words. The compiler says the same once, however often it finds it. But a trait in
//! a function is named after the function, and then it is not the same: so the trait of what stands on an item
//! is defined once, beside the item, or in it if it is a module.

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;
use syn::spanned::Spanned as _;

use crate::agreed::{Agreed, Expected};
use crate::attribute::{Attribute, Capture};
use crate::told::Told;
use crate::whole::{Member, Whole};

/// A check, where it is defined.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) expected: Expected,
    /// The module that holds it.
    pub(crate) module: Ident,
    /// The first expression that it is for.
    pub(crate) at: Span,
}

impl Shared {
    /// The same, as the functions of the item are told of it.
    pub(crate) fn told(&self) -> Told {
        Told {
            module: self.module.clone(),
            key: self.expected.key.clone(),
        }
    }
}

/// The checks of attributes that are computed.
pub(crate) fn of<'a>(
    whole: &Whole,
    attributes: impl Iterator<Item = &'a Attribute>,
    agreed: &Agreed,
) -> Vec<Shared> {
    let mut all: Vec<Shared> = Vec::new();
    if !whole.members.iter().any(Member::is_open) {
        return all;
    }
    let mut name = None;
    for attribute in attributes {
        let (key, value) = (&attribute.key.text, &attribute.value);
        let computed = value.capture == Capture::Typed && value.constant().is_none();
        let known = all.iter().any(|shared| shared.expected.key == *key);
        let Some(expected) = agreed.expected(key).filter(|_| computed && !known) else {
            continue;
        };
        let name = name.get_or_insert_with(|| hash(whole));
        all.push(Shared {
            expected,
            module: format_ident!(
                "__traced_{name:016x}_{}",
                all.len(),
                span = Span::mixed_site()
            ),
            at: value.expr.span(),
        });
    }
    all
}

/// Tells apart the items of a scope. Two of them that begin with the same words and have the same
/// functions are one too many for the compiler, too. What is in the functions does not matter: they are
/// not compiled anew when another one changes.
fn hash(whole: &Whole) -> u64 {
    let mut words = whole.header.to_string();
    for member in &whole.members {
        if let Member::Open { item, .. } = member {
            let mut tokens: Vec<_> = item.clone().into_iter().collect();
            tokens.pop();
            words += &tokens.into_iter().collect::<TokenStream>().to_string();
        }
    }
    // FNV-1a
    let with = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    words.bytes().fold(0xcbf2_9ce4_8422_2325, with)
}
