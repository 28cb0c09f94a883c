//! A future that runs under another trace than it was called in.

use futures_util::future::join_all;
use traced::diagnostics::Kind;
use traced::opentelemetry::trace::FutureExt as _;
use traced::sync::mpsc;
use traced::testing::{assert_tree, record};
use traced::{FutureExt as _, context, task, traced};
use traced_tests::panics::message;

use super::{about, assert_silent, listen};

#[traced("foreign.step")]
async fn step() {}

#[tokio::test]
async fn a_future_that_is_polled_in_another_trace_is_said_once_per_place() {
    let said = listen();
    let before = traced::stats().foreign_parents;
    let recorded = record(async {
        let made = async { [step(), step()] }.traced("foreign.maker").await;
        async { join_all(made).await }
            .traced("foreign.runner")
            .await;
    })
    .await;
    assert_tree!(
        recorded,
        "
        foreign.maker
        foreign.runner
          foreign.step foreign
            ~ link to foreign.maker
          foreign.step foreign
            ~ link to foreign.maker
        "
    );
    let lines = about(&said, Kind::ForeignParent, "foreign.step");
    let [line] = &*lines else {
        panic!("once: {lines:?}")
    };
    assert!(line.contains(&format!("{}:13 ", file!())), "{line}");
    assert!(
        line.contains("called in one trace and runs under another"),
        "{line}"
    );
    assert!(line.ends_with("[foreign-parent]"), "{line}");
    assert!(traced::stats().foreign_parents >= before + 2);
    let message = message(|| recorded.assert_connected());
    assert!(
        message.contains("was called in one trace and ran under another"),
        "{message}"
    );
}

#[traced("kept.step")]
async fn kept() {}

#[tokio::test]
async fn what_moves_within_its_trace_is_none() {
    let said = listen();
    let recorded = record(
        async {
            let made = async { [kept(), kept()] }.traced("kept.maker").await;
            async { join_all(made).await }.traced("kept.runner").await;
            let there = context::current();
            kept().with_context(there).await;
            task::spawn(kept()).await.expect("no panic");
        }
        .traced("kept.outer"),
    )
    .await;
    recorded.assert_connected();
    assert_silent(&said, "kept.");
}

#[tokio::test]
async fn a_message_between_two_traces_is_none() {
    let said = listen();
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let recorded = record(async {
        async { sender.send(()).expect("there is a receiver") }
            .traced("kept.sender")
            .await;
        async {
            let message = receiver.recv().await.expect("it was sent");
            message.process("kept.message", |()| kept()).await;
        }
        .traced("kept.consumer")
        .await;
        // A new trace on purpose, for work that was called in another one.
        async { task::spawn_linked(kept()).await.expect("no panic") }
            .traced("kept.starter")
            .await;
    })
    .await;
    assert_tree!(
        recorded,
        "
        kept.sender
          kept.message
            ~ link to kept.consumer
            kept.step
        kept.consumer
        kept.starter
        kept.step
          ~ link to kept.starter
        "
    );
    assert_silent(&said, "kept.");
}
