//! Reading the message of a panic.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static FILE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The source file in which `f` panics, as the panic hook is told. One hook for the process:
/// tests that each set their own would lose the others'.
///
/// # Panics
/// If it does not panic.
#[track_caller]
pub fn file(f: impl FnOnce()) -> String {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let file = info.location().map(|location| location.file().to_owned());
            FILE.with_borrow_mut(|last| *last = file);
            previous(info);
        }));
    });
    message(f);
    FILE.take().expect("the hook ran")
}

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
