//! `#[track_caller]`: a function that asks for its caller finds it.

use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};

use traced::opentelemetry::trace::Status;
use traced::testing::{assert_tree, record_sync};
use traced::traced;

#[derive(Debug)]
struct Refused(&'static Location<'static>);

#[traced]
#[track_caller]
fn refuses(last: String) -> Result<String, Refused> {
    if last.is_empty() {
        Err(Refused(Location::caller()))
    } else {
        Ok(last)
    }
}

#[traced]
#[track_caller]
fn unwraps(value: Option<u8>) -> u8 {
    inner();
    // Not by the panic hook, which another test of this process may have made ours.
    value.unwrap_or_else(|| resume_unwind(Box::new("no value")))
}

#[traced]
fn inner() {}

#[traced]
#[track_caller]
fn leaves_early(value: Option<u8>) -> Option<u8> {
    Some(value? + 1)
}

/// The error counts for more than the place.
#[traced]
#[track_caller]
fn refuses_early(last: &str) -> Result<String, &'static str> {
    let last = last.strip_suffix('.').ok_or("no")?;
    Ok(last.to_owned())
}

#[test]
fn the_place_is_the_callers() {
    let recorded = record_sync(|| refuses(String::new()));
    let line = line!() - 1;
    let Err(Refused(place)) = &recorded.output else {
        panic!("it refuses");
    };
    assert_eq!((place.file(), place.line()), (file!(), line));
    assert_eq!(
        recorded.span("refuses").status,
        Status::error(format!("{:?}", Refused(place)))
    );
}

#[test]
fn a_panic_ends_the_span_and_what_was_current_is_so_again() {
    #[traced]
    fn outer() {
        let panicked = catch_unwind(AssertUnwindSafe(|| unwraps(None)));
        assert!(panicked.is_err());
        inner();
    }
    let recorded = record_sync(|| {
        outer();
        assert_eq!(unwraps(Some(1)), 1);
        assert_eq!(leaves_early(None), None);
        assert!(refuses_early("").is_err());
    });
    assert_eq!(
        recorded.span("outer").status,
        Status::Unset,
        "the panic was caught"
    );
    assert_tree!(
        recorded,
        r#"
        outer
          unwraps panicked
            inner
          inner
        unwraps
          inner
        leaves_early
        refuses_early error "no" {error.type="_OTHER"}
          * exception {exception.message="no", exception.type="str"}
        "#
    );
}
