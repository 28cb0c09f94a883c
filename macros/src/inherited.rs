//! What a function takes over from the items that it belongs to.

use proc_macro2::Span;
use syn::ext::IdentExt;
use traced_conventions::Rule;

use crate::args::{Args, Outer};
use crate::attribute::Attribute;
use crate::told::Told;
use crate::within::{Sort, Within};

impl Outer {
    /// The beginnings of the span's name that the items around give, where each was judged.
    pub(crate) fn prefixes(&self) -> Vec<String> {
        self.args.prefixes()
    }

    /// The first segments of the span's name: every prefix that is given on an item around it, and
    /// the name of the innermost item if that gives none.
    pub(crate) fn segments(&self) -> Vec<String> {
        let mut segments = self.args.prefixes();
        if self.args.prefix.at().is_none() {
            segments.extend(
                self.within
                    .item
                    .name
                    .as_ref()
                    .map(|name| name.unraw().to_string()),
            );
        }
        segments
    }
}

impl Args {
    fn prefixes(&self) -> Vec<String> {
        let outer = self.outer.as_deref();
        let mut prefixes = outer.map(Outer::prefixes).unwrap_or_default();
        prefixes.extend(self.prefix.get().map(syn::LitStr::value));
        prefixes
    }

    /// The rules of which these or the items around ask for an exception.
    pub(crate) fn allowed(&self) -> Vec<Rule> {
        let outer = self.outer.as_deref();
        let mut allowed = outer.map(|outer| outer.args.allowed()).unwrap_or_default();
        allowed.extend(self.allow.get().into_iter().flatten());
        allowed
    }

    /// Whether these or the items around say that the function is a leaf.
    pub(crate) fn is_leaf(&self) -> bool {
        let decided = self.parent.at().or(self.root.at()).is_some();
        let outer = || self.outer.as_deref().is_some_and(|it| it.args.is_leaf());
        self.leaf.at().is_some() || !decided && outer()
    }

    /// Whether these or the items around ask for something of what is returned.
    pub(crate) fn looks_at_value(&self) -> bool {
        let outer = self.outer.as_deref();
        self.ret.at().or(self.ok_if.at()).is_some()
            || outer.is_some_and(|outer| outer.args.looks_at_value())
    }

    /// The hygiene of generated tokens that the compiler blames. What it blames has to be the same in all
    /// functions of an item, so it is that of the outermost item's expansion.
    pub(crate) fn hygiene(&self) -> Span {
        let outer = self.outer.as_deref();
        outer.map_or_else(Span::mixed_site, |outer| match outer.args.outer {
            None => outer.within.word,
            Some(_) => outer.args.hygiene(),
        })
    }

    /// These arguments, and where one is absent that of the items around.
    pub(crate) fn inherited(mut self) -> Self {
        let Some(outer) = self.outer.take() else {
            return self;
        };
        let Outer { within, args } = *outer;
        let mut outer = args.inherited();
        let attributes = [outer.attrs.get_mut(), outer.ret.get_mut()];
        for attribute in attributes.into_iter().flatten().flatten() {
            inherit(attribute, &within);
        }
        // Which trace the span belongs to is one decision, and `leaf` is part of it.
        let undecided = self
            .parent
            .at()
            .or(self.root.at())
            .or(self.leaf.at())
            .is_none();
        let leaf = self.leaf.at().is_some();
        if undecided {
            self.parent = outer.parent;
            self.root = outer.root;
            self.leaf = outer.leaf;
        }
        if !leaf {
            self.links = self.links.or(outer.links);
        }
        self.kind = self.kind.or(outer.kind);
        self.ok_if = self.ok_if.or(outer.ok_if);
        self.krate = self.krate.or(outer.krate);
        self.attrs = self
            .attrs
            .after(outer.attrs, |own, other| own.key.text == other.key.text);
        self.late = self
            .late
            .after(outer.late, |own, other| own.key.text == other.key.text);
        self.ret = self
            .ret
            .after(outer.ret, |own, other| own.key.text == other.key.text);
        self.allow = self.allow.after(outer.allow, |own, other| own == other);
        self
    }
}

/// Has what stands on an item, or on items around it, find its check from a member of the item.
fn inherit(attribute: &mut Attribute, within: &Within) {
    attribute.inherited = true;
    match &mut attribute.shared {
        Some(way) if within.item.sort == Sort::Module => way.go_up(),
        Some(_) => {}
        none => {
            let mut told = within.told.iter();
            let told = told.find(|told| told.key == attribute.key.text);
            *none = told.map(Told::way);
        }
    }
}
