//! A function that is called after the span it belongs to has ended.

use std::time::Duration;

use traced::context::{self, Context};
use traced::diagnostics::{self, Kind};
use traced::opentelemetry::trace::{FutureExt as _, SpanContext, TraceContextExt as _};
use traced::provider::Scope;
use traced::span::SpanStart;
use traced::sync::mpsc;
use traced::testing::{assert_tree, record};
use traced::{FutureExt as _, task, thread, time, traced};
use traced_tests::panics::message;

use super::{about, assert_silent, listen};

#[traced("late.async")]
async fn in_async() {}

#[traced("late.sync")]
fn in_sync() {}

#[traced("late.outer")]
async fn outer() -> Context {
    context::current()
}

#[tokio::test]
async fn a_call_in_a_context_that_was_kept_is_said_once_per_place() {
    let said = listen();
    let before = traced::stats().late_children;
    let recorded = record(async {
        let kept = outer().await;
        for _ in 0..2 {
            context::run_in(&kept, in_sync);
            // OpenTelemetry's own: polled in the context, and called in it.
            async { in_async().await }.with_context(kept.clone()).await;
        }
        let named = async { async {}.traced("late.named").await };
        named.with_context(kept.clone()).await;
        context::run_in(&kept, || {
            SpanStart::new(&Scope::new("tests", ""), "late.by_hand")
                .start()
                .end();
        });
    })
    .await;
    assert_tree!(
        recorded,
        "
        late.outer
          late.sync late
          late.async late
          late.sync late
          late.async late
          late.named late
          late.by_hand late
        "
    );
    assert!(traced::stats().late_children >= before + 6);
    assert!(diagnostics::count(Kind::LateChild) >= before + 6);
    for (name, line) in [
        ("late.sync", 20),
        ("late.async", 17),
        ("late.named", 39),
        ("late.by_hand", 42),
    ] {
        let lines = about(&said, Kind::LateChild, name);
        let [said] = &*lines else {
            panic!("once: {lines:?}")
        };
        assert!(said.contains(&format!("{}:{line} ", file!())), "{said}");
        assert!(said.contains("after its parent had ended"), "{said}");
        assert!(said.ends_with("[late-child]"), "{said}");
    }
    let message = message(|| recorded.assert_connected());
    assert!(
        message.contains("`late.named` was called after its parent had ended"),
        "{message}"
    );
}

#[traced("well.async")]
async fn well() {}

#[traced("well.sync")]
fn well_sync() {}

async fn wait(go: &tokio::sync::Semaphore) {
    drop(go.acquire().await);
}

/// Leaves work for later in every way that is meant for it, and ends.
#[traced("well.outer", allow(raw_spawn))]
async fn leave_for_later(go: &'static tokio::sync::Semaphore) {
    task::spawn(async {
        wait(go).await;
        well().await;
        well_sync();
        async {}.traced("well.named").await;
    });
    tokio::spawn(
        async {
            wait(go).await;
            well().await;
        }
        .in_current_trace(),
    );
    // Called now, and polled when this has ended.
    let called = well();
    tokio::spawn(async {
        wait(go).await;
        called.await;
    });
    task::spawn_linked(async {
        wait(go).await;
        well().await;
    });
    time::after(Duration::from_millis(1), async {
        wait(go).await;
        well().await;
    });
    task::spawn_blocking(|| {
        tokio::runtime::Handle::current().block_on(wait(go));
        well_sync();
    });
    let handle = tokio::runtime::Handle::current();
    thread::spawn(move || {
        handle.block_on(wait(go));
        well_sync();
    });
    let (sender, mut receiver) = mpsc::channel(1);
    sender.send(()).await.expect("there is a receiver");
    tokio::spawn(async move {
        wait(go).await;
        let message = receiver.recv().await.expect("it was sent");
        message
            .process("well.message", |()| async { well().await })
            .await;
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_is_left_for_later_is_none() {
    static GO: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(0);
    let said = listen();
    let recorded = record(async {
        leave_for_later(&GO).await;
        GO.add_permits(64);
    })
    .await;
    assert!(recorded.is_settled());
    let tree = recorded.tree();
    assert_eq!(tree.matches("well.").count(), 13, "{tree}");
    assert!(!tree.contains(" late"), "{tree}");
    assert_silent(&said, "well.");
}

#[tokio::test]
async fn a_parent_that_cannot_be_seen_to_end_is_none() {
    let said = listen();
    let recorded = record(async {
        let is = outer().await.span().span_context().clone();
        let here = context::current();
        // As a propagator extracts it.
        let remote = SpanContext::new(
            is.trace_id(),
            is.span_id(),
            is.trace_flags(),
            true,
            is.trace_state().clone(),
        );
        context::run_in(&here.with_remote_span_context(remote), well_sync);
    })
    .await;
    assert_tree!(recorded, "late.outer\n  well.sync");
    assert_silent(&said, "well.");
}

#[tokio::test]
async fn a_parent_that_is_named_is_none() {
    #[traced("well.explicit", parent = parent)]
    fn explicit(parent: &Context) {}

    let said = listen();
    let recorded = record(async {
        let kept = outer().await;
        explicit(&kept);
    })
    .await;
    assert_tree!(recorded, "late.outer\n  well.explicit");
    assert_silent(&said, "well.");
}
