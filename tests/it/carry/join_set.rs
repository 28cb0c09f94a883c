//! Sets of tasks, by each way to spawn into them.

use tokio::task::LocalSet;
use traced::FutureExt as _;
use traced::task::{Handle, JoinSet};
use traced::testing::record;

use super::{Dropped, blocking_work, on_both_runtimes, work};

#[test]
fn every_way_to_spawn_makes_children() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let handle = Handle::current();
                let mut set = JoinSet::new();
                set.spawn(async { work().await });
                set.spawn_on(async { work().await }, &handle);
                set.spawn_blocking(blocking_work);
                set.spawn_blocking_on(blocking_work, &handle);
                set.extend([async { work().await }]);
                assert_eq!(set.len(), 5);
                while let Some(joined) = set.join_next_with_id().await {
                    joined.expect("sound");
                }
                assert!(set.is_empty());
            }
            .traced("request"),
        )
        .await;
        recorded.assert_connected();
        assert_eq!(recorded.spans().len(), 6);
    });
}

#[test]
fn local_ways_do_so_too() {
    on_both_runtimes(|| async {
        let local = LocalSet::new();
        let recorded = record(
            local.run_until(
                async {
                    let mut set = JoinSet::new();
                    set.spawn_local(async { work().await });
                    set.spawn_local_on(async { work().await }, &local);
                    set.join_all().await;
                }
                .traced("request"),
            ),
        )
        .await;
        assert_eq!(recorded.tree(), "request\n  work\n  work\n");
    });
}

#[test]
fn a_set_that_is_dropped_drops_its_tasks_in_their_trace() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let mut set = JoinSet::new();
            async {
                let on_drop = Dropped;
                set.spawn(async move {
                    let _on_drop = on_drop;
                    std::future::pending::<()>().await;
                });
            }
            .traced("request")
            .await;
            set.shutdown().await;
        })
        .await;
        assert_eq!(recorded.tree(), "request\n  dropped\n");
    });
}

#[test]
fn a_collected_set_has_its_results() {
    on_both_runtimes(|| async {
        let set: JoinSet<u8> = (0..3).map(|number| async move { number }).collect();
        let mut numbers = set.join_all().await;
        numbers.sort_unstable();
        assert_eq!(numbers, [0, 1, 2]);
    });
}
