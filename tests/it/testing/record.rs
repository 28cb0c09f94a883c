//! Recordings: what they follow, when they end, and that they do not meet.

use std::sync::mpsc;
use std::time::Duration;

use traced::FutureExt as _;
use traced::context::InContextFn;
use traced::span::{Scope, SpanStart};
use traced::testing::{Recorder, assert_tree, record, record_sync};

const SCOPE: Scope = Scope::new("shop", "1.0");

/// A span around a closure.
fn step<R>(name: &'static str, f: impl FnOnce() -> R) -> R {
    let span = SpanStart::new(&SCOPE, name).start();
    let output = traced::context::run_in(span.context(), f);
    span.end();
    output
}

#[test]
fn a_closure_is_recorded_without_any_runtime() {
    let recorded = record_sync(|| {
        step("order.place", || step("stock.reserve", || ()));
        7
    });
    assert_eq!(recorded.output, 7);
    recorded.assert_connected();
    assert_tree!(
        recorded,
        "
        order.place
          stock.reserve
        "
    );
    let scope = &recorded.span("stock.reserve").instrumentation_scope;
    assert_eq!((scope.name(), scope.version()), ("shop", Some("1.0")));
}

#[tokio::test]
async fn what_is_current_outside_is_not_its_parent() {
    let outer = record(
        async {
            let inner = record(async { async {}.traced("inner").await }).await;
            assert_tree!(inner, "inner");
            inner.assert_connected();
        }
        .traced("outer"),
    )
    .await;
    assert_tree!(outer, "outer");
}

#[tokio::test]
async fn it_follows_tasks_and_waits_for_them() {
    let (release, released) = tokio::sync::oneshot::channel::<()>();
    let recorded = record(
        async {
            // Neither has started when the body is over.
            traced::task::spawn(released.traced("mail.send"));
            tokio::spawn(async {}.traced("audit.write"));
            traced::task::spawn(async move {
                tokio::task::yield_now().await;
                release.send(())
            });
        }
        .traced("order.place"),
    )
    .await;
    recorded.assert_connected();
    assert!(recorded.is_settled());
    assert_tree!(
        recorded,
        "
        order.place
          mail.send
          audit.write
        "
    );
}

#[tokio::test]
async fn it_follows_threads() {
    let recorded = record(
        async {
            let (start, started) = mpsc::channel();
            let work = InContextFn::new(traced::context::current(), move || {
                started.recv().expect("the body is over");
                step("report.write", || ());
            });
            std::thread::spawn(move || work.call());
            start.send(()).expect("the thread listens");
        }
        .traced("order.place"),
    )
    .await;
    recorded.assert_connected();
    assert_tree!(
        recorded,
        "
        order.place
          report.write
        "
    );
}

#[tokio::test(start_paused = true)]
async fn it_waits_for_timers_and_a_paused_clock_does_not_end_the_wait() {
    let recorded = record(
        async {
            let day = Duration::from_hours(24);
            traced::time::after(day, async {}.traced("reservation.release"));
        }
        .traced("order.place"),
    )
    .await;
    recorded.assert_connected();
    assert_tree!(
        recorded,
        "
        order.place
          reservation.release
        "
    );
}

#[tokio::test]
async fn what_never_ends_is_marked_after_the_deadline() {
    let recorded = Recorder::new()
        .deadline(Duration::from_millis(10))
        .record(
            async {
                traced::task::spawn(std::future::pending::<()>().traced("server.run"));
                tokio::task::yield_now().await;
            }
            .traced("order.place"),
        )
        .await;
    assert!(!recorded.is_settled());
    assert_tree!(
        recorded,
        "
        order.place
          server.run unended
        "
    );
}

#[tokio::test]
async fn a_cancelled_future_is_marked() {
    let recorded = record(
        async {
            let slow = std::future::pending::<()>().traced("stock.reserve");
            let waited = traced::time::timeout(Duration::from_millis(1), slow).await;
            assert!(waited.is_err());
        }
        .traced("order.place"),
    )
    .await;
    recorded.assert_connected();
    assert_tree!(
        recorded,
        "
        order.place
          stock.reserve cancelled
        "
    );
}

#[test]
fn it_needs_no_tokio() {
    let recorded = futures_util::future::FutureExt::now_or_never(record(async {}.traced("step")));
    let recorded = recorded.expect("nothing to wait for");
    recorded.assert_connected();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_recordings_at_once_do_not_mix() {
    let recordings = (0..64).map(|n| {
        tokio::spawn(async move {
            let recorded = record(
                async move {
                    let children = (0..4).map(|child| {
                        let name = format!("child.{n}.{child}");
                        traced::task::spawn(tokio::task::yield_now().traced(name))
                    });
                    for child in children.collect::<Vec<_>>() {
                        child.await.expect("no panic");
                    }
                    tokio::task::spawn_blocking({
                        let cx = traced::context::current();
                        let step = || step("blocking", || ());
                        let step = InContextFn::new(cx, step);
                        move || step.call()
                    });
                }
                .traced(format!("root.{n}")),
            )
            .await;
            (n, recorded)
        })
    });
    for recording in recordings.collect::<Vec<_>>() {
        let (n, recorded) = recording.await.expect("no panic");
        recorded.assert_connected();
        let mut names: Vec<&str> = recorded.spans().iter().map(|span| &*span.name).collect();
        names.sort_unstable();
        let mut expected: Vec<String> = (0..4).map(|child| format!("child.{n}.{child}")).collect();
        expected.insert(0, "blocking".to_owned());
        expected.push(format!("root.{n}"));
        assert_eq!(names, expected);
    }
}
