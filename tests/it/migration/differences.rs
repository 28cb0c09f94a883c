//! The differences in behaviour that the page names.

use std::pin::Pin;

use opentelemetry_sdk::trace::SpanData;
use traced::opentelemetry::trace::Status;
use traced::traced;
use tracing::instrument;

use super::{instrumented, traced, tree};

fn error_type(span: &SpanData) -> Option<String> {
    let attribute = span
        .attributes
        .iter()
        .find(|kv| kv.key.as_str() == "error.type");
    attribute.map(|kv| kv.value.to_string())
}

#[test]
fn nothing_is_recorded_that_is_not_named() {
    #[instrument]
    fn old(password: &str) {}
    #[traced("old")]
    fn new(_password: &str) {}
    assert_eq!(
        tree(&instrumented(|| async { old("x") })),
        "old password=\"x\"\n"
    );
    assert_eq!(tree(&traced(|| async { new("x") })), "old\n");
}

#[test]
fn a_field_without_a_value_records_nothing_there_and_does_not_compile_here() {
    #[instrument(fields(id))]
    fn old(id: i64) {
        assert_eq!(id, 7);
    }
    // `attrs(id)`: see ui-tests/fail/attrs/key_without_value.rs.
    assert_eq!(tree(&instrumented(|| async { old(7) })), "old\n");
}

#[test]
fn unsigned_integers_are_integers() {
    #[instrument(skip_all, fields(id = id))]
    fn old(id: u64) {
        assert_eq!(id, 7);
    }
    #[traced("old", attrs(id = id))]
    fn new(id: u64) {
        assert_eq!(id, 7);
    }
    assert_eq!(tree(&instrumented(|| async { old(7) })), "old id=\"7\"\n");
    assert_eq!(tree(&traced(|| async { new(7) })), "old id=I64(7)\n");
}

#[test]
fn an_error_has_a_description_and_a_type() {
    #[instrument(err)]
    fn old() -> Result<(), String> {
        Err("none".to_owned())
    }
    #[traced]
    fn new() -> Result<(), String> {
        Err("none".to_owned())
    }
    let old = instrumented(|| async { old().is_err() });
    let new = traced(|| async { new().is_err() });
    assert_eq!(error_type(&old[0]), None);
    assert_eq!(error_type(&new[0]).as_deref(), Some("_OTHER"));
    assert_eq!(new[0].status, Status::error("none"));
}

#[test]
fn without_err_an_error_is_not_seen() {
    #[instrument]
    fn old() -> Result<(), String> {
        Err("none".to_owned())
    }
    assert_eq!(
        instrumented(|| async { old().is_err() })[0].status,
        Status::Unset
    );
}

#[test]
fn a_task_keeps_its_trace() {
    #[instrument]
    async fn inner_old() {}
    #[instrument]
    async fn old() {
        tokio::spawn(inner_old()).await.expect("it ends");
    }
    #[traced]
    async fn inner_new() {}
    #[traced(allow(raw_spawn))]
    async fn new() {
        tokio::spawn(inner_new()).await.expect("it ends");
    }
    assert_eq!(tree(&instrumented(old)), "old\ninner_old\n");
    assert_eq!(tree(&traced(new)), "new\n  inner_new\n");
}

#[test]
fn a_returned_future_is_traced() {
    type Boxed = Pin<Box<dyn Future<Output = ()>>>;

    #[instrument]
    fn inner() {}
    #[instrument]
    fn old() -> Boxed {
        let later = async { inner() };
        Box::pin(later)
    }
    #[traced]
    fn inner_new() {}
    #[traced]
    fn new() -> Pin<Box<dyn Future<Output = ()>>> {
        let later = async { inner_new() };
        Box::pin(later)
    }
    assert_eq!(tree(&instrumented(old)), "old\ninner\n");
    assert_eq!(tree(&traced(new)), "new\n  inner_new\n");
}

#[test]
fn a_panic_is_an_error() {
    #[instrument]
    fn old() {
        panic!("expected by this test");
    }
    #[traced]
    fn new() {
        panic!("expected by this test");
    }
    let caught = |f: fn()| move || async move { std::panic::catch_unwind(f).is_err() };
    assert_eq!(instrumented(caught(old))[0].status, Status::Unset);
    let new = traced(caught(new));
    assert_eq!(error_type(&new[0]).as_deref(), Some("panic"));
}

#[test]
fn a_name_from_an_identifier_is_converted() {
    #[instrument]
    #[allow(non_snake_case)]
    fn PlaceOrder() {}
    mod new {
        #[traced::traced]
        #[allow(non_snake_case)]
        pub(super) fn PlaceOrder() {}
    }
    assert_eq!(
        tree(&instrumented(|| async { PlaceOrder() })),
        "PlaceOrder\n"
    );
    assert_eq!(
        tree(&traced(|| async { new::PlaceOrder() })),
        "place_order\n"
    );
}
