//! An argument that may be given once.

use std::fmt::Display;

use crate::at::At;
use crate::errors::Errors;

/// At most one value, with the place of the word that gave it. The only duplicate check there is.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    given: Option<(At, T)>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Slot { given: None }
    }
}

impl<T> Slot<T> {
    /// Keeps the first value; a second one is an error where it stands.
    pub(crate) fn set(&mut self, name: impl Display, at: At, value: T, errors: &mut Errors) {
        if self.given.is_some() {
            errors.at(at, format_args!("{name} is given twice; remove one"));
        } else {
            self.given = Some((at, value));
        }
    }

    pub(crate) fn at(&self) -> Option<At> {
        self.given.as_ref().map(|(at, _)| *at)
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.given.as_ref().map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        self.given.as_mut().map(|(_, value)| value)
    }

    pub(crate) fn take(self) -> Option<T> {
        self.given.map(|(_, value)| value)
    }

    /// This one, or the other where this one was not given.
    pub(crate) fn or(self, other: Self) -> Self {
        Slot {
            given: self.given.or(other.given),
        }
    }
}

impl<T> Slot<Vec<T>> {
    /// What `outer` has and these do not override, then these.
    pub(crate) fn after(self, outer: Self, overrides: impl Fn(&T, &T) -> bool) -> Self {
        let given = match (outer.given, self.given) {
            (Some((_, outer)), Some((at, own))) => {
                let overridden = |item: &T| own.iter().any(|own| overrides(own, item));
                let mut items: Vec<_> =
                    outer.into_iter().filter(|item| !overridden(item)).collect();
                items.extend(own);
                Some((at, items))
            }
            (outer, own) => own.or(outer),
        };
        Slot { given }
    }
}
