//! The queue's rules, one by one, without a thread.

use std::time::{Duration, Instant};

use opentelemetry::InstrumentationScope;
use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

use super::super::fetch::{Fetched, Fetching};
use super::{Next, Pushed, Queue, Refused};
use crate::export::{Settings, WhenFull};
use crate::provider::Records;

fn span() -> Records {
    spans(1)
}

fn spans(count: usize) -> Records {
    (0..count).map(|_| data()).collect()
}

fn data() -> SpanData {
    let now = std::time::SystemTime::now();
    SpanData {
        span_context: SpanContext::empty_context(),
        parent_span_id: SpanId::INVALID,
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: "s".into(),
        start_time: now,
        end_time: now,
        attributes: Vec::new(),
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::default(),
    }
}

fn settings() -> Settings {
    Settings {
        max_queue_size: 4,
        max_batch_size: 2,
        ..Settings::default()
    }
}

/// The size of the batch that is due, if one is.
fn batch(queue: &mut Queue, now: Instant) -> Option<usize> {
    match queue.next(now, &settings()) {
        Next::Export(spans, _) => Some(spans.len()),
        _ => None,
    }
}

#[test]
fn the_first_span_and_a_full_batch_wake_the_thread() {
    let mut queue = Queue::new("t");
    let wakes: Vec<_> = (0..3)
        .map(|_| queue.push(span(), false, &settings()))
        .collect();
    let queued = |wake| Pushed {
        wake,
        refused: Refused::Nothing,
    };
    assert_eq!(wakes, [queued(true), queued(true), queued(false)]);
}

#[test]
fn a_full_queue_refuses_the_newest() {
    let mut queue = Queue::new("t");
    for _ in 0..4 {
        queue.push(span(), false, &settings());
    }
    let pushed = queue.push(span(), false, &settings());
    assert_eq!(pushed.refused, Refused::Full(1));
    assert_eq!(queue.buffered(), 4);
}

#[test]
fn of_a_batch_that_finds_too_little_room_the_first_are_kept() {
    let mut queue = Queue::new("t");
    queue.push(spans(3), false, &settings());
    let pushed = queue.push(spans(3), false, &settings());
    assert_eq!(pushed.refused, Refused::Full(2));
    assert_eq!(queue.buffered(), 4);
}

#[test]
fn bytes_bound_the_queue_as_spans_do() {
    let mut queue = Queue::new("t");
    let bounded = Settings {
        max_queue_bytes: 2 * span().bytes(),
        ..settings()
    };
    let pushed: Vec<_> = (0..3)
        .map(|_| queue.push(span(), false, &bounded).refused)
        .collect();
    assert_eq!(
        pushed,
        [Refused::Nothing, Refused::Nothing, Refused::Heavy(1)]
    );
}

#[test]
fn batches_are_merged_and_split_to_the_size_of_an_export() {
    let mut queue = Queue::new("t");
    let now = Instant::now();
    for count in [1, 3] {
        queue.push(spans(count), false, &settings());
    }
    assert_eq!(batch(&mut queue, now), Some(2));
    queue.settle();
    assert_eq!(batch(&mut queue, now), Some(2));
    queue.settle();
    assert_eq!(batch(&mut queue, now), None);
    assert_eq!(queue.buffered(), 0);
}

const ALL: Next = Next::Collect { all: true };
const FULL: Next = Next::Collect { all: false };

fn is(next: &Next, expected: &Next) -> bool {
    format!("{next:?}") == format!("{expected:?}")
}

fn fetched(all: bool, done: bool, ended: bool) -> Fetched {
    Fetched { all, done, ended }
}

#[test]
fn what_threads_hold_is_fetched_on_schedule_and_goes_out_at_once() {
    let mut queue = Queue::new("t");
    queue.fetch.begin(&settings());
    let now = Instant::now();
    assert!(matches!(queue.next(now, &settings()), Next::Wait(Some(_))));
    let later = now + Duration::from_secs(6);
    assert!(is(&queue.next(later, &settings()), &ALL));
    queue.push(span(), false, &settings());
    queue.fetched(later, fetched(true, true, false), &settings());
    assert_eq!(batch(&mut queue, later), Some(1));
    let next = queue.next(now, &settings());
    assert!(matches!(next, Next::Wait(Some(_))), "and again: {next:?}");
}

#[test]
fn a_fetch_for_a_provider_that_is_gone_is_the_last() {
    let mut queue = Queue::new("t");
    queue.fetch.begin(&settings());
    let later = Instant::now() + Duration::from_secs(6);
    assert!(is(&queue.next(later, &settings()), &ALL));
    queue.fetched(later, fetched(true, true, true), &settings());
    assert!(matches!(queue.next(later, &settings()), Next::Wait(None)));
}

/// Sixteen spans in full batches may wait to be fetched.
fn roomy() -> Settings {
    Settings {
        max_queue_size: 128,
        ..settings()
    }
}

#[test]
fn a_thread_that_sleeps_is_woken_for_a_full_batch_and_one_that_looks_is_not() {
    let mut queue = Queue::new("t");
    assert_eq!(queue.filled(2, &roomy()), Fetching::WhenWoken);
    assert_eq!(queue.filled(4, &roomy()), Fetching::Soon);
    let now = Instant::now();
    assert!(is(&queue.next(now, &roomy()), &FULL));
    queue.fetched(now, fetched(false, true, false), &roomy());
    assert_eq!(queue.filled(2, &roomy()), Fetching::Soon, "it looks again");
    assert_eq!(queue.filled(9, &roomy()), Fetching::WhenWoken, "many wait");
    assert_eq!(queue.filled(10, &roomy()), Fetching::Soon, "woken once");
    queue.fetched(now, fetched(false, true, false), &roomy());
    queue.fetched(now, fetched(false, true, false), &roomy());
    assert_eq!(
        queue.filled(2, &roomy()),
        Fetching::WhenWoken,
        "it found none"
    );
}

#[test]
fn what_is_too_much_to_wait_is_brought_by_who_fills_it_and_so_is_all_if_that_is_to_wait() {
    let mut queue = Queue::new("t");
    assert_eq!(queue.filled(17, &roomy()), Fetching::Never);
    let waits = Settings {
        when_full: WhenFull::Block(Duration::from_secs(1)),
        ..roomy()
    };
    assert_eq!(queue.filled(2, &waits), Fetching::Never);
}

#[test]
fn nothing_more_is_fetched_while_the_queue_is_full() {
    let mut queue = Queue::new("t");
    queue.push(spans(126), false, &roomy());
    assert_eq!(queue.filled(2, &roomy()), Fetching::WhenWoken);
    assert_eq!(queue.filled(3, &roomy()), Fetching::Never);
}

#[test]
fn what_the_thread_fetches_has_room_and_what_comes_after_it_has_not() {
    let mut queue = Queue::new("t");
    let pushed = queue.push(spans(6), true, &settings());
    assert_eq!(pushed.refused, Refused::Nothing);
    let pushed = queue.push(spans(2), false, &settings());
    assert_eq!(pushed.refused, Refused::Full(2));
}

#[test]
fn what_somebody_else_fetches_just_now_is_looked_for_again() {
    let mut queue = Queue::new("t");
    queue.filled(2, &roomy());
    let now = Instant::now();
    queue.fetched(now, fetched(false, false, false), &roomy());
    let soon = now + Duration::from_millis(20);
    assert!(is(&queue.next(soon, &roomy()), &FULL));
}

#[test]
fn nothing_is_fetched_while_it_closes() {
    let mut queue = Queue::new("t");
    queue.close(Instant::now());
    assert_eq!(queue.filled(1, &roomy()), Fetching::Never);
}

#[test]
fn a_single_span_goes_out_on_schedule() {
    let mut queue = Queue::new("t");
    queue.push(span(), false, &settings());
    let now = Instant::now();
    assert!(matches!(queue.next(now, &settings()), Next::Wait(Some(_))));
    assert_eq!(batch(&mut queue, now + Duration::from_secs(6)), Some(1));
}

#[test]
fn a_flush_takes_what_was_there_and_not_what_comes_later() {
    let mut queue = Queue::new("t");
    let now = Instant::now();
    for _ in 0..2 {
        queue.push(span(), false, &settings());
    }
    let ticket = queue.ask_flush();
    assert_eq!(batch(&mut queue, now), Some(2));
    queue.push(span(), false, &settings());
    assert_eq!(queue.settle(), 2);
    assert!(matches!(queue.next(now, &settings()), Next::Flush(t) if t == ticket));
    queue.flush_finished = ticket;
    assert!(matches!(queue.next(now, &settings()), Next::Wait(Some(_))));
}

#[test]
fn closing_drains_and_then_stops() {
    let mut queue = Queue::new("t");
    let now = Instant::now();
    for _ in 0..3 {
        queue.push(span(), false, &settings());
    }
    assert!(queue.close(now));
    assert!(!queue.close(now));
    let pushed = queue.push(spans(2), false, &settings());
    assert_eq!(pushed.refused, Refused::Closed(2));
    assert_eq!(batch(&mut queue, now), Some(2));
    queue.settle();
    assert_eq!(batch(&mut queue, now), Some(1));
    queue.settle();
    assert!(matches!(queue.next(now, &settings()), Next::Stop(_)));
    assert_eq!(queue.buffered(), 0);
}

#[test]
fn a_batch_is_settled_once() {
    let mut queue = Queue::new("t");
    for _ in 0..2 {
        queue.push(span(), false, &settings());
    }
    assert_eq!(batch(&mut queue, Instant::now()), Some(2));
    assert_eq!(queue.settle(), 2);
    assert_eq!(queue.settle(), 0);
}

#[test]
fn an_unreasonable_delay_does_not_overflow_the_clock() {
    let mut queue = Queue::new("t");
    let endless = Settings {
        schedule_delay: Duration::from_millis(u64::MAX),
        ..settings()
    };
    queue.push(span(), false, &endless);
    assert!(matches!(
        queue.next(Instant::now(), &endless),
        Next::Wait(_)
    ));
}
