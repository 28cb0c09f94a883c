//! A span that is under way, for whoever ends it: the function, future or guard whose span it
//! is.

use super::end::end;
use super::notes::Failure;
use super::open::Open;
use super::slot::Slot;
use super::{keys, thread};
use crate::provider::{EXCEPTION, Failed, clock};
use opentelemetry::KeyValue;
use std::borrow::Cow;
use std::cell::Cell;
use std::time::SystemTime;

thread_local! {
    /// What generated code runs in, here and now. Without a destructor, so that it is cheap to
    /// reach.
    static RUNS: Cell<Running> = const { Cell::new(Running::Unknown) };
}

impl Slot {
    /// Whether it takes attributes: nobody has said before its time that it is over.
    pub(crate) fn records(&self) -> bool {
        self.is_recording(self.id())
    }

    pub(crate) fn set(&self, attribute: KeyValue) {
        self.say(|open| open.set(attribute));
    }

    pub(crate) fn add_exception(&self, attributes: Vec<KeyValue>) {
        let now = SystemTime::now();
        self.say(|open| open.event(EXCEPTION.into(), now, attributes));
    }

    /// Says what its operation failed of.
    pub(crate) fn fail(&self, failed: Failed<'_>) {
        if self.notes_failure(&failed) {
            return;
        }
        let now = SystemTime::now();
        self.say(|open| {
            open.set(failed.attribute());
            open.status(failed.status());
            if let Some(exception) = failed.exception {
                open.event(EXCEPTION.into(), now, exception.attributes(failed.text));
            }
        });
    }

    /// Notes it, if all of it are texts of the source but the error's own; false if it must be
    /// told instead.
    fn notes_failure(&self, failed: &Failed<'_>) -> bool {
        let Cow::Borrowed(error_type) = failed.error_type else {
            return false;
        };
        let exception = failed.exception.as_ref();
        exception.is_none_or(|exception| exception.trace.is_none())
            && self.note_failure(&Failure {
                error_type: keys::number(error_type),
                exception: exception.map(|exception| keys::number(exception.type_name)),
                text: failed.text,
                moment: clock::now(),
            })
    }

    /// Ends it, now.
    #[inline]
    pub(crate) fn end(&'static self) {
        end(self, clock::now());
    }

    fn say(&self, f: impl FnOnce(&mut Open)) {
        self.tell(self.id(), thread::limits, |open| {
            if open.closed.is_none() {
                f(open);
            }
        });
    }
}

/// What generated code runs in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Running {
    /// A function or future with a span of ours.
    Slot(&'static Slot),
    /// One that has no span: what it sets is nobody's.
    Untraced,
    /// Something else: what is set is the current span's.
    Unknown,
}

impl Running {
    /// Generated code runs in it from now on; returns what it ran in before.
    #[inline]
    pub(crate) fn resume(self) -> Self {
        RUNS.replace(self)
    }

    /// What generated code runs in, whatever span is current: a function's attributes are its own.
    #[inline]
    pub(crate) fn now() -> Self {
        RUNS.get()
    }
}
