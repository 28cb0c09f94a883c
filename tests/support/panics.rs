//! Reading the message of a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `f` panics with.
///
/// # Panics
/// If it does not panic, or without a text.
#[track_caller]
pub fn message(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).expect_err("this must panic");
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => (*payload.downcast::<&str>().expect("a text")).to_owned(),
    }
}
