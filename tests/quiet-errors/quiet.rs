//! `[errors] text = "omit"`: a failure is told by its `error.type` alone.
#![allow(missing_docs, reason = "a test")]

use std::panic::catch_unwind;

use traced::span::{Scope, SpanStart, install_panic_hook};
use traced::testing::{Recorded, record, record_sync};
use traced_quiet_errors::{
    SECRET, find_customer, find_order, panic_at_once, panic_in_a_future, panic_later,
};

/// Nothing of a recording holds the text; the types are there.
#[track_caller]
fn is_quiet<T>(recorded: &Recorded<T>, error_type: &str) {
    let all = format!("{:?}", recorded.spans());
    assert!(!all.contains(SECRET), "{all}");
    assert!(all.contains(error_type), "{all}");
    assert!(all.contains("Error { description: \"\" }"), "{all}");
    assert!(all.contains("\"exception.type\""), "{all}");
    assert!(!all.contains("\"exception.message\""), "{all}");
}

#[tokio::test]
async fn errors_have_no_text() {
    let recorded = record_sync(find_customer);
    assert!(recorded.output.is_err());
    is_quiet(&recorded, "traced_quiet_errors::Unknown");
    let recorded = record(find_order()).await;
    assert!(recorded.output.is_err());
    is_quiet(&recorded, "traced_quiet_errors::Unknown");
    // Texts are compared all the same: the caller does not repeat the event.
    let events: usize = recorded.spans().iter().map(|span| span.events.len()).sum();
    assert_eq!(events, 1);
    assert_eq!(recorded.spans().len(), 2);
}

#[tokio::test]
async fn panics_have_no_text() {
    install_panic_hook();
    let recorded = record_sync(|| catch_unwind(panic_at_once));
    assert!(recorded.output.is_err());
    is_quiet(&recorded, "panic");
    for future in [
        Box::pin(panic_later()) as std::pin::Pin<Box<dyn Future<Output = ()> + Send>>,
        panic_in_a_future(),
    ] {
        let recorded = record(async { tokio::spawn(future).await.is_err() }).await;
        assert!(recorded.output);
        is_quiet(&recorded, "panic");
    }
}

#[test]
fn names_are_made_in_the_agreed_style() {
    let recorded = record_sync(find_customer);
    assert_eq!(recorded.spans()[0].name, "find-customer");
}

#[test]
fn a_panic_under_way_keeps_its_text() {
    // A guard that runs a traced function while somebody else's panic unwinds.
    struct Cleanup;
    impl Drop for Cleanup {
        fn drop(&mut self) {
            let _ = find_customer();
        }
    }
    install_panic_hook();
    let recorded = record_sync(|| {
        let run = || {
            let _loud = SpanStart::new(&Scope::new("test", ""), "loud")
                .root()
                .start();
            let _cleanup = Cleanup;
            panic!("loud and clear");
        };
        catch_unwind(run).is_err()
    });
    assert!(recorded.output);
    let loud = format!("{:?}", recorded.span("loud"));
    assert!(loud.contains("loud and clear"), "{loud}");
}
