//! How spans come to their parents and to their ends.

use std::time::Duration;

use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Handle;
use traced::context::run_in;
use traced::opentelemetry::Context;
use traced::opentelemetry::trace::{TraceContextExt as _, Tracer as _, TracerProvider as _};
use traced::span::SpanStart;
use traced::testing::{Recorder, Rule, record, record_sync};
use traced::{FutureExt as _, traced};
use traced_tests::spans::span;

use super::harness::{SCOPE, Team, at_each_level};

#[traced("stock.reserve")]
async fn reserve() {}

#[traced("order.place")]
async fn place() {
    // Called in the task, where nothing is left to be captured.
    let task = Handle::current().spawn(async { reserve().await });
    task.await.expect("the task is sound");
}

#[tokio::test]
async fn orphan() {
    at_each_level(
        Rule::Orphan,
        "",
        &record(place()).await,
        "span `stock.reserve` started without a parent; start its task with \
         `traced::task::spawn`, or say `root` if it is an entry point (traced.toml:3)",
    );
}

#[test]
fn orphan_of_a_parent_that_is_not_there() {
    let foreign = SdkTracerProvider::builder().build();
    let recorded = record_sync(|| {
        let span = foreign.tracer("foreign").start("foreign");
        let below = Context::current().with_span(span);
        SpanStart::new(&SCOPE, "order.place")
            .parent(below)
            .start()
            .end();
    });
    at_each_level(
        Rule::Orphan,
        "",
        &recorded,
        "the parent of span `order.place` was never recorded; let one provider make all spans, and \
         look at what keeps the parent from ending (traced.toml:3)",
    );
}

#[test]
fn unended() {
    let recorded = Recorder::new()
        .deadline(Duration::from_millis(5))
        .record_sync(|| SpanStart::new(&SCOPE, "order.place").start());
    at_each_level(
        Rule::Unended,
        "",
        &recorded,
        "span `order.place` never ended; await or abort what it measures, and drop what holds it \
         (traced.toml:3)",
    );
}

/// A span that has ended, and its context, which somebody kept.
fn kept() -> Context {
    let span = SpanStart::new(&SCOPE, "order.place").start();
    let kept = span.context().clone();
    span.end();
    kept
}

#[test]
fn late_child() {
    let recorded = record_sync(|| {
        run_in(&kept(), || {
            SpanStart::new(&SCOPE, "order.count").start().end();
        });
    });
    at_each_level(
        Rule::LateChild,
        "",
        &recorded,
        "span `order.count` was called after its parent had ended; end the parent later, or start \
         the work with `traced::task::spawn` or `traced::time::after` (traced.toml:3)",
    );
}

#[tokio::test]
async fn what_was_started_for_later_is_not_late() {
    let recorded = record(
        async {
            traced::time::after(Duration::from_millis(1), async { reserve().await });
        }
        .traced("order.place"),
    )
    .await;
    let [place, reserve] = recorded.spans() else {
        panic!("{}", recorded.tree())
    };
    assert!(reserve.start_time > place.end_time);
    recorded.assert_conforms_to(&Team::new("").conformance());
}

#[tokio::test]
async fn foreign_parent() {
    let recorded = record(async {
        let [reserving] = async { [reserve()] }.traced("order.place").await;
        reserving.traced("order.collect").await;
    })
    .await;
    at_each_level(
        Rule::ForeignParent,
        "",
        &recorded,
        "span `stock.reserve` ran under another trace than the one it was called in; call it where \
         it runs, or keep it in its trace with `.in_current_trace()` (traced.toml:3)",
    );
}

#[test]
fn the_marks_are_read_wherever_they_come_from() {
    let findings = |mark: &'static str| {
        let marked = span("step").id(1).attribute(mark, true).build();
        let conventions = Team::new("").conformance().allowing_any_root();
        let findings = conventions.findings([&marked]).into_iter();
        findings.map(|it| it.rule).collect::<Vec<_>>()
    };
    assert_eq!(findings("traced.orphan"), [Rule::Orphan]);
    assert_eq!(findings("traced.late_child"), [Rule::LateChild]);
    assert_eq!(findings("traced.foreign_parent"), [Rule::ForeignParent]);
    assert_eq!(findings("traced.cancelled"), []);
}
