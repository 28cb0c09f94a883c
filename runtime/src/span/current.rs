//! The current trace, for whoever wants to show its ids or add to its span.

use super::{ToValue, finish};
use crate::context;
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt as _, TraceId};
use opentelemetry::{Context, Key, KeyValue};
use std::borrow::Cow;

/// A handle on the span that was current when [`current`] was called.
#[derive(Clone, Debug)]
pub struct Current(Context);

/// The current trace: its ids for a response header or a log line, and its span to add to.
///
/// ```
/// let id = traced::current().trace_id(); // None outside of a trace
/// # assert!(id.is_none());
/// ```
pub fn current() -> Current {
    Current(context::current())
}

impl Current {
    fn span_context(&self) -> Option<SpanContext> {
        Some(self.0.span().span_context().clone()).filter(SpanContext::is_valid)
    }

    /// The id of the trace, if there is one; displays as 32 lower-case hex digits.
    pub fn trace_id(&self) -> Option<TraceId> {
        self.span_context().map(|span| span.trace_id())
    }

    /// The id of the span, if there is one; displays as 16 lower-case hex digits.
    pub fn span_id(&self) -> Option<SpanId> {
        self.span_context().map(|span| span.span_id())
    }

    /// True if what is set on the span is recorded.
    pub fn is_recording(&self) -> bool {
        finish::is_recording(&self.0)
    }

    /// Sets an attribute; `None` leaves it out.
    pub fn set<T: ToValue + ?Sized>(&self, key: impl Into<Key>, value: &T) {
        if self.is_recording()
            && let Some(value) = value.to_value()
        {
            self.0.span().set_attribute(KeyValue::new(key, value));
        }
    }

    /// Adds an event.
    pub fn event(&self, name: impl Into<Cow<'static, str>>, attributes: Vec<KeyValue>) {
        if self.is_recording() {
            self.0.span().add_event(name, attributes);
        }
    }

    /// Links to a span elsewhere; an invalid one is left out.
    pub fn link(&self, span: SpanContext) {
        if self.is_recording() && span.is_valid() {
            self.0.span().add_link(span, Vec::new());
        }
    }

    /// The context itself, for OpenTelemetry's API.
    pub fn context(&self) -> &Context {
        &self.0
    }
}
