//! Running a synchronous body beside its span, which is never current.

use super::attributes::Attributes;
use super::entered::caller;
use super::finish;
use super::handle::Handle;
use super::outcome::Outcome;
use super::start;
use crate::context;
use crate::provider::{self, Begun, Child, Fate, Site, Slot};
use opentelemetry::Context;
use std::cell::Cell;
use std::marker::PhantomData;

/// The span of a leaf: recorded, but never current. It stays on its thread, where its
/// attributes are noted.
#[derive(Debug)]
pub struct Leaf {
    span: Span,
    _on_thread: PhantomData<Cell<()>>,
}

#[derive(Debug)]
enum Span {
    Nothing,
    /// Of ours: it needs no context.
    Own(&'static Slot),
    /// Of some other provider, which lives in its context.
    Other(Box<Context>),
}

impl Leaf {
    #[inline(never)]
    fn begin(site: &'static Site) -> Self {
        let started = context::with_current_alive(|cx| match provider::foresee(cx, site) {
            Child::AsIs => Ok(Span::Nothing),
            Child::Sampled => provider::child(cx, site)
                .map(Span::Own)
                .ok_or(Child::Unclear),
            child => Err(child),
        });
        Self::of(match started {
            Some(Ok(span)) => span,
            Some(Err(Child::Unasked)) if provider::makes_none() => Span::Nothing,
            Some(Err(_)) | None => begin(site),
        })
    }

    #[inline]
    fn of(span: Span) -> Self {
        Self {
            span,
            _on_thread: PhantomData,
        }
    }

    /// Sets attributes; `f` runs only if the span records.
    pub fn attributes(&self, f: impl FnOnce(Attributes<'_>)) {
        match &self.span {
            Span::Own(slot) => f(Attributes::of(slot)),
            Span::Other(cx) if self.wants_outcome() => f(Attributes::of_other(cx)),
            Span::Nothing | Span::Other(_) => {}
        }
    }

    fn handle(&self) -> Handle<'_> {
        match &self.span {
            Span::Nothing => Handle::Nothing,
            Span::Own(slot) => Handle::Own(slot),
            Span::Other(cx) => Handle::Other(cx),
        }
    }

    #[inline]
    fn is_off(&self) -> bool {
        matches!(self.span, Span::Nothing)
    }

    #[inline]
    fn wants_outcome(&self) -> bool {
        matches!(self.span, Span::Own(_)) || self.handle().wants_outcome()
    }

    /// Not part of `call_leaf`, which is compiled for every leaf.
    #[inline(never)]
    fn complete(&self, outcome: Option<Outcome>) {
        match self.span {
            Span::Own(slot) if outcome.as_ref().is_none_or(Outcome::is_done) => finish::done(slot),
            _ => finish::completed(self.handle(), outcome, caller),
        }
    }

    #[cold]
    fn panicked(&self) {
        finish::panicked(self.handle());
    }
}

#[cold]
#[inline(never)]
fn begin(site: &'static Site) -> Span {
    let Begun { cx, fate } = start::begin(site, None);
    match fate {
        Fate::AsIs | Fate::Nothing => Span::Nothing,
        Fate::Own(slot) => Span::Own(slot),
        Fate::Other => Span::Other(Box::new(cx)),
    }
}

/// Ends the span as panicked if it is dropped, which only unwinding does.
struct OnUnwind<'a>(&'a Leaf);

impl Drop for OnUnwind<'_> {
    fn drop(&mut self) {
        self.0.panicked();
    }
}

/// Runs `body` beside the span of `site`: what is traced inside becomes its sibling.
pub fn call_leaf<R>(
    site: &'static Site,
    body: impl FnOnce(&Leaf) -> R,
    outcome: impl FnOnce(&Leaf, &R) -> Outcome,
) -> R {
    let leaf = if provider::is_off() {
        Leaf::of(Span::Nothing)
    } else {
        Leaf::begin(site)
    };
    let unwind = OnUnwind(&leaf);
    let result = body(&leaf);
    if !leaf.is_off() {
        let outcome = leaf.wants_outcome().then(|| outcome(&leaf, &result));
        leaf.complete(outcome);
    }
    std::mem::forget(unwind);
    result
}
