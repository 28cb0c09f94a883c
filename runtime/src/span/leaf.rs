//! Running a synchronous body beside its span, which is never current.

use super::finish::{self, Handle, Subject};
use super::outcome::Outcome;
use super::run::caller;
use super::start;
use crate::context;
use crate::provider::{self, Begun, Child, Fate, Site, Span};
use opentelemetry::KeyValue;
use opentelemetry::trace::{Span as _, SpanId, Status};
use std::cell::{Cell, RefCell};

/// The span of a leaf: recorded, but never current.
#[derive(Debug)]
pub struct Leaf {
    /// Of ours: it needs no context.
    own: RefCell<Option<Span>>,
    /// Any other.
    begun: Option<Begun>,
    has_ended: Cell<bool>,
}

impl Leaf {
    fn without_span() -> Self {
        Self {
            own: RefCell::new(None),
            begun: None,
            has_ended: Cell::new(false),
        }
    }

    /// Sets attributes; `f` runs only if the span records.
    pub fn attributes(&self, f: impl FnOnce(&mut super::Attributes)) {
        if self.wants_outcome() {
            self.extend(super::attributes::collect(f));
        }
    }

    fn extend(&self, attributes: Vec<KeyValue>) {
        if let Some(span) = &mut *self.own.borrow_mut() {
            provider::keep_spare(span.extend(attributes));
        } else if let Some(Begun { cx, fate }) = &self.begun {
            provider::extend(cx, *fate, attributes);
        }
    }

    fn handle(&self) -> Option<Handle<'_>> {
        let Begun { cx, fate } = self.begun.as_ref()?;
        Some(Handle::new(cx, *fate))
    }

    fn is_off(&self) -> bool {
        self.begun.is_none() && self.own.borrow().is_none()
    }

    fn wants_outcome(&self) -> bool {
        self.own.borrow().is_some() || self.handle().is_some_and(|span| span.wants_outcome())
    }

    #[inline(never)]
    fn begin(&mut self, site: &'static Site) {
        let own = &mut *self.own.get_mut();
        let child = context::with_current(|cx| {
            provider::child(cx, site, |span| {
                *own = Some(span);
            })
        });
        if let Child::Unclear = child {
            self.begun = Some(start::begin(site, None));
        }
    }

    /// Not part of `call_leaf`, which is compiled for every leaf.
    #[inline(never)]
    fn complete(&self, outcome: Option<Outcome>) {
        finish::completed(self, outcome, caller);
    }

    #[cold]
    fn panicked(&self) {
        finish::panicked(self);
    }
}

impl Subject for Leaf {
    fn id(&self) -> SpanId {
        match &*self.own.borrow() {
            Some(span) => span.span_context().span_id(),
            None => self.handle().map_or(SpanId::INVALID, |span| span.id()),
        }
    }

    fn is_ours(&self) -> bool {
        let begun = self.begun.as_ref();
        let made = begun.is_some_and(|begun| !matches!(begun.fate, Fate::AsIs | Fate::Nothing));
        (made || self.own.borrow().is_some()) && !self.has_ended.get()
    }

    fn is_recording(&self) -> bool {
        self.is_ours() && self.wants_outcome()
    }

    fn set(&self, attribute: KeyValue) {
        match &mut *self.own.borrow_mut() {
            Some(span) => span.set_attribute(attribute),
            None => self
                .handle()
                .into_iter()
                .for_each(|span| span.set(attribute.clone())),
        }
    }

    fn set_status(&self, status: Status) {
        match &mut *self.own.borrow_mut() {
            Some(span) => span.set_status(status),
            None => self
                .handle()
                .into_iter()
                .for_each(|span| span.set_status(status.clone())),
        }
    }

    fn add_event(&self, name: &'static str, attributes: Vec<KeyValue>) {
        if let Some(span) = &mut *self.own.borrow_mut() {
            span.add_event(name, attributes);
        } else if let Some(span) = self.handle() {
            span.add_event(name, attributes);
        }
    }

    fn end(&self) {
        self.has_ended.set(true);
        if let Some(span) = &mut *self.own.borrow_mut() {
            span.end_now();
        } else if let Some(span) = self.handle() {
            span.end();
        }
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
    let mut leaf = Leaf::without_span();
    if !provider::is_off() {
        leaf.begin(site);
    }
    let unwind = OnUnwind(&leaf);
    let result = body(&leaf);
    if !leaf.is_off() {
        let outcome = leaf.wants_outcome().then(|| outcome(&leaf, &result));
        leaf.complete(outcome);
    }
    std::mem::forget(unwind);
    result
}
