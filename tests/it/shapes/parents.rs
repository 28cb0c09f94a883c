//! Whose child a span is: the parent that survives a spawn, and the parents that are given.

use futures_util::future::join_all;
use traced::opentelemetry::trace::TraceContextExt as _;
use traced::opentelemetry::{Context, trace::SpanId};
use traced::testing::{assert_tree, record, record_sync};
use traced::{FutureExt as _, traced};

#[traced]
async fn step() {
    tokio::task::yield_now().await;
}

#[traced(root, allow(raw_spawn))]
async fn raw_spawn() {
    tokio::spawn(step()).await.expect("it ends");
}

#[traced(root, allow(raw_spawn))]
async fn joined_elsewhere() {
    let steps = join_all([step(), step()]);
    tokio::spawn(steps).await.expect("it ends");
}

#[traced(root, allow(raw_spawn))]
async fn handed_over() {
    let boxed: std::pin::Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(step());
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let worker = tokio::spawn(async move {
        let work: std::pin::Pin<Box<dyn Future<Output = ()> + Send>> =
            receiver.await.expect("work");
        work.await;
    });
    assert!(sender.send(boxed).is_ok());
    worker.await.expect("it ends");
}

#[tokio::test]
async fn the_parent_survives_a_spawn() {
    let recorded = record(async {
        raw_spawn().await;
        joined_elsewhere().await;
        handed_over().await;
    })
    .await;
    assert_tree!(
        recorded,
        "
        raw_spawn
          step
        joined_elsewhere
          step
          step
        handed_over
          step
        "
    );
}

#[traced(root)]
async fn wrapped() {
    step().traced("wrapper").await;
    let elsewhere = step();
    async {
        elsewhere.await;
    }
    .traced("polled_in")
    .await;
}

#[tokio::test]
async fn a_wrapper_is_outside_of_what_it_wraps() {
    let recorded = record(wrapped()).await;
    assert_tree!(
        recorded,
        "
        wrapped
          wrapper
            step
          polled_in
            step
        "
    );
}

#[traced(parent = cx)]
fn below(cx: &Context) {}

#[traced(parent = cx)]
async fn below_async(cx: Context) {
    assert!(cx.has_active_span());
}

struct Job {
    cx: Context,
}

impl Job {
    #[traced("job.run", parent = self.cx)]
    async fn run(&self) -> SpanId {
        Context::current().span().span_context().span_id()
    }

    #[traced("job.batch", kind = consumer, root, links = jobs.iter().map(|job| &job.cx))]
    fn batch(jobs: &[Job]) -> usize {
        jobs.len()
    }
}

#[traced(root)]
fn outer() -> Context {
    Context::current()
}

#[tokio::test]
async fn a_parent_that_is_given() {
    let recorded = record(async {
        let cx = outer();
        below(&cx);
        below_async(cx.clone()).await;
        Job { cx }.run().await
    })
    .await;
    assert_tree!(
        recorded,
        "
        outer
          below
          below_async
          job.run
        "
    );
    let run = recorded.span("job.run").span_context.span_id();
    assert_eq!(recorded.output, run);
}

#[test]
fn links_that_are_given() {
    let recorded = record_sync(|| {
        let jobs = [outer(), outer()].map(|cx| Job { cx });
        Job::batch(&jobs)
    });
    let batch = recorded.span("job.batch");
    let linked: Vec<_> = batch
        .links
        .iter()
        .map(|link| link.span_context.span_id())
        .collect();
    let spans = recorded.spans();
    let outers = spans.iter().filter(|span| span.name == "outer");
    let outers: Vec<_> = outers.map(|span| span.span_context.span_id()).collect();
    assert_eq!(linked, outers);
    assert_eq!(batch.parent_span_id, SpanId::INVALID);
}

#[traced(root)]
async fn another_trace() {
    step().await;
}

#[traced(root)]
async fn caller() {
    another_trace().await;
}

#[tokio::test]
async fn a_root_is_a_trace_of_its_own() {
    let recorded = record(caller()).await;
    assert_tree!(
        recorded,
        "
        caller
        another_trace
          step
        "
    );
}
