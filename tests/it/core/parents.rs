//! Whose child a span is: the four cases, and the wrappers that stay outside.

use traced::context::{self, Context};
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::opentelemetry::trace::{FutureExt as _, TraceContextExt as _, Tracer as _};
use traced::opentelemetry::{KeyValue, global};
use traced::span::{Scope, SpanStart};
use traced::testing::record;
use traced::{FutureExt as _, traced};

static SCOPE: Scope = Scope::new("tests", "");

#[traced("step")]
async fn step() {}

#[traced("request", root, allow(raw_spawn))]
async fn request_that_spawns_raw() {
    tokio::spawn(step()).await.expect("the task is sound");
}

#[tokio::test]
async fn a_raw_spawn_of_a_traced_call_keeps_its_parent() {
    let recorded = record(request_that_spawns_raw()).await;
    recorded.assert_connected();
    assert_eq!(recorded.tree(), "request\n  step\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_does_so_on_another_thread_too() {
    let recorded = record(request_that_spawns_raw()).await;
    assert_eq!(recorded.tree(), "request\n  step\n");
}

#[tokio::test]
async fn case_1_suppressed_where_it_was_called() {
    let recorded = record(async {
        let suppressed = context::current().with_telemetry_suppressed();
        let future = context::run_in(&suppressed, step);
        future.await;
    })
    .await;
    assert_eq!(recorded.tree(), "");
}

#[tokio::test]
async fn case_1_suppressed_where_it_runs() {
    let recorded = record(async {
        let suppressed = context::current().with_telemetry_suppressed();
        step().in_trace(suppressed).await;
    })
    .await;
    assert_eq!(recorded.tree(), "");
}

#[tokio::test]
async fn case_1_the_body_stays_suppressed() {
    #[traced]
    async fn outer() -> bool {
        step().await;
        Context::is_current_telemetry_suppressed()
    }
    let recorded = record(async {
        let suppressed = context::current().with_telemetry_suppressed();
        let future = context::run_in(&suppressed, outer);
        future.await
    })
    .await;
    assert!(recorded.output, "suppression at the call holds in the body");
    assert_eq!(recorded.tree(), "");
}

#[tokio::test]
async fn case_2_a_wrapper_stays_outside_of_what_it_wraps() {
    let recorded = record(
        async {
            step().traced("wrapper").await;
            let cx = global::tracer("tests").in_span("by hand", |cx| cx);
            step().with_context(cx).await;
        }
        .traced("request"),
    )
    .await;
    assert_eq!(
        recorded.tree(),
        "request\n  wrapper\n    step\n  by hand\n    step\n"
    );
}

#[tokio::test]
async fn case_2_a_call_in_another_trace_leaves_a_link() {
    let recorded = record(async {
        let called = SpanStart::new(&SCOPE, "caller").root().start();
        let future = context::run_in(called.context(), step);
        future.traced("worker").await;
        called.end();
    })
    .await;
    assert_eq!(
        recorded.tree(),
        "caller\nworker\n  step foreign\n    ~ link to caller\n"
    );
}

#[tokio::test]
async fn case_2_baggage_is_never_merged() {
    let recorded = record(async {
        let called = SpanStart::new(&SCOPE, "caller").root().start();
        let with_baggage = called
            .context()
            .with_baggage([KeyValue::new("tenant", "a")]);
        let future = context::run_in(&with_baggage, baggage);
        let tenant = future.traced("worker").await;
        called.end();
        tenant
    })
    .await;
    assert_eq!(recorded.output, None);
}

#[traced]
async fn baggage() -> Option<String> {
    context::current()
        .baggage()
        .get("tenant")
        .map(ToString::to_string)
}

#[tokio::test]
async fn case_3_baggage_of_the_call_is_added_where_there_is_none() {
    let recorded = record(async {
        let called = SpanStart::new(&SCOPE, "caller").root().start();
        let with_baggage = called
            .context()
            .with_baggage([KeyValue::new("tenant", "a")]);
        let future = context::run_in(&with_baggage, baggage);
        let tenant = tokio::spawn(future).await.expect("the task is sound");
        called.end();
        tenant
    })
    .await;
    assert_eq!(recorded.output.as_deref(), Some("a"));
    assert_eq!(recorded.tree(), "caller\n  baggage\n");
}

#[tokio::test]
async fn case_3_values_of_where_it_runs_stay() {
    #[derive(Debug)]
    struct Worker(u8);

    #[traced]
    async fn work() -> Option<u8> {
        context::current().get::<Worker>().map(|worker| worker.0)
    }

    let recorded = record(async {
        let called = SpanStart::new(&SCOPE, "caller").root().start();
        let future = context::run_in(called.context(), work);
        let ran_in = Context::new().with_value(Worker(3));
        let seen = tokio::spawn(future.in_trace(ran_in))
            .await
            .expect("the task is sound");
        called.end();
        seen
    })
    .await;
    assert_eq!(recorded.output, Some(3));
    assert_eq!(recorded.tree(), "caller\n  work\n");
}

#[tokio::test]
async fn case_4_neither_is_a_root() {
    let recorded = record(step()).await;
    assert_eq!(recorded.tree(), "step\n");
}

#[tokio::test]
async fn root_starts_a_new_trace_inside_another() {
    let recorded = record(request_that_spawns_raw().traced("outer")).await;
    let [outer, request] =
        ["outer", "request"].map(|name| recorded.span(name).span_context.trace_id());
    assert_ne!(outer, request);
}

#[tokio::test]
async fn an_explicit_parent_wins() {
    #[traced(parent = parent)]
    async fn below(parent: &Context) {
        step().await;
    }
    let recorded = record(
        async {
            let other = SpanStart::new(&SCOPE, "other").root().start();
            below(other.context()).await;
            other.end();
        }
        .traced("current"),
    )
    .await;
    assert_eq!(recorded.tree(), "current\nother\n  below\n    step\n");
}

#[tokio::test]
async fn links_are_kept() {
    #[traced(links = &causes)]
    async fn merged(causes: Vec<traced::opentelemetry::trace::SpanContext>) -> usize {
        causes.len()
    }

    let recorded = record(async {
        let first = SpanStart::new(&SCOPE, "first").root().start();
        let second = SpanStart::new(&SCOPE, "second").root().start();
        let causes = [&first, &second].map(|s| s.context().span().span_context().clone());
        assert_eq!(merged(causes.to_vec()).await, 2);
        first.end();
        second.end();
    })
    .await;
    assert_eq!(
        recorded.tree(),
        "first\nsecond\nmerged\n  ~ link to first\n  ~ link to second\n"
    );
}

#[test]
fn raw_spans_and_traced_functions_nest_in_every_order() {
    #[traced]
    fn inner() {
        global::tracer("tests").in_span("raw below", |_| ());
    }
    let recorded = traced::testing::record_sync(|| {
        global::tracer("tests").in_span("raw above", |_| inner());
    });
    recorded.assert_connected();
    assert_eq!(recorded.tree(), "raw above\n  inner\n    raw below\n");
}
