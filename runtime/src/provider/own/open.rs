//! All that was told of a span that is under way.

use super::home::Home;
use super::limits::Limits;
use super::noted::Failure;
use super::record::{Rare, Record};
use super::spare;
use super::view::SpanView;
use crate::diagnostics::Place;
use crate::provider::clock;
use opentelemetry::KeyValue;
use opentelemetry::trace::{Link, SpanContext, Status};
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// A span before its end.
///
/// Attributes keep the order in which they were set, repeated keys included, and what is
/// beyond a limit is counted: all as with the SDK's span.
#[derive(Debug)]
pub(super) struct Open {
    /// Without its end.
    pub(super) record: Record,
    pub(super) attributes: Vec<KeyValue>,
    pub(super) limits: &'static Limits,
    pub(super) home: Home,
    /// The moment at which somebody said that it is over, though the work that it is of goes
    /// on: nothing is told any more.
    pub(super) closed: Option<u64>,
    /// Where in the source it was started, if it has no site.
    pub(super) place: Option<Place>,
}

/// How far our clock and the system's may be apart.
const TOLERANCE: Duration = Duration::from_millis(1);

impl Open {
    /// A span of which its site says everything.
    pub(super) fn of_site(record: Record, home: u32, limits: &'static Limits) -> Self {
        Self {
            record,
            attributes: Vec::new(),
            limits,
            home: Home::Threads(home),
            closed: None,
            place: None,
        }
    }

    pub(super) fn view(&self) -> SpanView<'_> {
        SpanView {
            record: &self.record,
            attributes: &self.attributes,
        }
    }

    /// Where it was started, and its name, if it is counted.
    pub(super) fn sighted(&self) -> Option<(Option<Place>, String)> {
        let site = self.record.source.site().map(crate::provider::Site::place);
        let counted = self.home.is_accounted();
        counted.then(|| (self.place.or(site), self.record.name.clone().into_owned()))
    }

    /// How many attributes of its own it may have.
    fn room(&self) -> usize {
        if self.record.merge {
            let common = self.record.source.attribute_count();
            self.limits.attributes.saturating_sub(common)
        } else {
            self.limits.attributes
        }
    }

    pub(super) fn rare(&mut self) -> &mut Rare {
        self.record.rare.get_or_insert_default()
    }

    pub(super) fn set(&mut self, mut attribute: KeyValue) {
        if self.attributes.len() < self.room() {
            self.limits.cut(&mut attribute.value);
            if self.attributes.capacity() == 0 {
                self.attributes = spare::take();
            }
            self.attributes.push(attribute);
        } else {
            self.rare().dropped_attributes += 1;
        }
    }

    /// Sets these, and leaves the vector empty.
    pub(super) fn extend(&mut self, attributes: &mut Vec<KeyValue>) {
        let fits = self.attributes.len() + attributes.len() <= self.room();
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
        attributes.clear();
    }

    /// Sets these, which were noted before it was told anything.
    pub(super) fn precede(&mut self, mut notes: Vec<KeyValue>) {
        let mut told = std::mem::take(&mut self.attributes);
        self.extend(&mut notes);
        self.extend(&mut told);
        spare::keep(told);
    }

    /// What it failed of was noted, too.
    pub(super) fn fail(&mut self, failure: Failure) {
        let limits = self.limits;
        self.rare().fail(failure, limits);
    }

    pub(super) fn event(
        &mut self,
        name: Cow<'static, str>,
        time: SystemTime,
        attributes: Vec<KeyValue>,
    ) {
        let limits = self.limits;
        self.rare().event(name, time, attributes, limits);
    }

    pub(super) fn link(&mut self, span: SpanContext, mut attributes: Vec<KeyValue>) {
        let limits = self.limits;
        let rare = self.rare();
        if rare.links.len() < limits.links {
            let dropped = limits.keep(&mut attributes, limits.link_attributes);
            rare.links.push(Link::new(span, attributes, dropped));
        } else {
            rare.dropped_links += 1;
        }
    }

    pub(super) fn status(&mut self, status: Status) {
        if status > Status::Unset {
            self.rare().status(status);
        }
    }

    /// Somebody gave the end: the moment to close it at. The API gives the system's time where
    /// nobody did: that must not lie before a start that our clock told.
    pub(super) fn settle_end(&mut self, time: SystemTime) -> u64 {
        let given = self.record.rare.as_ref().and_then(|rare| rare.start);
        if given.is_none() {
            let start = clock::time(self.record.start);
            if let Ok(early) = start.duration_since(time)
                && early < TOLERANCE
            {
                return self.record.start;
            }
        }
        self.rare().end = Some(time);
        self.record.start
    }
}
