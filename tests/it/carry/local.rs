//! Tasks that stay on their thread.

use std::rc::Rc;

use traced::FutureExt as _;
use traced::task::{LocalSet, spawn_local};
use traced::testing::record;

use super::{Dropped, on_both_runtimes, work};

#[test]
fn local_tasks_are_children_of_the_span_that_spawned_them() {
    on_both_runtimes(|| async {
        let local = LocalSet::new();
        let recorded = record(
            async {
                let not_send = Rc::new(());
                let first = local.spawn_local(async move {
                    work().await;
                    drop(not_send);
                });
                let second = local.run_until(async { spawn_local(async { work().await }).await });
                second.await.expect("sound");
                first.await.expect("sound");
            }
            .traced("request"),
        )
        .await;
        recorded.assert_connected();
        assert_eq!(recorded.tree(), "request\n  work\n  work\n");
    });
}

/// The set polls its tasks wherever it is run; each has its own context all the same.
#[test]
fn a_task_keeps_its_trace_when_another_one_runs_the_set() {
    on_both_runtimes(|| async {
        let local = LocalSet::new();
        let recorded = record(async {
            async { drop(local.spawn_local(async { work().await })) }
                .traced("spawner")
                .await;
            local.traced("runner").await;
        })
        .await;
        assert_eq!(recorded.tree(), "spawner\n  work\nrunner\n");
    });
}

#[test]
fn a_dropped_set_drops_its_tasks_in_their_trace() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let local = LocalSet::new();
            async {
                let on_drop = Dropped;
                drop(local.spawn_local(async move {
                    let _on_drop = on_drop;
                }));
            }
            .traced("spawner")
            .await;
        })
        .await;
        assert_eq!(recorded.tree(), "spawner\n  dropped\n");
    });
}

#[test]
#[should_panic(expected = "LocalSet")]
fn outside_of_a_set_it_panics_as_tokio_does() {
    on_both_runtimes(|| async { drop(spawn_local(async {})) });
}
