//! The rules of the semantic conventions for outcomes, each by its number: `C-` for the status and
//! `error.type`, `EX-` for exceptions. Sources: OpenTelemetry's "Recording errors", "Exceptions on
//! spans", and the registry of `error.type`.

use std::error::Error;
use std::fmt;

use traced::opentelemetry::trace::Status;
use traced::testing::{Recorded, record, record_sync};
use traced::{ErrorType, traced};

#[derive(Debug, ErrorType)]
enum PayError {
    Declined,
    #[error_type("timeout")]
    Slow(Line),
}

#[derive(Debug)]
struct Line;

impl fmt::Display for PayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PayError::Declined => f.write_str("card 7 was declined"),
            PayError::Slow(_) => f.write_str("the bank is slow"),
        }
    }
}

impl Error for PayError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            PayError::Declined => None,
            PayError::Slow(line) => Some(line),
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no line")
    }
}

impl Error for Line {}

#[traced]
fn pay(error: Option<PayError>) -> Result<u8, PayError> {
    error.map_or(Ok(1), Err)
}

#[traced]
async fn pay_async(error: Option<PayError>) -> Result<u8, PayError> {
    error.map_or(Ok(1), Err)
}

fn attribute<T>(recorded: &Recorded<T>, name: &str, key: &str) -> Option<String> {
    let span = recorded.span(name);
    let attribute = span.attributes.iter().find(|kv| kv.key.as_str() == key);
    attribute.map(|kv| kv.value.to_string())
}

/// The events of a span, each with its attributes as text.
fn events<T>(recorded: &Recorded<T>, name: &str) -> Vec<(String, Vec<(String, String)>)> {
    let events = recorded.span(name).events.iter().map(|event| {
        let attributes = event.attributes.iter();
        let attributes = attributes.map(|kv| (kv.key.to_string(), kv.value.to_string()));
        (event.name.to_string(), attributes.collect())
    });
    events.collect()
}

#[tokio::test]
async fn c_1_success_leaves_the_status_unset() {
    let recorded = record(async { (pay(None), pay_async(None).await) }).await;
    for name in ["pay", "pay_async"] {
        assert_eq!(recorded.span(name).status, Status::Unset);
        assert_eq!(attribute(&recorded, name, "error.type"), None);
    }
}

#[tokio::test]
async fn c_2_failure_is_status_error_and_an_error_type() {
    let declined = || Some(PayError::Declined);
    let recorded = record(async { (pay(declined()), pay_async(declined()).await) }).await;
    for name in ["pay", "pay_async"] {
        assert_eq!(
            recorded.span(name).status,
            Status::error("card 7 was declined")
        );
        let error_type = attribute(&recorded, name, "error.type");
        assert_eq!(error_type.as_deref(), Some("pay_error.declined"));
    }
}

#[test]
fn c_3_the_description_is_the_errors_text_and_no_more() {
    struct Silent;
    #[traced]
    fn silent() -> Result<(), Silent> {
        Err(Silent)
    }
    let recorded = record_sync(|| (pay(Some(PayError::Slow(Line))), silent().is_err()));
    assert_eq!(
        recorded.span("pay").status,
        Status::error("the bank is slow")
    );
    assert_eq!(recorded.span("silent").status, Status::error(""));
}

#[test]
fn c_4_an_error_that_was_handled_is_not_recorded_above() {
    #[traced]
    fn retry() -> Result<u8, PayError> {
        pay(Some(PayError::Declined)).or_else(|_| pay(None))
    }
    let recorded = record_sync(retry);
    assert_eq!(recorded.span("retry").status, Status::Unset);
    assert_eq!(events(&recorded, "retry"), []);
}

#[test]
fn c_5_the_error_type_is_one_of_a_small_set() {
    #[traced]
    fn boxed(text: &str) -> Result<(), Box<dyn Error>> {
        Err(text.into())
    }
    #[traced]
    fn text(text: &str) -> Result<(), String> {
        Err(text.to_owned())
    }
    let recorded = record_sync(|| {
        let _ = (boxed("order 7 is lost"), text("order 7 is lost"));
        pay(Some(PayError::Slow(Line)))
    });
    let of = |name| attribute(&recorded, name, "error.type");
    assert_eq!(of("boxed").as_deref(), Some("_OTHER"));
    assert_eq!(of("text").as_deref(), Some("_OTHER"));
    assert_eq!(of("pay").as_deref(), Some("timeout"));
}

#[test]
fn ex_1_the_event_is_called_exception_and_has_a_type_and_a_message() {
    let recorded = record_sync(|| pay(Some(PayError::Declined)));
    let events = events(&recorded, "pay");
    assert_eq!(events.len(), 1);
    let (name, attributes) = &events[0];
    assert_eq!(name, "exception");
    let keys: Vec<_> = attributes.iter().map(|(key, _)| &**key).collect();
    assert_eq!(
        keys,
        ["exception.type", "exception.message"],
        "and no `exception.escaped`"
    );
}

#[test]
fn ex_2_status_and_error_type_do_not_depend_on_the_event() {
    #[traced]
    fn place() -> Result<u8, PayError> {
        pay(Some(PayError::Declined))
    }
    let recorded = record_sync(place);
    assert_eq!(events(&recorded, "place"), [], "it is recorded below");
    assert_eq!(
        recorded.span("place").status,
        Status::error("card 7 was declined")
    );
    let error_type = attribute(&recorded, "place", "error.type");
    assert_eq!(error_type.as_deref(), Some("pay_error.declined"));
}

#[tokio::test]
async fn ex_3_an_exception_is_recorded_once_where_it_arose() {
    #[traced]
    async fn place() -> Result<u8, anyhow::Error> {
        Ok(pay_async(Some(PayError::Slow(Line))).await?)
    }
    #[traced]
    async fn checkout() -> anyhow::Result<u8> {
        place().await.map_err(|error| error.context("no checkout"))
    }
    let recorded = record(checkout()).await;
    let events = ["checkout", "place", "pay_async"].map(|name| events(&recorded, name).len());
    assert_eq!(events, [0, 0, 1]);
}

#[test]
fn ex_4_what_describes_the_exception_stands_on_the_event_only() {
    let recorded = record_sync(|| pay(Some(PayError::Declined)));
    for key in [
        "exception.type",
        "exception.message",
        "exception.stacktrace",
        "error.message",
    ] {
        assert_eq!(attribute(&recorded, "pay", key), None);
    }
    let on_the_event = |(_, attributes): (String, Vec<(String, String)>)| attributes;
    let attributes: Vec<_> = events(&recorded, "pay")
        .into_iter()
        .flat_map(on_the_event)
        .collect();
    assert!(
        attributes.iter().all(|(key, _)| key != "error.type"),
        "{attributes:?}"
    );
}

#[test]
fn ex_5_the_type_is_rusts_the_message_is_display_and_the_sources_are_the_trace() {
    let recorded = record_sync(|| pay(Some(PayError::Slow(Line))));
    let expected = [
        ("exception.type", "it::shapes::rules::PayError"),
        ("exception.message", "the bank is slow"),
        (
            "exception.stacktrace",
            "the bank is slow\nCaused by: no line",
        ),
    ];
    let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(
        events(&recorded, "pay"),
        [("exception".to_owned(), expected.to_vec())]
    );
}
