//! When a trace is printed, and how what comes later is.

use std::time::{Duration, Instant};

use traced::opentelemetry::trace::TraceId;
use traced::provider::Sink;

use super::fixture::span;
use super::sink::{Desk, PATIENCE};

#[test]
fn a_trace_is_printed_when_its_last_span_ended() {
    let desk = Desk::new();
    desk.start(1, false);
    desk.start(2, true);
    desk.end(span(1, 0, "root", 0, 10));
    desk.end(span(2, 1, "outlives it", 5, 20));
    assert_eq!(
        desk.next(),
        "trace  1 service · 2 spans\n[unknown_service] root\n└─ outlives it\n"
    );
    assert_eq!(desk.rest(), Vec::<String>::new());
}

#[test]
fn a_trace_waits_five_seconds_for_open_spans_and_no_longer() {
    let desk = Desk::new();
    desk.start(1, false);
    desk.start(2, true);
    desk.start(3, true);
    desk.end(span(3, 2, "grandchild", 6, 7));
    desk.end(span(1, 0, "root", 0, 10));
    desk.pass(Duration::from_millis(4_999));
    // A trace that is whole overtakes it, so it was not due.
    desk.end(span(7, 0, "other", 0, 1).trace(7));
    assert!(desk.next().contains("other"));
    desk.pass(Duration::from_millis(1));
    assert_eq!(
        desk.next(),
        "trace  1 service · 2 spans · 1 span still open\n\
         [unknown_service] root\n\
         span … is still open\n\
         └─ [unknown_service] grandchild\n"
    );
    assert!(desk.rest().is_empty());
}

#[test]
fn a_trace_whose_root_is_open_is_not_hurried() {
    let desk = Desk::new();
    desk.start(1, false);
    desk.start(2, true);
    desk.end(span(2, 1, "child", 1, 2));
    desk.pass(Duration::from_hours(1));
    desk.end(span(7, 0, "other", 0, 1).trace(7));
    assert!(desk.next().contains("other"));
    desk.end(span(1, 0, "root", 0, 10));
    assert_eq!(
        desk.next(),
        "trace  1 service · 2 spans\n[unknown_service] root\n└─ child\n"
    );
}

#[test]
fn scheduled_work_keeps_a_trace_open() {
    let desk = Desk::new();
    desk.start(1, false);
    desk.hold();
    desk.end(span(1, 0, "root", 0, 10));
    desk.start(2, true);
    desk.release();
    desk.end(span(2, 1, "timer", 500, 510));
    assert_eq!(
        desk.next(),
        "trace  1 service · 2 spans\n[unknown_service] root\n└─ timer\n"
    );
}

#[test]
fn work_that_is_given_up_lets_the_trace_go() {
    let desk = Desk::new();
    desk.start(1, false);
    desk.hold();
    desk.end(span(1, 0, "root", 0, 10));
    desk.release();
    assert_eq!(
        desk.next(),
        "trace  1 service · 1 span\n[unknown_service] root\n"
    );
    desk.release();
    desk.console.release(TraceId::from(99_u128));
    assert!(desk.rest().is_empty());
}

#[test]
fn what_comes_later_is_a_continuation_under_its_ancestors() {
    let desk = Desk::new();
    desk.start(1, false);
    desk.start(2, true);
    desk.hold();
    desk.end(span(2, 1, "reserve", 1, 2));
    desk.end(span(1, 0, "root", 0, 10));
    desk.pass(Duration::from_secs(5));
    assert_eq!(
        desk.next(),
        "trace  1 service · 2 spans · 1 timer pending\n[unknown_service] root\n└─ reserve\n"
    );
    desk.start(3, true);
    desk.release();
    desk.start(4, true);
    desk.end(span(4, 3, "notify", 9_000_001, 9_000_003));
    desk.end(span(3, 2, "release", 9_000_000, 9_000_010).error("E", "too late"));
    assert_eq!(
        desk.next(),
        "trace  continued · 1 service · 2 spans · 1 error\n\
         [unknown_service] root  printed above\n\
         └─ reserve  printed above\n   \
            └─ ✗ release\n      \
               │  error E: too late\n      \
               └─ notify\n"
    );
    assert!(desk.rest().is_empty());
}

#[test]
fn a_continuation_waits_five_seconds_too() {
    let desk = Desk::new();
    desk.start(1, false);
    desk.start(2, true);
    desk.start(3, true);
    desk.end(span(1, 0, "root", 0, 10));
    desk.pass(Duration::from_secs(5));
    assert!(desk.next().contains("2 spans still open"));
    desk.end(span(3, 2, "late", 50, 60));
    desk.pass(Duration::from_secs(5));
    assert_eq!(
        desk.next(),
        "trace  continued · 1 service · 1 span · 1 span still open\n\
         span … is still open\n\
         └─ [unknown_service] late\n"
    );
    desk.end(span(2, 1, "latest", 40, 90));
    assert_eq!(
        desk.next(),
        "trace  continued · 1 service · 1 span\n[unknown_service] root  printed above\n└─ latest\n"
    );
}

#[test]
fn flush_prints_what_is_held_and_can_be_repeated() {
    let desk = Desk::new();
    let deadline = Instant::now() + PATIENCE;
    assert_eq!(desk.console.flush(deadline), Ok(()));
    desk.start(1, false);
    desk.start(2, true);
    desk.end(span(2, 1, "child", 1, 2));
    assert_eq!(desk.console.flush(deadline), Ok(()));
    assert_eq!(desk.console.flush(deadline), Ok(()));
    assert_eq!(
        desk.next(),
        "trace  1 service · 1 span · 1 span still open\nspan … is still open\n└─ [unknown_service] child\n"
    );
    desk.end(span(1, 0, "root", 0, 3));
    assert_eq!(
        desk.next(),
        "trace  continued · 1 service · 1 span\n[unknown_service] root\n"
    );
}

#[test]
fn shutdown_prints_what_is_held_and_can_be_repeated() {
    let desk = Desk::new();
    let deadline = Instant::now() + PATIENCE;
    desk.start(1, false);
    desk.start(2, true);
    desk.end(span(2, 1, "child", 1, 2));
    assert_eq!(desk.console.shutdown(deadline), Ok(()));
    assert!(desk.next().contains("child"));
    desk.end(span(1, 0, "too late", 0, 3));
    assert_eq!(desk.console.flush(deadline), Ok(()));
    assert!(desk.rest().is_empty());
}
