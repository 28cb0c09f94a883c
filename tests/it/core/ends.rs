//! A span ends exactly once, whatever happens: return, `?`, panic, drop.

use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context as TaskContext, Waker};
use traced::context::{self, Context};
use traced::opentelemetry::trace::TraceContextExt as _;
use traced::testing::{record, record_sync};
use traced::traced;

#[traced]
fn early(stop: bool) -> Option<u8> {
    if stop {
        return None;
    }
    Some(1)
}

#[test]
fn an_early_return_ends_it() {
    let recorded = record_sync(|| (early(true), early(false)));
    assert_eq!(recorded.output, (None, Some(1)));
    assert_eq!(recorded.tree(), "early\nearly\n");
}

#[test]
fn a_panic_ends_it_with_its_text_and_place() {
    #[traced]
    fn fragile() {
        assert!(std::hint::black_box(false), "porcelain");
    }
    #[traced]
    fn careful() {
        fragile();
    }
    traced::span::install_panic_hook();
    let recorded = record_sync(|| catch_unwind(careful).is_err());
    assert!(recorded.output);
    let [careful, fragile] = ["careful", "fragile"].map(|name| recorded.span(name));
    for span in [&careful, &fragile] {
        assert!(
            span.attributes
                .iter()
                .any(|kv| kv.key.as_str() == "error.type" && kv.value.as_str() == "panic"),
            "{span:?}"
        );
    }
    assert_eq!(
        careful.events.len(),
        0,
        "the panic is recorded where it arose"
    );
    let event = fragile.events.iter().next().expect("an exception event");
    let attribute = |key: &str| {
        let kv = event.attributes.iter().find(|kv| kv.key.as_str() == key);
        kv.map(|kv| kv.value.as_str().into_owned())
            .unwrap_or_default()
    };
    assert_eq!(event.name, "exception");
    assert_eq!(attribute("exception.message"), "porcelain");
    assert!(
        attribute("exception.stacktrace").contains("ends.rs"),
        "{event:?}"
    );
}

#[test]
fn the_context_is_restored_after_a_panic() {
    #[traced]
    fn fragile() {
        std::panic::resume_unwind(Box::new(()));
    }
    let recorded = record_sync(|| {
        let _ = catch_unwind(fragile);
        context::current().span().span_context().is_valid()
    });
    assert!(!recorded.output);
    assert_eq!(recorded.tree(), "fragile panicked\n");
}

#[tokio::test]
async fn an_async_panic_ends_it() {
    #[traced]
    async fn fragile() {
        std::panic::resume_unwind(Box::new(()));
    }
    let recorded = record(async { tokio::spawn(fragile()).await.is_err() }).await;
    assert!(recorded.output);
    assert_eq!(recorded.tree(), "fragile panicked\n");
}

#[traced]
async fn forever() {
    pending::<()>().await;
}

#[test]
fn a_dropped_future_ends_it_as_cancelled() {
    let recorded = record_sync(|| {
        let mut future = Box::pin(forever());
        let polled = future
            .as_mut()
            .poll(&mut TaskContext::from_waker(Waker::noop()));
        assert!(polled.is_pending());
    });
    assert_eq!(recorded.tree(), "forever cancelled\n");
}

#[test]
fn a_future_that_was_never_polled_has_no_span() {
    let recorded = record_sync(|| drop(forever()));
    assert_eq!(recorded.tree(), "");
}

#[test]
fn a_cancelled_future_is_dropped_in_its_context() {
    struct OnDrop;
    impl Drop for OnDrop {
        fn drop(&mut self) {
            roll_back();
        }
    }
    #[traced]
    fn roll_back() {}
    #[traced]
    async fn transaction() {
        let _on_drop = OnDrop;
        pending::<()>().await;
    }
    let recorded = record_sync(|| {
        let mut future = Box::pin(transaction());
        let _ = future
            .as_mut()
            .poll(&mut TaskContext::from_waker(Waker::noop()));
    });
    assert_eq!(recorded.tree(), "transaction cancelled\n  roll_back\n");
}

#[test]
fn it_ends_with_its_body_whoever_keeps_the_context() {
    #[traced]
    fn leaks() -> Context {
        context::current()
    }
    let recorded = record_sync(|| leaks().span().is_recording());
    assert!(!recorded.output, "ended, though its context lives on");
    assert_eq!(recorded.tree(), "leaks\n");
}

#[test]
fn a_panic_of_the_outer_function_cancels_what_it_awaited() {
    let recorded = record_sync(|| {
        catch_unwind(AssertUnwindSafe(|| {
            let mut future = pin!(forever());
            let _ = future
                .as_mut()
                .poll(&mut TaskContext::from_waker(Waker::noop()));
            std::panic::resume_unwind(Box::new(()));
        }))
        .is_err()
    });
    assert!(recorded.output);
    assert_eq!(recorded.tree(), "forever cancelled\n");
}

#[test]
#[should_panic(expected = "resumed after completion")]
fn polling_after_completion_panics_as_an_async_fn_does() {
    #[traced]
    async fn quick() {}
    let mut future = Box::pin(quick());
    let mut task = TaskContext::from_waker(Waker::noop());
    assert!(future.as_mut().poll(&mut task).is_ready());
    let _ = future.as_mut().poll(&mut task);
}
