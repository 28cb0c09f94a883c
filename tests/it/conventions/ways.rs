//! How spans come to their parents and to their ends.

use std::time::Duration;

use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Handle;
use traced::opentelemetry::Context;
use traced::opentelemetry::trace::{TraceContextExt as _, Tracer as _, TracerProvider as _};
use traced::span::SpanStart;
use traced::testing::{Recorder, Rule, record, record_sync};
use traced::traced;

use super::harness::{SCOPE, at_each_level};

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
