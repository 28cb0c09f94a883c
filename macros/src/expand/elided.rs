//! Lifetimes without a name in the bounds of a parameter, `impl Iterator<Item = &str>`: an `async fn` may
//! leave them out, and a function that returns its future may not.

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericParam, Lifetime, LifetimeParam, ParenthesizedGenericArguments, Signature,
    TypeFnPtr, TypeImplTrait, TypeReference,
};

/// Gives each of them a name, and declares it.
pub(super) fn name(signature: &mut Signature) {
    let mut naming = Naming::default();
    for input in &mut signature.inputs {
        if let FnArg::Typed(typed) = input {
            naming.visit_type_mut(&mut typed.ty);
        }
    }
    let params = &mut signature.generics.params;
    for name in naming.names.into_iter().rev() {
        params.insert(0, GenericParam::Lifetime(LifetimeParam::new(name)));
    }
}

#[derive(Default)]
struct Naming {
    names: Vec<Lifetime>,
    /// How many `impl` it is in.
    depth: usize,
}

impl Naming {
    fn fresh(&mut self, at: Span) -> Lifetime {
        let span = Span::mixed_site().located_at(at);
        let name = Lifetime::new(&format!("'__elided{}", self.names.len()), span);
        self.names.push(name.clone());
        name
    }
}

impl VisitMut for Naming {
    fn visit_type_impl_trait_mut(&mut self, opaque: &mut TypeImplTrait) {
        self.depth += 1;
        visit_mut::visit_type_impl_trait_mut(self, opaque);
        self.depth -= 1;
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if self.depth > 0 && reference.lifetime.is_none() {
            reference.lifetime = Some(self.fresh(reference.and_token.span));
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if self.depth > 0 && lifetime.ident == "_" {
            *lifetime = self.fresh(lifetime.span());
        }
    }

    // Of what is called, each call has its own.
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
}
