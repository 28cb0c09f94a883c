//! Every line that an exporter's health can say, and when it stays silent.

use std::time::{Duration, Instant};

use super::{BETWEEN_FAILURE_LINES, Reporter};
use crate::export::{ExportError, Exported, Trouble};

fn refused() -> ExportError {
    ExportError::new("cannot export traces to http://c:4318/v1/traces: connection refused")
}

#[test]
fn the_first_failure_is_said_and_the_next_ones_are_not() {
    let mut reporter = Reporter::new("http://c:4318/v1/traces");
    let now = Instant::now();
    assert_eq!(reporter.failed(3, &refused(), now), Some(refused().cause));
    assert_eq!(reporter.failed(4, &refused(), now), None);
    assert_eq!(reporter.health(0).failed, 7);
    assert!(reporter.health(0).failing);
}

#[test]
fn recovery_is_said_once_with_what_was_lost() {
    let mut reporter = Reporter::new("http://c:4318/v1/traces");
    let now = Instant::now();
    reporter.failed(3, &refused(), now);
    assert_eq!(
        reporter.exported(5, &Exported::default()),
        ["http://c:4318/v1/traces answers again; 3 spans were lost"]
    );
    assert!(reporter.exported(5, &Exported::default()).is_empty());
    assert_eq!(reporter.health(0).exported, 10);
    assert!(!reporter.health(0).failing);
}

#[test]
fn a_retry_that_works_loses_nothing() {
    let mut reporter = Reporter::new("c");
    assert_eq!(
        reporter.trouble(Trouble::Lasting("refused"), Instant::now()),
        Some("refused".into())
    );
    assert_eq!(
        reporter.exported(5, &Exported::default()),
        ["c answers again; nothing was lost"]
    );
    assert_eq!(reporter.summary(), None);
}

#[test]
fn trouble_that_passes_is_told_only_if_it_ends_in_a_loss() {
    let mut reporter = Reporter::new("c");
    let now = Instant::now();
    assert_eq!(reporter.trouble(Trouble::Passing("503"), now), None);
    assert!(reporter.exported(1, &Exported::default()).is_empty());
    assert_eq!(reporter.trouble(Trouble::Passing("503"), now), None);
    reporter.given_up(2);
    assert_eq!(
        reporter.summary().as_deref(),
        Some("2 spans were lost: exported 1, failed 2, dropped 0; last cause: 503")
    );
}

#[test]
fn flapping_says_one_failure_a_minute() {
    let mut reporter = Reporter::new("c");
    let start = Instant::now();
    reporter.failed(1, &refused(), start);
    reporter.exported(1, &Exported::default());
    assert_eq!(
        reporter.failed(1, &refused(), start + Duration::from_secs(5)),
        None
    );
    assert!(reporter.exported(1, &Exported::default()).is_empty());
    assert_eq!(
        reporter.failed(1, &refused(), start + BETWEEN_FAILURE_LINES),
        Some(refused().cause)
    );
}

#[test]
fn partial_success_counts_and_names_the_reason_once() {
    let mut reporter = Reporter::new("c");
    let partial = Exported {
        rejected: 2,
        message: Some("too old".into()),
    };
    assert_eq!(
        reporter.exported(5, &partial),
        ["c rejected 2 of 5 spans: too old"]
    );
    assert!(reporter.exported(5, &partial).is_empty());
    let health = reporter.health(1);
    assert_eq!((health.exported, health.failed, health.buffered), (6, 4, 1));
}

#[test]
fn a_backend_cannot_reject_more_than_it_was_given() {
    let mut reporter = Reporter::new("c");
    let absurd = Exported {
        rejected: 900,
        message: None,
    };
    assert_eq!(
        reporter.exported(5, &absurd),
        ["c rejected 5 of 5 spans: it gave no reason"]
    );
    assert_eq!(reporter.health(0).failed, 5);
}

#[test]
fn overflow_is_said_once_and_always_counted() {
    let mut reporter = Reporter::new("c");
    assert!(
        reporter
            .overflow(1, "2048 spans, OTEL_BSP_MAX_QUEUE_SIZE")
            .is_some_and(|line| {
                line.starts_with("the export queue is full (2048 spans, OTEL_BSP_MAX_QUEUE_SIZE)")
            })
    );
    assert_eq!(
        reporter.overflow(1, "2048 spans, OTEL_BSP_MAX_QUEUE_SIZE"),
        None
    );
    assert_eq!(reporter.health(0).dropped, 2);
}

#[test]
fn the_sum_repeats_the_cause_only_if_other_lines_came_between() {
    let mut reporter = Reporter::new("c");
    assert_eq!(reporter.summary(), None);
    reporter.failed(1, &refused(), Instant::now());
    assert_eq!(
        reporter.summary().as_deref(),
        Some("1 span was lost: exported 0, failed 1, dropped 0")
    );
    reporter.exported(4, &Exported::default());
    reporter.dropped(2);
    assert_eq!(
        reporter.summary(),
        Some(format!(
            "3 spans were lost: exported 4, failed 1, dropped 2; last cause: {}",
            refused().cause
        ))
    );
}
