//! The queue's rules, one by one, without a thread.

use std::time::{Duration, Instant};

use opentelemetry::InstrumentationScope;
use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

use super::{Next, Pushed, Queue};
use crate::export::Settings;

fn span() -> SpanData {
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
    let wakes: Vec<_> = (0..3).map(|_| queue.push(span(), &settings())).collect();
    let queued = |wake| Pushed::Queued { wake };
    assert_eq!(wakes, [queued(true), queued(true), queued(false)]);
}

#[test]
fn a_full_queue_refuses_the_newest() {
    let mut queue = Queue::new("t");
    for _ in 0..4 {
        queue.push(span(), &settings());
    }
    assert_eq!(queue.push(span(), &settings()), Pushed::Full);
    assert_eq!(queue.buffered(), 4);
}

#[test]
fn a_single_span_goes_out_on_schedule() {
    let mut queue = Queue::new("t");
    queue.push(span(), &settings());
    let now = Instant::now();
    assert!(matches!(queue.next(now, &settings()), Next::Wait(Some(_))));
    assert_eq!(batch(&mut queue, now + Duration::from_secs(6)), Some(1));
}

#[test]
fn a_flush_takes_what_was_there_and_not_what_comes_later() {
    let mut queue = Queue::new("t");
    let now = Instant::now();
    for _ in 0..2 {
        queue.push(span(), &settings());
    }
    let ticket = queue.ask_flush();
    assert_eq!(batch(&mut queue, now), Some(2));
    queue.push(span(), &settings());
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
        queue.push(span(), &settings());
    }
    assert!(queue.close(now));
    assert!(!queue.close(now));
    assert_eq!(queue.push(span(), &settings()), Pushed::Closed);
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
        queue.push(span(), &settings());
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
    queue.push(span(), &endless);
    assert!(matches!(
        queue.next(Instant::now(), &endless),
        Next::Wait(_)
    ));
}
