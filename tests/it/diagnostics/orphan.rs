//! A span that lost its parent. What is attributed to whom is tested with the test kit.

use traced::context::{self, Context};
use traced::diagnostics::{self, Kind};
use traced::provider::Local;
use traced::testing::{assert_tree, record};
use traced::traced;

use super::{about, assert_silent, listen};

#[traced("orphan.step")]
async fn step() {}

#[traced("orphan.entry", root)]
async fn entry() {}

/// Where a raw spawn runs: no trace, and no recording.
async fn lost<F: Future<Output = ()> + Send + 'static>(f: impl FnOnce() -> F + Send + 'static) {
    let task = tokio::spawn(async move { f().await });
    task.await.expect("no panic");
}

#[tokio::test]
async fn a_step_without_a_trace_is_said_once_and_counted_each_time() {
    let said = listen();
    let before = diagnostics::count(Kind::Orphan);
    // While somebody records: without any provider nothing is started that could be lost.
    record(async {
        lost(step).await;
        lost(step).await;
    })
    .await;
    let lines = about(&said, Kind::Orphan, "orphan.step");
    let [line] = &*lines else {
        panic!("once per place: {lines:?}")
    };
    assert!(
        line.contains(&format!("{}:11: ", file!())) && line.ends_with("[orphan]"),
        "{line}"
    );
    assert!(diagnostics::count(Kind::Orphan) >= before + 2);
    assert!(traced::stats().orphans >= before + 2);
}

#[tokio::test]
async fn an_entry_point_is_none() {
    let said = listen();
    lost(entry).await;
    let recorded = record(async {
        let cx = context::current();
        assert!(cx.get::<Local>().is_some());
        entry().await;
    })
    .await;
    assert_tree!(recorded, "orphan.entry");
    assert_silent(&said, "orphan.entry");
    assert!(Context::map_current(|cx| cx.get::<Local>().is_none()));
}
