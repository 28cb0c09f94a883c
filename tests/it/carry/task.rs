//! Tasks: children of the span that spawned them, however they end.

use std::future::pending;
use std::sync::Arc;

use tokio::sync::Notify;
use traced::testing::record;
use traced::{FutureExt as _, task};

use super::{Dropped, blocking_work, on_both_runtimes, work};

#[test]
fn tasks_are_children() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                task::spawn(async { work().await }).await.expect("sound");
                let blocking = task::spawn_blocking(blocking_work);
                blocking.await.expect("sound");
            }
            .traced("request"),
        )
        .await;
        recorded.assert_connected();
        assert_eq!(recorded.tree(), "request\n  work\n  blocking_work\n");
    });
}

#[test]
fn an_aborted_task_is_dropped_in_its_trace() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let running = Arc::new(Notify::new());
                let started = Arc::clone(&running);
                let task = task::spawn(async move {
                    let _on_drop = Dropped;
                    started.notify_one();
                    pending::<()>().await;
                });
                running.notified().await;
                task.abort();
                assert!(task.await.is_err_and(|error| error.is_cancelled()));
            }
            .traced("request"),
        )
        .await;
        assert_eq!(recorded.tree(), "request\n  dropped\n");
    });
}

#[test]
fn a_task_that_never_ran_is_dropped_in_its_trace() {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime");
    let recorded = traced::testing::record_sync(|| {
        let on_drop = Dropped;
        let spawn = async {
            drop(task::spawn(async move {
                let _on_drop = on_drop;
            }));
        };
        runtime.block_on(spawn.traced("request"));
        drop(runtime);
    });
    assert_eq!(recorded.tree(), "request\n  dropped\n");
}

#[test]
fn a_task_that_panics_ends_its_spans() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let failed = task::spawn(
                    async {
                        let _on_drop = Dropped;
                        std::panic::resume_unwind(Box::new(()));
                    }
                    .traced("fragile"),
                );
                assert!(failed.await.is_err_and(|error| error.is_panic()));
            }
            .traced("request"),
        )
        .await;
        assert_eq!(
            recorded.tree(),
            "request\n  fragile panicked\n    dropped\n"
        );
    });
}

#[test]
fn the_context_of_the_thread_is_restored() {
    on_both_runtimes(|| async {
        record(async { task::spawn(work()).await.expect("sound") }.traced("request")).await;
        let left = tokio::spawn(async { traced::current().trace_id() });
        assert_eq!(left.await.expect("sound"), None);
        assert_eq!(traced::current().trace_id(), None);
    });
}
