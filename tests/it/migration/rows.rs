//! The rows of the table of arguments whose two sides are written differently.

#![allow(
    clippy::items_after_statements,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "so the functions under test are written"
)]

use opentelemetry_sdk::trace::SpanData;
use traced::opentelemetry::Value;
use traced::opentelemetry::trace::Status;
use traced::{FutureExt as _, span, traced};
use tracing::{Instrument as _, info_span, instrument};

use super::{instrumented, traced, tree};

fn attribute(span: &SpanData, key: &str) -> Option<Value> {
    let mut attributes = span.attributes.iter();
    let found = attributes.find(|kv| kv.key.as_str() == key);
    found.map(|kv| kv.value.clone())
}

#[test]
fn parameters_by_debug() {
    #[instrument]
    fn old(id: i64, size: Option<u8>) {}
    #[traced("old")]
    fn new(#[attr] id: i64, #[attr(?)] size: Option<u8>) {}
    let expected = tree(&instrumented(|| async { old(7, Some(1)) }));
    assert_eq!(expected, "old id=I64(7) size=\"Some(1)\"\n");
    assert_eq!(tree(&traced(|| async { new(7, Some(1)) })), expected);
}

#[test]
fn an_empty_field_that_is_recorded_later() {
    #[instrument(skip_all, fields(id))]
    fn old(id: i64) {
        tracing::Span::current().record("id", id);
    }
    #[traced("old", late(id: int))]
    fn new(id: i64) {
        traced::record!(id = id);
    }
    let expected = tree(&instrumented(|| async { old(7) }));
    assert_eq!(expected, "old id=I64(7)\n");
    assert_eq!(tree(&traced(|| async { new(7) })), expected);
}

#[test]
fn what_varies_in_a_name_is_an_attribute() {
    #[instrument(skip_all, fields(otel.name = format!("old {id}")))]
    fn old(id: i64) {
        assert_eq!(id, 7);
    }
    #[traced("old", attrs(id = id))]
    fn new(id: i64) {
        assert_eq!(id, 7);
    }
    assert_eq!(tree(&instrumented(|| async { old(7) })), "old 7\n");
    assert_eq!(tree(&traced(|| async { new(7) })), "old id=I64(7)\n");
}

#[test]
fn the_status_follows_from_the_outcome() {
    #[instrument(fields(otel.status_code = "ERROR"))]
    fn old() -> Result<(), String> {
        Err("none".to_owned())
    }
    #[traced("old")]
    fn new() -> Result<(), String> {
        Err("none".to_owned())
    }
    let expected = tree(&instrumented(|| async { old().is_err() }));
    assert_eq!(expected, "old error\n");
    assert_eq!(tree(&traced(|| async { new().is_err() })), expected);
}

#[test]
fn errors_by_debug_are_recorded_and_expected_ones_are_not() {
    #[instrument(err(Debug))]
    fn old() -> Result<(), u8> {
        old_expected().or(Err(2))
    }
    #[instrument]
    fn old_expected() -> Result<(), u8> {
        Err(1)
    }
    #[traced("old")]
    fn new() -> Result<(), u8> {
        new_expected().or(Err(2))
    }
    #[traced("old_expected", ok_if = |e| *e == 1)]
    fn new_expected() -> Result<(), u8> {
        Err(1)
    }
    let expected = tree(&instrumented(|| async { old().is_err() }));
    assert_eq!(expected, "old error\n  old_expected\n");
    assert_eq!(tree(&traced(|| async { new().is_err() })), expected);
}

#[test]
fn a_returned_value_is_an_attribute_and_no_event() {
    #[instrument(ret)]
    fn old() -> i64 {
        7
    }
    #[traced(ret(order.total = |total| *total))]
    fn new() -> i64 {
        7
    }
    let (old, new) = (instrumented(|| async { old() }), traced(|| async { new() }));
    let event = &old[0].events[0];
    let returned = event
        .attributes
        .iter()
        .find(|kv| kv.key.as_str() == "return");
    assert_eq!(
        returned.map(|kv| kv.value.as_str().into_owned()).as_deref(),
        Some("7")
    );
    assert_eq!(attribute(&new[0], "order.total"), Some(Value::I64(7)));
    assert!(new[0].events.events.is_empty());
}

#[test]
fn a_parent_that_is_named() {
    #[instrument(skip_all)]
    fn old() {
        let first = tracing::Span::current();
        #[instrument(skip_all)]
        fn second(first: &tracing::Span) {
            third(first);
        }
        #[instrument(skip_all, parent = first)]
        fn third(first: &tracing::Span) {}
        second(&first);
    }
    #[traced("old")]
    fn new() {
        let first = traced::current().context().clone();
        #[traced]
        fn second(first: &traced::opentelemetry::Context) {
            third(first);
        }
        #[traced(parent = first)]
        fn third(first: &traced::opentelemetry::Context) {}
        second(&first);
    }
    let expected = tree(&instrumented(|| async { old() }));
    assert_eq!(expected, "old\n  second\n  third\n");
    assert_eq!(tree(&traced(|| async { new() })), expected);
}

#[test]
fn level_and_target_are_nothing() {
    #[instrument(level = "warn", target = "shop")]
    fn old() {}
    #[traced("old")]
    fn new() {}
    let (old, new) = (instrumented(|| async { old() }), traced(|| async { new() }));
    assert_eq!(tree(&old), tree(&new));
    assert_eq!(attribute(&new[0], "level"), None);
    assert_eq!(attribute(&new[0], "target"), None);
    assert_eq!(new[0].instrumentation_scope.name(), env!("CARGO_PKG_NAME"));
}

#[test]
fn futures_and_scopes() {
    #[instrument]
    fn inner() {}
    async fn old() {
        async { inner() }.instrument(info_span!("order.ship")).await;
        let outer = info_span!("order.place");
        outer.in_scope(inner);
        let carried = outer.in_scope(|| async { inner() }.in_current_span());
        carried.await;
    }
    mod new {
        #[traced::traced]
        pub(super) fn inner() {}
    }
    async fn new() {
        async { new::inner() }.traced("order.ship").await;
        let carried = span!("order.place", {
            new::inner();
            async { new::inner() }.in_current_trace()
        });
        carried.await;
    }
    let expected = tree(&instrumented(old));
    assert_eq!(
        expected,
        "order.ship\n  inner\norder.place\n  inner\n  inner\n"
    );
    let recorded = traced(new);
    assert_eq!(tree(&recorded), expected);
    assert!(recorded.iter().all(|span| span.status == Status::Unset));
}
