//! Ending a span: it is counted, and goes where its spans go.

use super::home::Home;
use super::noted;
use super::open::Open;
use super::record::Record;
use super::slot::Slot;
use super::{spare, thread};
use crate::provider::tally::Counts;
use opentelemetry::KeyValue;

/// Ends the span that is under way in `slot`, at a moment of our clock. Only for whoever it is
/// that ends it.
#[inline]
pub(super) fn end(slot: &'static Slot, moment: u64) {
    if slot.is_told() {
        end_told(slot, moment);
    } else {
        thread::ended(slot, moment);
    }
}

#[inline(never)]
fn end_told(slot: &'static Slot, moment: u64) {
    if let Some(mut open) = slot.take_told() {
        let (noted, failure) = noted::all(slot.noted());
        thread::free(slot);
        if !noted.is_empty() {
            open.precede(noted);
        }
        if let Some(failure) = failure {
            open.fail(failure);
        }
        close(open, moment);
    } else {
        // What was told, was told of another span.
        thread::ended(slot, moment);
    }
}

/// It has ended: its record goes where it belongs.
fn close(open: Open, moment: u64) {
    let Open {
        mut record,
        attributes,
        home,
        closed,
        ..
    } = open;
    record.end = closed.unwrap_or(moment);
    spare::keep(go_home(home, record, attributes));
}

/// Returns an empty vector to use again.
fn go_home(home: Home, record: Record, mut attributes: Vec<KeyValue>) -> Vec<KeyValue> {
    let accounted = home.is_accounted();
    if !record.flags.is_sampled() {
        if accounted {
            thread::count(Counts::ended_unsampled);
        }
        attributes.clear();
        return attributes;
    }
    if accounted {
        // Before it can be counted as exported.
        thread::count(Counts::ended);
    }
    match home {
        Home::Threads(id) => thread::ended_told(id, record, attributes),
        Home::Direct(core) => {
            core.collector.deliver_one(Some(record), &mut attributes);
            attributes
        }
    }
}
