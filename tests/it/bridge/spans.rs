//! `tracing` spans as spans of the trace.

use traced::opentelemetry::trace::{SpanKind, TraceContextExt as _};
use traced::testing::{assert_tree, record_sync};
use traced::traced;
use tracing::dispatcher::with_default;
use tracing::level_filters::LevelFilter;
use tracing::{Dispatch, debug_span, info_span, trace_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

use super::{bridge, bridge_of_all};

#[traced]
fn query() {
    let span = info_span!(target: "sqlx::query", "select", rows = tracing::field::Empty);
    span.in_scope(|| span.record("rows", 3));
    info_span!(
        "call",
        otel.kind = "client",
        otel.name = "GET",
        http.response.status_code = 200
    )
    .in_scope(|| ());
}

#[test]
fn fields_are_attributes_and_the_scope_is_the_crate() {
    let recorded = with_default(&bridge(), || record_sync(query));
    assert_tree!(
        recorded,
        "
        query
          select {rows=3}
          GET [client] {http.response.status_code=200}
        "
    );
    let select = recorded.span("select");
    assert_eq!(select.instrumentation_scope.name(), "sqlx");
    let keys: Vec<&str> = select.attributes.iter().map(|kv| kv.key.as_str()).collect();
    assert_eq!(keys, ["code.file.path", "code.line.number", "rows"]);
    let call = recorded.span("GET");
    assert_eq!(call.instrumentation_scope.name(), "it");
    assert_eq!(call.span_kind, SpanKind::Client);
}

#[test]
fn the_level_is_configurable() {
    #[traced]
    fn nested() {
        info_span!("info")
            .in_scope(|| debug_span!("debug").in_scope(|| trace_span!("trace").in_scope(|| ())));
    }
    for (level, expected) in [
        (LevelFilter::OFF, "nested"),
        (LevelFilter::INFO, "nested\n  info"),
        (LevelFilter::DEBUG, "nested\n  info\n    debug"),
        (LevelFilter::TRACE, "nested\n  info\n    debug\n      trace"),
    ] {
        let layer = traced::bridge::builder().spans(level).layer();
        let subscriber = Dispatch::new(registry().with(layer));
        let recorded = with_default(&subscriber, || record_sync(nested));
        assert_tree!(recorded, expected);
    }
}

#[test]
fn a_span_that_is_never_entered_is_a_child_all_the_same() {
    #[traced]
    fn never() {
        drop(info_span!("idle"));
    }
    let recorded = with_default(&bridge(), || record_sync(never));
    assert_tree!(recorded, "never\n  idle");
}

#[test]
fn the_extension_trait_of_tracing_opentelemetry_works() {
    #[traced]
    fn extended() {
        let span = info_span!("inner");
        let id = traced::current().span_id();
        let cx = span.context();
        assert_ne!(Some(cx.span().span_context().span_id()), id);
        span.set_attribute("order.id", 7);
        let other = info_span!("moved");
        other.set_parent(cx).expect("it has not started");
        other.in_scope(|| ());
    }
    let recorded = with_default(&bridge(), || record_sync(extended));
    assert_tree!(recorded, "extended\n  inner {order.id=7}\n    moved");
}

#[test]
fn what_transports_do_outside_of_a_trace_begins_none() {
    let transport = || trace_span!(target: "h2::proto", "connection").in_scope(|| ());
    let recorded = with_default(&bridge_of_all(), || {
        record_sync(|| {
            transport();
            info_span!("request").in_scope(transport);
        })
    });
    assert_tree!(recorded, "request\n  connection");
}

#[test]
fn nothing_of_suppressed_code_is_traced() {
    let recorded = with_default(&bridge_of_all(), || {
        record_sync(|| {
            info_span!("outer").in_scope(|| {
                let suppressed = traced::context::current().with_telemetry_suppressed();
                traced::context::run_in(&suppressed, || {
                    info_span!("hidden").in_scope(|| tracing::info!("hidden"));
                });
            });
        })
    });
    assert_tree!(recorded, "outer");
}

#[test]
fn a_span_in_a_thread_local_destructor_does_not_panic() {
    use std::cell::RefCell;

    struct AtExit(std::sync::mpsc::Sender<()>);
    impl Drop for AtExit {
        fn drop(&mut self) {
            tracing::info!("at exit");
            drop(info_span!("at exit"));
            let _ = self.0.send(());
        }
    }
    thread_local!(static LAST: RefCell<Option<AtExit>> = const { RefCell::new(None) });

    let (sender, done) = std::sync::mpsc::channel();
    let subscriber = bridge();
    std::thread::spawn(move || {
        // First used before the context is, so destroyed after it.
        LAST.with(|last| *last.borrow_mut() = Some(AtExit(sender)));
        std::mem::forget(tracing::dispatcher::set_default(&subscriber));
        info_span!("before").in_scope(|| ());
    })
    .join()
    .expect("the destructor must not panic");
    assert_eq!(done.recv(), Ok(()));
}
