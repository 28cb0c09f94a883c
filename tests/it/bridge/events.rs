//! `tracing` events on the span that they happened in.

use traced::opentelemetry::trace::{Status, Tracer as _};
use traced::opentelemetry::{Value, global};
use traced::testing::{Recorded, record, record_sync};
use traced::{task, traced};
use tracing::dispatcher::with_default;
use tracing::level_filters::LevelFilter;
use tracing::{Dispatch, Instrument as _, debug, error, info, info_span, warn};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

use super::{bridge, on_both_runtimes};

/// The names of a span's events.
fn events<T>(recorded: &Recorded<T>, span: &str) -> Vec<String> {
    let events = recorded.span(span).events.iter();
    events.map(|event| event.name.to_string()).collect()
}

#[traced("inner")]
async fn inner() {
    tokio::task::yield_now().await;
    info!("in the inner");
}

#[traced("outer")]
async fn outer() {
    info!("in the outer");
    let between = async {
        info!("in the middle");
        inner().await;
        info!("in the middle, after");
    };
    between.instrument(info_span!("middle")).await;
    global::tracer("raw").in_span("raw", |_| info!("in the raw"));
    task::spawn(async { info!("in a task") })
        .await
        .expect("no panic");
    info!("in the outer, after");
}

#[test]
fn an_event_is_on_the_innermost_span_whoever_made_it() {
    on_both_runtimes(&bridge(), || async {
        let recorded = record(async { outer().await }).await;
        recorded.assert_connected();
        assert_eq!(
            events(&recorded, "outer"),
            ["in the outer", "in a task", "in the outer, after"]
        );
        assert_eq!(
            events(&recorded, "middle"),
            ["in the middle", "in the middle, after"]
        );
        assert_eq!(events(&recorded, "inner"), ["in the inner"]);
        assert_eq!(events(&recorded, "raw"), ["in the raw"]);
    });
}

#[traced]
fn typed() {
    let error = std::io::Error::other("no more room");
    warn!(
        order.id = 7_u64,
        big = u64::MAX,
        ok = true,
        ratio = 0.5,
        sku = "book",
        what = ?Some(1),
        error = &error as &dyn std::error::Error,
        "stock is low"
    );
}

#[test]
fn fields_are_typed_attributes() {
    let recorded = with_default(&bridge(), || record_sync(typed));
    let span = recorded.span("typed");
    let event = &span.events.events[0];
    assert_eq!(event.name, "stock is low");
    let value = |key: &str| {
        let mut attributes = event.attributes.iter();
        let found = attributes.find(|kv| kv.key.as_str() == key);
        found.unwrap_or_else(|| panic!("no {key}")).value.clone()
    };
    assert_eq!(value("level"), Value::from("WARN"));
    assert_eq!(value("target"), Value::from(module_path!()));
    assert_eq!(value("code.file.path"), Value::from(file!()));
    assert_eq!(value("order.id"), Value::I64(7));
    assert_eq!(value("big"), Value::from("18446744073709551615"));
    assert_eq!(value("ok"), Value::Bool(true));
    assert_eq!(value("ratio"), Value::F64(0.5));
    assert_eq!(value("sku"), Value::from("book"));
    assert_eq!(value("what"), Value::from("Some(1)"));
    assert_eq!(value("error"), Value::from("no more room"));
}

#[test]
fn the_level_is_configurable() {
    #[traced]
    fn chatty() {
        debug!("debug");
        info!("info");
        warn!("warn");
    }
    for (level, expected) in [
        (LevelFilter::OFF, &[][..]),
        (LevelFilter::WARN, &["warn"]),
        (LevelFilter::INFO, &["info", "warn"]),
        (LevelFilter::DEBUG, &["debug", "info", "warn"]),
    ] {
        let layer = traced::bridge::builder().events(level).layer();
        let subscriber = Dispatch::new(registry().with(layer));
        let recorded = with_default(&subscriber, || record_sync(chatty));
        assert_eq!(events(&recorded, "chatty"), expected);
    }
}

#[test]
fn an_error_that_is_logged_is_not_the_outcome_of_a_traced_function() {
    #[traced]
    fn recovers() -> Result<(), String> {
        error!("tried once");
        Ok(())
    }
    #[tracing::instrument(err)]
    fn instrumented() -> Result<(), String> {
        recovers()?;
        Err("gave up".to_owned())
    }
    let recorded = with_default(&bridge(), || record_sync(instrumented));
    assert_eq!(recorded.span("recovers").status, Status::Unset);
    assert_eq!(events(&recorded, "recovers"), ["tried once"]);
    let Status::Error { description } = &recorded.span("instrumented").status else {
        panic!("tracing-opentelemetry makes it an error");
    };
    assert_eq!(description, "gave up");
    assert_eq!(events(&recorded, "instrumented"), ["exception"]);
}

#[test]
fn an_event_that_names_its_span_is_there() {
    #[traced]
    fn elsewhere(span: &tracing::Span) {
        info!(parent: span, "for the other");
        info!(parent: None, "for nobody");
    }
    let recorded = with_default(&bridge(), || {
        record_sync(|| {
            let other = info_span!("other");
            other.in_scope(|| elsewhere(&other));
        })
    });
    assert_eq!(events(&recorded, "other"), ["for the other"]);
    assert_eq!(events(&recorded, "elsewhere"), [""; 0]);
}
