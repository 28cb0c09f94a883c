//! Noticing a panic where it happens.

/// Runs `f`; if it panics, runs `cleanup` on the way out. The panic goes on.
///
/// A future that panicked may be dropped much later, when somebody has caught the panic: its destructor cannot tell that
/// from a cancellation. Whoever polls it can, through this.
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
