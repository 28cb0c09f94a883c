//! All mistakes of one expansion, so that all are reported at once.

use std::fmt::Display;

use crate::at::At;

/// Collects errors. Dropping it unread would lose them: a bug in this crate, so it panics.
#[derive(Debug)]
pub(crate) struct Errors {
    /// `None` once they were read.
    errors: Option<Vec<syn::Error>>,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Errors {
            errors: Some(Vec::new()),
        }
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.get_or_insert_default().push(error);
    }

    pub(crate) fn at(&mut self, at: impl Into<At>, message: impl Display) {
        self.push(at.into().error(message));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.as_ref().is_none_or(Vec::is_empty)
    }

    /// All errors as one, or nothing.
    pub(crate) fn finish(mut self) -> syn::Result<()> {
        let errors = self.errors.take().into_iter().flatten();
        match errors.reduce(combined) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// All errors and a last one, after which nothing more can be understood.
    pub(crate) fn and(mut self, last: syn::Error) -> syn::Error {
        self.push(last.clone());
        self.finish().err().unwrap_or(last)
    }
}

fn combined(mut all: syn::Error, next: syn::Error) -> syn::Error {
    all.combine(next);
    all
}

impl Drop for Errors {
    fn drop(&mut self) {
        assert!(
            self.errors.is_none() || std::thread::panicking(),
            "errors were collected and never read"
        );
    }
}
