//! What stands for the provider of this crate where it is not compiled in.

use super::Site;
use super::failed::Failed;
use super::mode::Mode;
use super::plan::{Plan, Source};
use super::start::{Child, Started};
use opentelemetry::global::ObjectSafeTracer;
use opentelemetry::trace::SpanContext;
use opentelemetry::{Context, KeyValue, SpanId};

/// There is none.
#[derive(Clone, Debug)]
pub enum TracedProvider {}

impl TracedProvider {
    pub(super) fn start(&self, _: &Context, _: Plan) -> Started {
        match *self {}
    }

    pub(super) fn mode(&self) -> Mode {
        match *self {}
    }

    pub(super) fn boxed_tracer(&self, _: Source) -> Box<dyn ObjectSafeTracer + Send + Sync> {
        match *self {}
    }
}

pub(super) fn foresee(_: &Context, _: &'static Site, _: Mode) -> Child {
    Child::Unclear
}

pub(crate) fn child(_: &Context, _: &'static Site) -> Option<&'static Slot> {
    None
}

pub(crate) fn enter(_: &Context, slot: &'static Slot) -> Context {
    match *slot {}
}

pub(super) fn context(_: &Context, _: SpanContext, slot: &'static Slot) -> Context {
    match *slot {}
}

/// There is none.
#[derive(Debug)]
pub(crate) enum Slot {}

impl Slot {
    pub(crate) fn id(&self) -> SpanId {
        match *self {}
    }

    pub(crate) fn records(&self) -> bool {
        match *self {}
    }

    pub(crate) fn set(&self, _: KeyValue) {
        match *self {}
    }

    pub(crate) fn add_exception(&self, _: Vec<KeyValue>) {
        match *self {}
    }

    pub(crate) fn fail(&self, _: Failed<'_>) {
        match *self {}
    }

    pub(crate) fn end(&'static self) {
        match *self {}
    }

    pub(crate) fn note_known(&self, _: &'static str, _: Note<'_>) -> bool {
        match *self {}
    }

    pub(crate) fn note(&self, _: &'static str, _: Note<'_>) -> bool {
        match *self {}
    }
}

/// The value of an attribute that could be noted.
#[allow(dead_code, reason = "there is nobody to note it")]
pub(crate) enum Note<'v> {
    Bool(bool),
    I64(i64),
    F64(f64),
    Text(&'v str),
}

/// What generated code runs in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Running {
    Slot(&'static Slot),
    Untraced,
    Unknown,
}

impl Running {
    pub(crate) fn resume(self) -> Self {
        self
    }

    pub(crate) fn now() -> Self {
        Self::Unknown
    }
}
