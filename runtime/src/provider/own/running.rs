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
    static RUNS: Cell<Running> = const { Cell::new(Running::NOTHING) };
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
}

/// What generated code runs in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Running {
    slot: Option<&'static Slot>,
    /// Whether that is a function, which goes on until it returns.
    is_function: bool,
}

impl Running {
    pub(crate) const NOTHING: Self = Self {
        slot: None,
        is_function: false,
    };

    #[inline]
    pub(crate) fn function(slot: &'static Slot) -> Self {
        Self {
            slot: Some(slot),
            is_function: true,
        }
    }

    #[inline]
    pub(crate) fn future(slot: &'static Slot) -> Self {
        Self {
            slot: Some(slot),
            is_function: false,
        }
    }

    /// Generated code runs in it from now on; returns what it ran in before.
    #[inline]
    pub(crate) fn resume(self) -> Self {
        RUNS.replace(self)
    }

    /// What generated code runs in, if that is the span of this id; and whether it may note.
    #[inline]
    pub(crate) fn now(id: SpanId) -> Option<(&'static Slot, bool)> {
        let Self { slot, is_function } = RUNS.get();
        slot.filter(|slot| slot.is_of(id))
            .map(|slot| (slot, is_function))
    }
}
