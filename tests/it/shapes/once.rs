//! The body runs once, when and where it would without the attribute.

#![allow(
    clippy::items_after_statements,
    reason = "so the functions under test are written"
)]

use std::cell::{Cell, RefCell};
use std::pin::Pin;

use traced::testing::{record, record_sync};
use traced::{span, traced};

#[traced(attrs(before = calls.get()), ret(after = |n| *n))]
fn synchronous(calls: &Cell<u8>) -> u8 {
    calls.set(calls.get() + 1);
    calls.get()
}

#[traced]
async fn asynchronous(calls: &Cell<u8>) {
    calls.set(calls.get() + 1);
    tokio::task::yield_now().await;
    calls.set(calls.get() + 10);
}

#[traced]
fn boxed(calls: &Cell<u8>) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    calls.set(calls.get() + 1);
    Box::pin(async {
        tokio::task::yield_now().await;
        calls.set(calls.get() + 10);
    })
}

#[traced]
fn opaque(calls: &Cell<u8>) -> impl Future<Output = ()> + '_ {
    calls.set(calls.get() + 1);
    async {
        tokio::task::yield_now().await;
        calls.set(calls.get() + 10);
    }
}

#[tokio::test]
async fn as_often_as_without_the_attribute() {
    let calls = Cell::new(0);
    record_sync(|| synchronous(&calls));
    assert_eq!(calls.replace(0), 1);
    record(async {
        drop(asynchronous(&calls));
        assert_eq!(
            calls.get(),
            0,
            "an async function does nothing until it is polled"
        );
        asynchronous(&calls).await;
        assert_eq!(calls.replace(0), 11);
        let future = boxed(&calls);
        assert_eq!(
            calls.get(),
            1,
            "what comes before the future runs at the call"
        );
        future.await;
        assert_eq!(calls.replace(0), 11);
        drop(opaque(&calls));
        assert_eq!(calls.replace(0), 1);
    })
    .await;
}

#[test]
fn it_runs_outside_of_a_recording_too() {
    let calls = Cell::new(0);
    assert_eq!(synchronous(&calls), 1);
    assert_eq!(span!("once.block", { calls.replace(7) }), 1);
    assert_eq!(calls.get(), 7);
}

#[traced]
fn order(log: &RefCell<Vec<&'static str>>) {
    struct Last<'a>(&'a RefCell<Vec<&'static str>>);
    impl Drop for Last<'_> {
        #[traced]
        fn drop(&mut self) {
            self.0.borrow_mut().push("dropped");
        }
    }
    let _last = Last(log);
    log.borrow_mut().push("body");
}

#[test]
fn what_the_body_drops_is_dropped_in_its_span() {
    let log = RefCell::default();
    let recorded = record_sync(|| order(&log));
    assert_eq!(*log.borrow(), ["body", "dropped"]);
    assert_eq!(recorded.tree(), "order\n  drop\n");
}
