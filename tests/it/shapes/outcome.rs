//! What a function came to: errors of every type, expected ones, panics, cancellation.

use std::error::Error;
use std::fmt;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use traced::testing::{assert_tree, record, record_sync};
use traced::{ErrorType, traced};

#[derive(Debug)]
struct Declined {
    source: Option<Box<Declined>>,
}

impl fmt::Display for Declined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.source.is_some() {
            "no payment"
        } else {
            "card declined"
        })
    }
}

impl Error for Declined {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[derive(Debug)]
struct Named;

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("named")
    }
}

impl Error for Named {}

impl ErrorType for Named {
    fn error_type(&self) -> &'static str {
        "named_error"
    }
}

#[derive(Debug)]
struct OnlyDebug;

struct Silent;

/// A function for each way in which an error type can be read, sync and async.
macro_rules! failing {
    ($($name:ident $name_async:ident: $error:ty = $value:expr;)*) => {$(
        #[traced]
        fn $name() -> Result<(), $error> {
            Err($value)
        }

        #[traced]
        async fn $name_async() -> Result<(), $error> {
            Err($value)
        }
    )*};
}

failing! {
    typed typed_async: Named = Named;
    error error_async: Declined = Declined { source: None };
    boxed boxed_async: Box<dyn Error + Send + Sync> = "boxed".into();
    any any_async: anyhow::Error = anyhow::anyhow!("inner").context("outer");
    display display_async: String = "shown".to_owned();
    debug debug_async: OnlyDebug = OnlyDebug;
    silent silent_async: Silent = Silent;
}

#[tokio::test]
async fn every_error_type_is_read_as_well_as_it_can_be() {
    let recorded = record(async {
        macro_rules! both {
            ($($name:ident $name_async:ident)*) => {$(
                assert!($name().is_err());
                assert!($name_async().await.is_err());
            )*};
        }
        both!(typed typed_async error error_async boxed boxed_async any any_async);
        both!(display display_async debug debug_async silent silent_async);
    })
    .await;
    let mut seen = Vec::new();
    for name in [
        "typed", "error", "boxed", "any", "display", "debug", "silent",
    ] {
        let (sync, asynchronous) = (recorded.span(name), recorded.span(&format!("{name}_async")));
        assert_eq!(sync.status, asynchronous.status, "{name}");
        seen.push(format!("{name}: {:?}", sync.status));
    }
    assert_eq!(
        seen,
        [
            r#"typed: Error { description: "named" }"#,
            r#"error: Error { description: "card declined" }"#,
            r#"boxed: Error { description: "boxed" }"#,
            r#"any: Error { description: "outer" }"#,
            r#"display: Error { description: "shown" }"#,
            r#"debug: Error { description: "OnlyDebug" }"#,
            r#"silent: Error { description: "" }"#,
        ],
    );
    let error_type = |name: &str| {
        let span = recorded.span(name);
        let attribute = span
            .attributes
            .iter()
            .find(|kv| kv.key.as_str() == "error.type");
        attribute.map(|kv| kv.value.to_string())
    };
    assert_eq!(error_type("typed").as_deref(), Some("named_error"));
    assert_eq!(
        error_type("error").as_deref(),
        Some("it::shapes::outcome::Declined")
    );
    assert_eq!(error_type("any_async").as_deref(), Some("_OTHER"));
}

#[traced]
fn generic<T, E>(result: Result<T, E>) -> Result<T, E> {
    result
}

#[traced]
fn nested() -> Result<Result<u8, String>, String> {
    Ok(Err("inner".into()))
}

#[traced]
fn nothing() -> Option<u8> {
    None
}

type Alias<T> = Result<T, String>;

#[traced]
async fn alias() -> Alias<u8> {
    Err("through an alias".into())
}

#[tokio::test]
async fn only_an_err_is_an_error() {
    let recorded = record(async {
        let _ = generic::<u8, _>(Err(Silent));
        let _ = nested();
        nothing();
        let _ = alias().await;
    })
    .await;
    let statuses = ["generic", "nested", "nothing", "alias"]
        .map(|name| format!("{:?}", recorded.span(name).status));
    assert_eq!(
        statuses,
        [
            r#"Error { description: "" }"#,
            "Unset",
            "Unset",
            r#"Error { description: "through an alias" }"#
        ],
    );
}

#[traced(ok_if = |error| error.len() < 2)]
fn expected(text: &str) -> Result<(), String> {
    Err(text.to_owned())
}

#[traced(ok_if = String::is_empty)]
async fn expected_async(text: &str) -> Result<(), String> {
    Err(text.to_owned())
}

#[tokio::test]
async fn an_expected_error_is_none() {
    let recorded = record(async {
        assert!(expected("").is_err());
        assert!(expected_async("").await.is_err());
    })
    .await;
    assert_tree!(
        recorded,
        "
        expected
        expected_async
        "
    );
    let recorded = record_sync(|| expected("xyz"));
    let status = format!("{:?}", recorded.span("expected").status);
    assert_eq!(status, r#"Error { description: "xyz" }"#);
}

#[traced]
fn panicking(text: &str) {
    panic!("{text}");
}

#[traced]
async fn panicking_async() {
    tokio::task::yield_now().await;
    panicking("asynchronous");
}

#[traced(leaf)]
fn panicking_leaf() {
    panic!("leaf");
}

#[tokio::test]
async fn a_panic_ends_the_span_and_goes_on() {
    let recorded = record(async {
        let task = tokio::spawn(panicking_async());
        assert!(task.await.expect_err("it panics").is_panic());
        assert!(catch_unwind(AssertUnwindSafe(panicking_leaf)).is_err());
    })
    .await;
    for name in ["panicking_async", "panicking", "panicking_leaf"] {
        let span = recorded.span(name);
        let has = |key: &str, value: &str| {
            let mut attributes = span.attributes.iter();
            attributes.any(|kv| kv.key.as_str() == key && kv.value.to_string() == value)
        };
        assert!(has("error.type", "panic"), "{name}: {span:?}");
        assert!(format!("{:?}", span.status).starts_with("Error"), "{name}");
    }
}

#[traced]
async fn waits() {
    inner_wait().await;
}

#[traced]
async fn inner_wait() {
    pending::<()>().await;
}

#[traced]
async fn never_polled() {}

#[tokio::test(start_paused = true)]
async fn a_dropped_future_is_cancelled() {
    let recorded = record(async {
        let timeout = tokio::time::timeout(Duration::from_secs(1), waits()).await;
        assert!(timeout.is_err());
        drop(never_polled());
    })
    .await;
    assert_tree!(
        recorded,
        "
        waits cancelled
          inner_wait cancelled
        "
    );
}

#[traced]
fn chain() -> Result<(), Declined> {
    inner_chain().map_err(|source| Declined {
        source: Some(Box::new(source)),
    })
}

#[traced]
fn inner_chain() -> Result<(), Declined> {
    Err(Declined { source: None })
}

#[test]
fn the_event_is_written_where_the_error_arose() {
    let recorded = record_sync(chain);
    assert!(recorded.output.is_err());
    assert_eq!(recorded.span("inner_chain").events.len(), 1);
    assert_eq!(recorded.span("chain").events.len(), 0);
    let status = format!("{:?}", recorded.span("chain").status);
    assert_eq!(status, r#"Error { description: "no payment" }"#);
}

#[traced]
fn ends_early(n: u8) -> Result<u8, Declined> {
    if n == 0 {
        return Ok(0);
    }
    let n: u8 = "7".parse().map_err(|_| Declined { source: None })?;
    Ok(n)
}

#[test]
fn every_way_out_ends_the_span() {
    let recorded = record_sync(|| (ends_early(0).is_ok(), ends_early(1).is_ok()));
    assert_eq!(recorded.output, (true, true));
    assert_tree!(
        recorded,
        "
        ends_early
        ends_early
        "
    );
}
