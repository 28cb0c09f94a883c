//! Tasks, timers and threads of `traced` keep the trace of whoever started them.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use traced::testing::record;
use traced::{FutureExt as _, traced};

#[traced]
async fn work() {}

#[traced]
fn blocking_work() {}

/// A task whose body calls traced code only once it runs: a raw spawn would lose it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spawn_and_spawn_blocking() {
    let recorded = record(
        async {
            traced::task::spawn(async { work().await })
                .await
                .expect("sound");
            traced::task::spawn_blocking(blocking_work)
                .await
                .expect("sound");
        }
        .traced("request"),
    )
    .await;
    recorded.assert_connected();
    assert_eq!(recorded.tree(), "request\n  work\n  blocking_work\n");
}

#[tokio::test]
async fn a_join_set() {
    let recorded = record(
        async {
            let mut set = traced::task::JoinSet::new();
            for _ in 0..3 {
                set.spawn(async { work().await });
            }
            assert_eq!(set.len(), 3);
            set.join_all().await;
        }
        .traced("request"),
    )
    .await;
    assert_eq!(recorded.tree(), "request\n  work\n  work\n  work\n");
}

#[tokio::test]
async fn an_aborted_task_is_dropped_in_its_trace() {
    struct OnDrop;
    impl Drop for OnDrop {
        fn drop(&mut self) {
            blocking_work();
        }
    }
    let recorded = record(
        async {
            let running = Arc::new(Notify::new());
            let started = Arc::clone(&running);
            let task = traced::task::spawn(async move {
                let _on_drop = OnDrop;
                started.notify_one();
                std::future::pending::<()>().await;
            });
            running.notified().await;
            task.abort();
            assert!(task.await.is_err_and(|error| error.is_cancelled()));
        }
        .traced("request"),
    )
    .await;
    assert_eq!(recorded.tree(), "request\n  blocking_work\n");
}

#[tokio::test(start_paused = true)]
async fn a_timer_runs_in_the_trace_that_scheduled_it() {
    #[traced]
    async fn request(timer: &mut Option<tokio::task::JoinHandle<()>>) {
        *timer = Some(traced::time::after(Duration::from_mins(1), work()));
    }
    let recorded = record(async {
        let mut timer = None;
        request(&mut timer).await;
        timer.expect("scheduled").await.expect("sound");
    })
    .await;
    recorded.assert_connected();
    assert_eq!(recorded.tree(), "request\n  work\n");
    let [request, work] = ["request", "work"].map(|name| recorded.span(name));
    assert!(
        work.start_time >= request.end_time,
        "the request ended long before"
    );
}

#[tokio::test(start_paused = true)]
async fn an_elapsed_timeout_cancels_and_is_an_error() {
    #[traced]
    async fn slow() {
        std::future::pending::<()>().await;
    }
    #[traced]
    async fn impatient() -> Result<(), traced::time::Elapsed> {
        traced::time::timeout(Duration::from_secs(1), slow()).await
    }
    let recorded = record(impatient()).await;
    assert!(recorded.output.is_err());
    let tree = recorded.tree();
    assert!(
        tree.starts_with("impatient error \"deadline has elapsed\""),
        "{tree}"
    );
    assert!(tree.ends_with("\n  slow cancelled\n"), "{tree}");
}

#[tokio::test]
async fn a_future_carried_by_hand() {
    let recorded = record(
        async {
            let future = async { work().await }.in_current_trace();
            tokio::spawn(future).await.expect("sound");
        }
        .traced("request"),
    )
    .await;
    assert_eq!(recorded.tree(), "request\n  work\n");
}

#[tokio::test]
async fn nothing_carried_hides_nothing() {
    let outside = async { work().await }.in_current_trace();
    let recorded = record(outside.traced("request")).await;
    assert_eq!(recorded.tree(), "request\n  work\n");
}
