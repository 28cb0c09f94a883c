//! What stands for the provider of this crate where it is not compiled in.

use super::Site;
use super::mode::Mode;
use super::plan::{Plan, Source};
use super::start::{Child, Started};
use opentelemetry::global::ObjectSafeTracer;
use opentelemetry::trace::{self, SpanContext, Status};
use opentelemetry::{Context, KeyValue, SpanId};
use std::borrow::Cow;
use std::time::SystemTime;

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

pub(super) fn child<T>(
    _: &Context,
    _: &'static Site,
    _: Mode,
    _: impl FnOnce(Span) -> T,
) -> Child<T> {
    Child::Unclear
}

pub(super) fn resume(_: SpanId) {}

pub(super) fn is_resumed(_: SpanId) -> bool {
    false
}

pub(super) fn spare() -> Vec<KeyValue> {
    Vec::new()
}

pub(super) fn keep_spare(_: Vec<KeyValue>) {}

pub(super) fn end(_: &Context) {}

pub(super) fn extend(_: &Context, _: Vec<KeyValue>) {}

/// There is none.
#[derive(Debug)]
pub(crate) enum Span {}

impl Span {
    pub(crate) fn end_now(&mut self) {
        match *self {}
    }

    pub(crate) fn extend(&mut self, _: Vec<KeyValue>) -> Vec<KeyValue> {
        match *self {}
    }
}

impl trace::Span for Span {
    fn add_event_with_timestamp<T: Into<Cow<'static, str>>>(
        &mut self,
        _: T,
        _: SystemTime,
        _: Vec<KeyValue>,
    ) {
        match *self {}
    }

    fn span_context(&self) -> &SpanContext {
        match *self {}
    }

    fn is_recording(&self) -> bool {
        match *self {}
    }

    fn set_attribute(&mut self, _: KeyValue) {
        match *self {}
    }

    fn set_status(&mut self, _: Status) {
        match *self {}
    }

    fn update_name<T: Into<Cow<'static, str>>>(&mut self, _: T) {
        match *self {}
    }

    fn add_link(&mut self, _: SpanContext, _: Vec<KeyValue>) {
        match *self {}
    }

    fn end_with_timestamp(&mut self, _: SystemTime) {
        match *self {}
    }
}
