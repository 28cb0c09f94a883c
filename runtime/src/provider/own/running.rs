//! A span that is under way, for whoever ends it: the function, future or guard whose span it
//! is.

use super::open::Open;
use super::slot::Slot;
use super::span;
use crate::provider::clock;
use opentelemetry::KeyValue;
use opentelemetry::trace::{SpanId, Status};
use std::cell::Cell;
use std::time::SystemTime;

thread_local! {
    /// What generated code runs in, here and now. Without a destructor, so that it is cheap to
    /// reach.
    static RUNS: Cell<Option<&'static Slot>> = const { Cell::new(None) };
}

impl Slot {
    /// Whether it takes attributes: nobody has said before its time that it is over.
    pub(crate) fn records(&self) -> bool {
        self.is_recording(self.id())
    }

    pub(crate) fn set(&self, attribute: KeyValue) {
        self.say(|open| open.set(attribute));
    }

    /// Sets all of these; hands back an empty vector to use again.
    pub(crate) fn extend(&self, mut attributes: Vec<KeyValue>) -> Vec<KeyValue> {
        self.say(|open| open.extend(&mut attributes));
        attributes.clear();
        attributes
    }

    pub(crate) fn set_status(&self, status: Status) {
        self.say(|open| open.status(status));
    }

    pub(crate) fn add_event(&self, name: &'static str, attributes: Vec<KeyValue>) {
        let now = SystemTime::now();
        self.say(|open| open.event(name.into(), now, attributes));
    }

    /// Ends it, now.
    #[inline]
    pub(crate) fn end(&'static self) {
        span::end(self, clock::now());
    }

    fn say(&self, f: impl FnOnce(&mut Open)) {
        self.tell(self.id(), |open| {
            if open.closed.is_none() {
                f(open);
            }
        });
    }

    /// Generated code runs in it from now on; returns what it ran in before.
    #[inline]
    pub(crate) fn resume(slot: Option<&'static Self>) -> Option<&'static Self> {
        RUNS.replace(slot)
    }

    /// What generated code runs in, if that is the span of this id.
    #[inline]
    pub(crate) fn running(id: SpanId) -> Option<&'static Self> {
        RUNS.get().filter(|slot| slot.is_of(id))
    }
}
