//! A span that is under way, as OpenTelemetry's API sees it.

use super::core::Home;
use super::door::{self, Letter};
use super::limits::Limits;
use super::record::{Rare, Record, SpanView};
use super::thread;
use crate::provider::clock;
use crate::provider::plan::Source;
use opentelemetry::KeyValue;
use opentelemetry::trace::{self, Event, Link, SpanContext, SpanId, SpanKind, Status};
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// A span of [`TracedProvider`](super::TracedProvider). Dropping it ends it.
///
/// Attributes keep the order in which they were set, repeated keys included, and what is
/// beyond a limit is counted: all as with the SDK's span.
#[derive(Debug)]
pub struct Span {
    context: SpanContext,
    /// Absent if it is not recorded, or has ended.
    open: Option<Open>,
}

#[derive(Debug)]
pub(super) struct Open {
    pub(super) parent_id: SpanId,
    /// A moment of the [`clock`].
    pub(super) start: u64,
    pub(super) source: Source,
    pub(super) name: Cow<'static, str>,
    pub(super) attributes: Vec<KeyValue>,
    /// What few spans have.
    pub(super) rare: Option<Box<Rare>>,
    pub(super) limits: &'static Limits,
    pub(super) home: Home,
    pub(super) kind: SpanKind,
    pub(super) parent_is_remote: bool,
    /// Whether the attributes of the source are to be merged in.
    pub(super) merge: bool,
}

/// How far our clock and the system's may be apart.
const TOLERANCE: Duration = Duration::from_millis(1);

impl Span {
    pub(super) fn unrecorded(context: SpanContext) -> Self {
        Self {
            context,
            open: None,
        }
    }

    pub(super) fn recording(context: SpanContext, open: Open) -> Self {
        Self {
            context,
            open: Some(open),
        }
    }

    /// Shows what is known of it so far.
    pub(super) fn show(&self, look: impl FnOnce(SpanView<'_>)) {
        if let Some(open) = &self.open {
            let rare = open.rare.clone();
            let record = open.describe(&self.context, open.start, open.name.clone(), rare);
            look(SpanView {
                record: &record,
                attributes: &open.attributes,
            });
        }
    }

    /// Ends it at a moment of our clock.
    pub(super) fn end_at(&mut self, moment: u64) {
        if let Some(open) = &mut self.open {
            open.close(&self.context, moment);
            self.open = None;
        }
    }

    /// Ends it.
    pub(crate) fn end_now(&mut self) {
        self.end_at(clock::now());
    }

    /// Sets what was computed for it; hands back an empty vector to use again.
    pub(crate) fn extend(&mut self, mut attributes: Vec<KeyValue>) -> Vec<KeyValue> {
        if let Some(open) = &mut self.open {
            open.extend(&mut attributes);
        }
        attributes.clear();
        attributes
    }
}

impl Open {
    /// How many attributes of its own it may have.
    fn room(&self) -> usize {
        if self.merge {
            let common = self.source.attribute_count();
            self.limits.attributes.saturating_sub(common)
        } else {
            self.limits.attributes
        }
    }

    fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    fn set(&mut self, mut attribute: KeyValue) {
        if self.attributes.len() < self.room() {
            self.limits.cut(&mut attribute.value);
            if self.attributes.capacity() == 0 {
                self.attributes = thread::spare();
            }
            self.attributes.push(attribute);
        } else {
            self.rare().dropped_attributes += 1;
        }
    }

    fn extend(&mut self, attributes: &mut Vec<KeyValue>) {
        let room = self.room();
        let fits = self.attributes.len() + attributes.len() <= room;
        if fits && self.limits.value_length.is_none() {
            if self.attributes.is_empty() {
                std::mem::swap(&mut self.attributes, attributes);
            } else {
                self.attributes.append(attributes);
            }
        } else {
            for attribute in attributes.drain(..) {
                self.set(attribute);
            }
        }
    }

    /// Its record; what it holds is moved there.
    pub(super) fn record(&mut self, context: &SpanContext, end: u64) -> Record {
        let (name, rare) = (std::mem::take(&mut self.name), self.rare.take());
        self.describe(context, end, name, rare)
    }

    #[inline]
    fn describe(
        &self,
        context: &SpanContext,
        end: u64,
        name: Cow<'static, str>,
        rare: Option<Box<Rare>>,
    ) -> Record {
        Record {
            trace_id: context.trace_id(),
            span_id: context.span_id(),
            parent_id: self.parent_id,
            start: self.start,
            end,
            source: self.source.clone(),
            name,
            rare,
            attributes: u32::try_from(self.attributes.len()).unwrap_or(u32::MAX),
            kind: self.kind.clone(),
            flags: context.trace_flags(),
            parent_is_remote: self.parent_is_remote,
            merge: self.merge,
        }
    }

    fn close(&mut self, context: &SpanContext, end: u64) {
        let home = match &self.home {
            Home::Threads(id) => Home::Threads(*id),
            direct @ Home::Direct(_) => direct.clone(),
        };
        home.ended(context, self, end);
        if self.attributes.capacity() > 0 {
            self.attributes.clear();
            thread::keep_spare(std::mem::take(&mut self.attributes));
        }
    }

    /// Somebody gave the end. The API gives the system's time where nobody did: that must
    /// not lie before a start that our clock told.
    fn settle_end(&mut self, time: SystemTime) {
        let given = self.rare.as_ref().and_then(|rare| rare.start);
        if given.is_none() {
            let start = clock::time(self.start);
            if let Ok(early) = start.duration_since(time)
                && early < TOLERANCE
            {
                return;
            }
        }
        self.rare().end = Some(time);
    }
}

impl trace::Span for Span {
    fn add_event_with_timestamp<T>(
        &mut self,
        name: T,
        timestamp: SystemTime,
        mut attributes: Vec<KeyValue>,
    ) where
        T: Into<Cow<'static, str>>,
    {
        let Some(open) = &mut self.open else { return };
        let limits = open.limits;
        let rare = open.rare();
        if rare.events.len() < limits.events {
            let dropped = limits.keep(&mut attributes, limits.event_attributes);
            rare.events
                .push(Event::new(name, timestamp, attributes, dropped));
        } else {
            rare.dropped_events += 1;
        }
    }

    fn span_context(&self) -> &SpanContext {
        &self.context
    }

    fn is_recording(&self) -> bool {
        self.open.is_some()
    }

    fn set_attribute(&mut self, attribute: KeyValue) {
        if let Some(open) = &mut self.open {
            open.set(attribute);
        }
    }

    fn set_status(&mut self, status: Status) {
        // Source: "Set Status" of `specification/trace/api.md`: Ok > Error > Unset.
        if let Some(open) = &mut self.open
            && status > Status::Unset
        {
            let rare = open.rare();
            if status > rare.status {
                rare.status = status;
            }
        }
    }

    fn update_name<T>(&mut self, new_name: T)
    where
        T: Into<Cow<'static, str>>,
    {
        if let Some(open) = &mut self.open {
            open.name = new_name.into();
        }
    }

    fn add_link(&mut self, span_context: SpanContext, mut attributes: Vec<KeyValue>) {
        let Some(open) = &mut self.open else { return };
        let limits = open.limits;
        let rare = open.rare();
        if rare.links.len() < limits.links {
            let dropped = limits.keep(&mut attributes, limits.link_attributes);
            rare.links
                .push(Link::new(span_context, attributes, dropped));
        } else {
            rare.dropped_links += 1;
        }
    }

    fn end_with_timestamp(&mut self, timestamp: SystemTime) {
        match door::opened(self.context.span_id()) {
            Some(Letter::End(moment)) => self.end_at(moment),
            Some(Letter::Attributes(attributes)) => door::answer(self.extend(attributes)),
            None => {
                if let Some(open) = &mut self.open {
                    open.settle_end(timestamp);
                    let start = open.start;
                    self.end_at(start);
                }
            }
        }
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        if self.open.is_some() {
            self.end_at(clock::now());
        }
    }
}
