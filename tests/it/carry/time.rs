//! Timers, on a clock that the tests turn.

use std::collections::HashSet;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use traced::diagnostics::Kind;
use traced::opentelemetry::trace::{SpanId, TraceId};
use traced::span::{Scope, SpanStart};
use traced::testing::record;
use traced::time::{Instant, after, every, timeout, timeout_at};
use traced::{FutureExt as _, context, traced};

use super::{Dropped, on_both_runtimes, work};

const SECOND: Duration = Duration::from_secs(1);

#[traced]
async fn sweep() {
    work().await;
}

#[tokio::test(start_paused = true)]
async fn an_hour_of_ticks_is_as_many_traces_that_link_back() {
    let ticks = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&ticks);
    let recorded = record(async {
        let start = SpanStart::new(&Scope::new("tests", ""), "start").start();
        let sweeper = context::run_in(start.context(), || {
            every(SECOND, move || {
                counted.fetch_add(1, Ordering::Relaxed);
                sweep()
            })
        });
        start.end();
        tokio::time::sleep(SECOND * 7199 / 2).await;
        sweeper.abort();
        assert!(sweeper.await.is_err_and(|error| error.is_cancelled()));
    })
    .await;
    assert!(recorded.is_settled(), "nothing is held by the ticks");
    assert_eq!(ticks.load(Ordering::Relaxed), 3600);
    let tick = "sweep\n  ~ link to start\n  work\n";
    assert_eq!(recorded.tree(), "start\n".to_owned() + &tick.repeat(3600));
    let traces: HashSet<TraceId> = recorded
        .spans()
        .iter()
        .map(|span| span.span_context.trace_id())
        .collect();
    assert_eq!(traces.len(), 1 + 3600, "one trace a tick");
}

#[tokio::test(start_paused = true)]
async fn a_day_of_ticks_is_86_400_small_traces() {
    const TICKS: u32 = 24 * 60 * 60;
    #[traced]
    async fn tick() {}

    let recorded = record(async {
        let start = SpanStart::new(&Scope::new("tests", ""), "start").start();
        let ticker = context::run_in(start.context(), || every(SECOND, tick));
        start.end();
        tokio::time::sleep(SECOND * (2 * TICKS - 1) / 2).await;
        ticker.abort();
        assert!(ticker.await.is_err_and(|error| error.is_cancelled()));
    })
    .await;
    let starter = &recorded.span("start").span_context;
    let mut traces = HashSet::from([starter.trace_id()]);
    let mut ticks = 0;
    for tick in recorded.spans().iter().filter(|span| span.name == "tick") {
        ticks += 1;
        assert_eq!(tick.parent_span_id, SpanId::INVALID);
        let links: Vec<_> = tick.links.iter().map(|link| &link.span_context).collect();
        assert_eq!(links, [starter]);
        assert!(traces.insert(tick.span_context.trace_id()), "shared");
    }
    assert_eq!(ticks, TICKS);
    assert_eq!(recorded.spans().len(), 1 + ticks as usize);
}

#[tokio::test(start_paused = true)]
async fn ticks_that_are_missed_are_made_up_for_by_one() {
    let began = Instant::now();
    let times = Arc::new(std::sync::Mutex::new(Vec::new()));
    let noted = Arc::clone(&times);
    let sweeper = every(SECOND, move || {
        let mut times = noted.lock().expect("sound");
        times.push(began.elapsed().as_millis());
        let slow = times.len() == 1;
        async move {
            if slow {
                tokio::time::sleep(SECOND * 5 / 2).await;
            }
        }
    });
    tokio::time::sleep(SECOND * 9 / 2).await;
    sweeper.abort();
    assert_eq!(*times.lock().expect("sound"), [0, 2500, 3000, 4000]);
}

#[tokio::test(start_paused = true)]
async fn an_aborted_tick_is_dropped_in_its_trace() {
    let recorded = record(async {
        let sweeper = every(SECOND, || {
            async {
                let _on_drop = Dropped;
                std::future::pending::<()>().await;
            }
            .traced("tick")
        });
        tokio::time::sleep(SECOND).await;
        sweeper.abort();
        assert!(sweeper.await.is_err());
    })
    .await;
    assert_eq!(recorded.tree(), "tick cancelled\n  dropped\n");
}

#[tokio::test(start_paused = true)]
async fn a_tick_that_panics_ends_the_timer() {
    let sweeper = every(SECOND, || async {
        std::panic::resume_unwind(Box::new(()));
    });
    assert!(sweeper.await.is_err_and(|error| error.is_panic()));
}

#[tokio::test]
#[should_panic(expected = "period")]
async fn a_period_of_nothing_panics_where_it_was_asked_for() {
    drop(every(Duration::ZERO, || async {}));
}

/// Outside of a recording, where a root without a parent is reported.
#[tokio::test(start_paused = true)]
async fn ticks_are_no_orphans() {
    let said = traced::diagnostics::capture();
    traced::diagnostics::enable(traced::diagnostics::Level::Warn);
    let sweeper = every(SECOND, || async {}.traced("tick.in_no_trace"));
    tokio::time::sleep(SECOND).await;
    sweeper.abort();
    let orphans = said.of(Kind::Orphan);
    let told = orphans.iter().any(|line| line.contains("tick.in_no_trace"));
    assert!(!told, "{orphans:?}");
}

#[test]
fn a_timer_that_fires_and_one_that_is_aborted() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                after(Duration::from_millis(1), sweep())
                    .await
                    .expect("sound");
                let on_drop = Dropped;
                let never = after(SECOND * 3600, async move {
                    let _on_drop = on_drop;
                });
                never.abort();
                assert!(never.await.is_err());
            }
            .traced("request"),
        )
        .await;
        recorded.assert_connected();
        assert_eq!(recorded.tree(), "request\n  sweep\n    work\n  dropped\n");
    });
}

#[tokio::test(start_paused = true)]
async fn a_deadline_cancels_in_the_trace() {
    let recorded = record(
        async {
            let slow = async {
                let _on_drop = Dropped;
                Notify::new().notified().await;
            };
            let deadline = Instant::now() + SECOND;
            let elapsed = timeout_at(deadline, slow.traced("slow")).await;
            assert!(elapsed.is_err());
            let quick = timeout_at(deadline, work().traced("quick")).await;
            assert!(
                quick.is_ok(),
                "what is ready wins over a deadline that is over"
            );
        }
        .traced("request"),
    )
    .await;
    assert_eq!(
        recorded.tree(),
        "request\n  slow cancelled\n    dropped\n  quick\n    work\n"
    );
}

#[tokio::test(start_paused = true)]
async fn what_becomes_a_future_may_be_given_as_to_tokio() {
    struct Request;
    impl IntoFuture for Request {
        type Output = ();
        type IntoFuture = Pin<Box<dyn Future<Output = ()>>>;

        fn into_future(self) -> Self::IntoFuture {
            Box::pin(work())
        }
    }
    let recorded = record(
        async {
            assert!(timeout(SECOND, Request).await.is_ok());
            let deadline = Instant::now() + SECOND;
            assert!(timeout_at(deadline, Request).await.is_ok());
        }
        .traced("request"),
    )
    .await;
    assert_eq!(recorded.tree(), "request\n  work\n  work\n");
}
