//! Which attributes stand on a function itself, and which on the item around it, where they were
//! judged.

use crate::args::Args;
use crate::attribute::Attribute;
use crate::errors::Errors;
use crate::function::Function;
use crate::late::Late;
use crate::model::Judged;
use crate::{conventions, early};

/// How many attributes stand on the function itself, behind those that it takes over.
pub(crate) struct Own {
    attributes: usize,
    late: usize,
    returned: usize,
}

impl Own {
    pub(crate) fn of(args: &Args, markers: usize) -> Self {
        Own {
            attributes: args.attrs.get().map_or(0, Vec::len) + markers,
            late: args.late.get().map_or(0, Vec::len),
            returned: args.ret.get().map_or(0, Vec::len),
        }
    }

    /// Everything that is judged. Markers are the last of `attributes`, and the function's own.
    pub(crate) fn judged(
        &self,
        attributes: &[Attribute],
        late: &[Late],
        returned: &[Attribute],
    ) -> Vec<Judged> {
        let mut all = conventions::judged(attributes, late, returned);
        let (computed, rest) = all.split_at_mut(attributes.len());
        let (late, returned) = rest.split_at_mut(late.len());
        for (part, own) in [
            (computed, self.attributes),
            (late, self.late),
            (returned, self.returned),
        ] {
            let inherited = part.len().saturating_sub(own);
            part[..inherited]
                .iter_mut()
                .for_each(|judged| judged.is_inherited = true);
        }
        all
    }
}

/// What a function takes from the items around it, if they give it.
pub(crate) struct Takes {
    pub(crate) kind: bool,
    parent: bool,
    links: bool,
}

impl Takes {
    pub(crate) fn of(args: &Args) -> Self {
        let within = args.outer.is_some();
        Takes {
            kind: within && args.kind.at().is_none(),
            parent: within && args.parent.at().is_none(),
            links: within && args.links.at().is_none(),
        }
    }

    /// ui-tests/fail/whole/no_self.rs
    ///
    /// `inherited` is what the function and the items say together. The words are the same for every function,
    /// so the compiler says them once.
    pub(crate) fn find_self(&self, inherited: &Args, function: &Function, errors: &mut Errors) {
        if function.sig.receiver().is_some() {
            return;
        }
        let attributes = [inherited.attrs.get(), inherited.ret.get()];
        let attributes = attributes.into_iter().flatten().flatten();
        let of_items = attributes.filter(|attribute| attribute.inherited);
        let parent = inherited.parent.get().filter(|_| self.parent);
        let links = inherited.links.get().filter(|_| self.links);
        let of_items = of_items.map(|attribute| &attribute.value.expr);
        for expr in of_items.chain(parent).chain(links) {
            if let Some(at) = early::names_self(expr) {
                errors.at(
                    at,
                    "not every function of this item has a `self`; write this on those that have, or \
                     `#[traced(skip)]` on the others",
                );
            }
        }
    }
}
