//! Noticing a panic where it happens.

/// Runs `f`; if it panics, runs `cleanup` on the way out. The panic goes on.
///
/// A future that panicked may be dropped much later, when somebody has caught the panic:
/// its destructor cannot tell that from a cancellation. Whoever polls it can, through
/// this.
pub fn on_unwind<R>(f: impl FnOnce() -> R, cleanup: impl FnOnce()) -> R {
    let armed = Armed(Some(cleanup));
    let result = f();
    armed.disarm();
    result
}

struct Armed<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Armed<F> {
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl<F: FnOnce()> Drop for Armed<F> {
    fn drop(&mut self) {
        if let Some(cleanup) = self.0.take() {
            cleanup();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    #[test]
    fn cleans_up_after_a_panic_and_only_then() {
        let cleaned = Cell::new(0);
        let clean = || cleaned.set(cleaned.get() + 1);
        assert_eq!(on_unwind(|| 7, clean), 7);
        assert_eq!(cleaned.get(), 0);

        let panic = || on_unwind(|| resume_unwind(Box::new("why")), clean);
        let payload = catch_unwind(AssertUnwindSafe(panic)).expect_err("the panic goes on");
        assert_eq!(payload.downcast_ref(), Some(&"why"));
        assert_eq!(cleaned.get(), 1);
    }
}
