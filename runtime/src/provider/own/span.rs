//! A span that is under way, as OpenTelemetry's API sees it.

use super::end::end;
use super::open::Open;
use super::slot::Slot;
use super::thread;
use crate::provider::clock;
use opentelemetry::KeyValue;
use opentelemetry::trace::{self, SpanContext, Status};
use std::borrow::Cow;
use std::time::SystemTime;

/// A span of [`TracedProvider`](super::TracedProvider). Dropping it ends it.
#[derive(Debug)]
pub struct Span {
    context: SpanContext,
    /// Absent if it is not recorded, or has ended.
    slot: Option<&'static Slot>,
    /// Whether somebody else ends it: the function, future or guard whose span it is. What is
    /// told here is kept until then.
    is_lent: bool,
}

impl Span {
    pub(super) fn unrecorded(context: SpanContext) -> Self {
        Self {
            context,
            slot: None,
            is_lent: false,
        }
    }

    /// The span that is under way in `slot`, and ends by this.
    pub(super) fn owned(context: SpanContext, slot: &'static Slot) -> Self {
        Self {
            context,
            slot: Some(slot),
            is_lent: false,
        }
    }

    /// The same, which somebody else ends by the slot.
    #[inline]
    pub(super) fn lent(context: SpanContext, slot: &'static Slot) -> Self {
        Self {
            context,
            slot: Some(slot),
            is_lent: true,
        }
    }

    /// Tells it something; nothing if it is over.
    fn tell(&self, f: impl FnOnce(&mut Open)) {
        if let Some(slot) = self.slot {
            slot.tell(self.context.span_id(), thread::limits, |open| {
                if open.closed.is_none() {
                    f(open);
                }
            });
        }
    }

    fn end_by(&mut self, moment: impl FnOnce(&mut Open) -> u64) {
        self.tell(|open| open.closed = Some(moment(open)));
        if !self.is_lent {
            self.end_here();
        }
    }

    #[inline(never)]
    fn end_here(&mut self) {
        if let Some(slot) = self.slot.take() {
            end(slot, clock::now());
        }
    }
}

impl trace::Span for Span {
    fn add_event_with_timestamp<T>(
        &mut self,
        name: T,
        timestamp: SystemTime,
        attributes: Vec<KeyValue>,
    ) where
        T: Into<Cow<'static, str>>,
    {
        self.tell(|open| open.event(name.into(), timestamp, attributes));
    }

    fn span_context(&self) -> &SpanContext {
        &self.context
    }

    fn is_recording(&self) -> bool {
        self.slot
            .is_some_and(|slot| slot.is_recording(self.context.span_id()))
    }

    fn set_attribute(&mut self, attribute: KeyValue) {
        self.tell(|open| open.set(attribute));
    }

    fn set_status(&mut self, status: Status) {
        self.tell(|open| open.status(status));
    }

    fn update_name<T>(&mut self, new_name: T)
    where
        T: Into<Cow<'static, str>>,
    {
        self.tell(|open| open.record.name = new_name.into());
    }

    fn add_link(&mut self, span_context: SpanContext, attributes: Vec<KeyValue>) {
        self.tell(|open| open.link(span_context, attributes));
    }

    fn end(&mut self) {
        self.end_by(|_| clock::now());
    }

    fn end_with_timestamp(&mut self, timestamp: SystemTime) {
        self.end_by(|open| open.settle_end(timestamp));
    }
}

impl Drop for Span {
    #[inline]
    fn drop(&mut self) {
        if !self.is_lent {
            self.end_here();
        }
    }
}
