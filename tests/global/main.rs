//! The test kit and the one global provider of a process. A binary of its own: no test in here sets
//! a global provider or installs `traced`, so the test kit's own is in place.

use traced::FutureExt as _;
use traced::diagnostics::{self, Kind, Level};
use traced::opentelemetry::{global, trace::Tracer as _};
use traced::testing::{assert_tree, record, record_sync};
use traced_tests::panics::message;

#[tokio::test]
async fn spans_of_the_raw_api_are_recorded() {
    let recorded = record(
        async {
            let tracer = global::tracer("raw");
            tracer.in_span("raw.outer", |_| {
                tracer.in_span("raw.inner", |_| ());
            });
        }
        .traced("order.place"),
    )
    .await;
    recorded.assert_connected();
    assert_tree!(
        recorded,
        "
        order.place
          raw.outer
            raw.inner
        "
    );
    let scope = recorded.span("raw.inner").instrumentation_scope.name();
    assert_eq!(scope, "raw");
}

#[tokio::test]
async fn an_orphan_is_attributed_by_its_runtime() {
    let recorded = record(
        async {
            let lost = tokio::spawn(async { async {}.traced("mail.send").await });
            lost.await.expect("no panic");
        }
        .traced("order.place"),
    )
    .await;
    assert_eq!(
        message(|| recorded.assert_connected()),
        "\
not one connected trace:
  - `mail.send` is an orphan: its context was lost on the way, most often in a raw `tokio::spawn` \
or `std::thread::spawn`; spawn with `traced::task::spawn`, or wrap the future in \
`.in_current_trace()`

order.place
mail.send orphan
"
    );
}

#[test]
fn an_orphan_without_a_runtime_is_attributed_by_its_thread() {
    let recorded = record_sync(|| {
        let nowhere = traced::context::Context::new();
        traced::context::run_in(&nowhere, || {
            global::tracer("raw").in_span("lost", |_| ());
        });
    });
    assert_tree!(recorded, "lost orphan");
}

#[tokio::test]
async fn an_orphan_that_may_be_anybodys_is_unclaimed_for_all() {
    // Both recordings are open when the thread, which is nobody's, starts its span.
    let open = tokio::sync::Barrier::new(2);
    let done = tokio::sync::Barrier::new(2);
    let one = record(async {
        open.wait().await;
        let lost = || global::tracer("raw").in_span("of nobody", |_| ());
        std::thread::spawn(lost).join().expect("no panic");
        done.wait().await;
    });
    let other = record(async {
        open.wait().await;
        done.wait().await;
    });
    let (one, other) = tokio::join!(one, other);
    for recorded in [one, other] {
        assert_tree!(recorded, "");
        let mut unclaimed = recorded.unclaimed().iter();
        assert!(unclaimed.any(|span| span.name == "of nobody"));
    }
}

#[tokio::test]
async fn a_recorded_step_is_no_orphan_but_what_it_loses_is() {
    let said = diagnostics::capture();
    diagnostics::enable(Level::Warn);
    let recorded = record(
        async {
            let lost = tokio::spawn(async { async {}.traced("step.lost").await });
            lost.await.expect("no panic");
        }
        .traced("step.alone"),
    )
    .await;
    assert_tree!(
        recorded,
        "
        step.alone
        step.lost orphan
        "
    );
    let orphans = said.of(Kind::Orphan);
    let told = |name: &str| orphans.iter().any(|line| line.contains(name));
    assert!(told("`step.lost`") && !told("`step.alone`"), "{orphans:?}");
}
