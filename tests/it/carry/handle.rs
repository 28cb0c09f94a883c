//! A runtime's handle: the context of the spawn counts, not that of the handle.

use traced::task::Handle;
use traced::testing::{record, record_sync};
use traced::{FutureExt as _, traced};

use super::{blocking_work, on_both_runtimes, work};

#[test]
fn what_it_spawns_is_a_child_of_the_spawning_span() {
    on_both_runtimes(|| async {
        let handle = Handle::current();
        let recorded = record(
            async {
                let task = handle.spawn(async { work().await });
                task.await.expect("sound");
                let task = handle.spawn_blocking(blocking_work);
                task.await.expect("sound");
            }
            .traced("request"),
        )
        .await;
        assert_eq!(recorded.tree(), "request\n  work\n  blocking_work\n");
    });
}

#[test]
fn it_carries_into_a_runtime_from_outside() {
    #[traced]
    fn request(handle: &Handle) {
        let task = handle.spawn(async { work().await });
        handle.block_on(task).expect("sound");
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let handle = Handle::from(runtime.handle().clone());
    let recorded = record_sync(|| request(&handle));
    assert_eq!(recorded.tree(), "request\n  work\n");
}

#[test]
fn there_is_none_outside_of_a_runtime() {
    assert!(Handle::try_current().is_err());
}
