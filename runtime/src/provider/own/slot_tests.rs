//! Slots that are used again, and what is told of spans that are over.

use super::{Begin, Slot};
use crate::provider::own::limits::Limits;
use crate::provider::own::noted;
use crate::provider::own::notes::Note;
use crate::provider::{Kind, Origin, Site, SiteParts};
use opentelemetry::KeyValue;
use opentelemetry::trace::{SpanId, TraceFlags, TraceId};

static SITE: Site = Site::new(SiteParts {
    name: "of.slot",
    kind: Kind::Internal,
    origin: Origin::Ambient,
    function: "f",
    file: "f.rs",
    line: 1,
    package: None,
    version: None,
    constants: &[],
});

fn usual(_: u32) -> &'static Limits {
    Limits::usual()
}

fn begin(slot: &Slot, id: u64) -> SpanId {
    let span_id = SpanId::from(id);
    slot.begin(&Begin {
        site: &SITE,
        trace_id: TraceId::from(1),
        span_id,
        parent_id: SpanId::from(2),
        flags: TraceFlags::SAMPLED,
        parent_is_remote: false,
        home: u32::MAX,
        start: 3,
    });
    span_id
}

#[test]
fn who_holds_on_to_a_span_that_is_over_tells_its_successor_nothing() {
    let slot = Slot::default();
    let first = begin(&slot, 10);
    assert!(slot.note("noted", Note::Bool(true)));
    slot.release();
    assert!(!slot.is_recording(first));
    let second = begin(&slot, 11);
    assert_eq!(slot.tell(first, usual, |_| ()), None);
    assert!(!slot.is_recording(first) && slot.is_recording(second));
    assert!(!slot.is_told());
    assert_eq!(noted::all(slot.noted()).0, []);
}

#[test]
fn what_was_told_too_late_is_not_taken_for_what_the_successor_was_told() {
    let slot = Slot::default();
    let first = begin(&slot, 10);
    slot.tell(first, usual, |open| open.set(KeyValue::new("late", 1)));
    slot.release();
    // As if it had been told just as the next one began.
    begin(&slot, 11);
    slot.is_told
        .store(true, std::sync::atomic::Ordering::Release);
    assert!(slot.take_told().is_none());
}

#[test]
fn once_it_was_told_something_nothing_is_noted() {
    let slot = Slot::default();
    let span = begin(&slot, 10);
    assert!(slot.note("noted", Note::I64(1)));
    slot.tell(span, usual, |open| open.set(KeyValue::new("told", 2)));
    assert!(!slot.note("noted", Note::I64(3)), "the order would be lost");
    let open = slot.take_told().expect("it was told");
    assert_eq!(open.attributes, [KeyValue::new("told", 2)]);
    let noted = noted::all(slot.noted()).0;
    assert_eq!(noted, [KeyValue::new("noted", 1)]);
}
