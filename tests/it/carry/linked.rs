//! Work that outlives its request: a new trace with a link back.

use traced::context::{self, Context};
use traced::diagnostics::{self, Kind};
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::span::{Scope, SpanStart};
use traced::task::spawn_linked;
use traced::testing::record;
use traced::{FutureExt as _, traced};

use super::{Dropped, blocking_work, on_both_runtimes, work};

#[traced]
async fn outer() {
    work().await;
}

#[test]
fn the_task_is_a_new_trace_that_links_to_its_starter() {
    on_both_runtimes(|| async {
        let recorded = record(
            async { spawn_linked(async { outer().await }).await.expect("sound") }.traced("request"),
        )
        .await;
        assert_eq!(
            recorded.tree(),
            "request\nouter\n  ~ link to request\n  work\n"
        );
        let [request, outer] =
            ["request", "outer"].map(|name| recorded.span(name).span_context.trace_id());
        assert_ne!(request, outer);
    });
}

/// `outer` remembers that it was called in the request; it is a new trace all the same.
#[test]
fn so_is_a_traced_call_that_is_spawned_as_it_is() {
    on_both_runtimes(|| async {
        let recorded =
            record(async { spawn_linked(outer()).await.expect("sound") }.traced("request")).await;
        assert_eq!(
            recorded.tree(),
            "request\nouter\n  ~ link to request\n  work\n"
        );
    });
}

#[test]
fn a_call_in_a_third_trace_is_linked_to_as_well() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let third = SpanStart::new(&Scope::new("tests", ""), "third").root();
            let third = third.start();
            let called = context::run_in(third.context(), work);
            async { spawn_linked(called).await.expect("sound") }
                .traced("request")
                .await;
            third.end();
        })
        .await;
        assert_eq!(
            recorded.tree(),
            "third\nrequest\nwork\n  ~ link to request\n  ~ link to third\n"
        );
    });
}

#[test]
fn every_root_in_the_task_links_back_and_none_below_them() {
    #[traced("entry", root)]
    async fn entry() {}

    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let task = spawn_linked(async {
                    work().await;
                    entry().await;
                    entry().traced("above").await;
                });
                task.await.expect("sound");
            }
            .traced("request"),
        )
        .await;
        assert_eq!(
            recorded.tree(),
            "request\nwork\n  ~ link to request\nentry\n  ~ link to request\n\
             above\n  ~ link to request\nentry\n"
        );
    });
}

#[test]
fn a_raw_spawn_inside_does_not_lose_it() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let task = spawn_linked(async { tokio::spawn(work()).await });
                task.await.expect("sound").expect("sound");
            }
            .traced("request"),
        )
        .await;
        assert_eq!(recorded.tree(), "request\nwork\n  ~ link to request\n");
    });
}

#[test]
fn one_linked_task_in_another_links_to_whoever_is_known() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let task = spawn_linked(async {
                    spawn_linked(work()).await.expect("sound");
                    async { spawn_linked(work()).await.expect("sound") }
                        .traced("second")
                        .await;
                });
                task.await.expect("sound");
            }
            .traced("first"),
        )
        .await;
        assert_eq!(
            recorded.tree(),
            "first\nwork\n  ~ link to first\nsecond\n  ~ link to first\nwork\n  ~ link to second\n"
        );
    });
}

#[test]
fn baggage_goes_along_and_drops_happen_there() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let cx = context::current().with_baggage([KeyValue::new("tenant", "a")]);
                let on_drop = Dropped;
                let task = context::run_in(&cx, || {
                    spawn_linked(async move {
                        let _on_drop = on_drop;
                        let tenant = context::current();
                        tenant.baggage().get("tenant").map(ToString::to_string)
                    })
                });
                task.await.expect("sound")
            }
            .traced("request"),
        )
        .await;
        assert_eq!(recorded.output.as_deref(), Some("a"));
        assert_eq!(recorded.tree(), "request\ndropped\n  ~ link to request\n");
    });
}

#[test]
fn suppression_goes_along() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let suppressed = context::current().with_telemetry_suppressed();
            let task = context::run_in(&suppressed, || spawn_linked(async { work().await }));
            task.await.expect("sound");
        })
        .await;
        assert_eq!(recorded.tree(), "");
    });
}

/// Outside of a recording, where a root without a parent is reported.
#[test]
fn its_roots_are_no_orphans() {
    let before = diagnostics::count(Kind::Orphan);
    let said = diagnostics::capture();
    diagnostics::enable(diagnostics::Level::Warn);
    on_both_runtimes(|| async {
        let linked = spawn_linked(async { async {}.traced("linked.in_no_trace").await });
        linked.await.expect("sound");
        let lost = tokio::spawn(async { async {}.traced("lost.in_no_trace").await });
        lost.await.expect("sound");
    });
    let orphans = said.of(Kind::Orphan);
    let told = |name: &str| orphans.iter().any(|line| line.contains(name));
    assert!(!told("linked.in_no_trace"), "{orphans:?}");
    assert!(told("lost.in_no_trace"), "{orphans:?}");
    assert!(diagnostics::count(Kind::Orphan) > before);
}

#[test]
fn it_is_not_of_the_trace_that_polls_it() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let cx = traced::span::new_trace(&Context::current());
            let linked = async { blocking_work() }.in_trace(cx);
            linked.traced("poller").await;
        })
        .await;
        assert_eq!(recorded.tree(), "poller\nblocking_work\n");
    });
}
