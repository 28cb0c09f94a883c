//! Which threads are a worker's own: these wait for no worker, and leave no spans.

use std::cell::Cell;

use opentelemetry::Context;

thread_local! {
    static IS_OWN: Cell<bool> = const { Cell::new(false) };
}

/// True on the threads of a worker.
pub(super) fn is_own() -> bool {
    IS_OWN.try_with(Cell::get).unwrap_or(false)
}

/// Makes this thread a worker's own, for ever. Telemetry of an exporter's transport would feed the
/// exporter without end.
pub(super) fn mark() {
    IS_OWN.with(|is| is.set(true));
    // Never detached: the thread does nothing else for the rest of its life.
    std::mem::forget(Context::enter_telemetry_suppressed_scope());
}

/// Refuses a call that would wait for the very thread it stands on.
pub(super) fn refuse_call(call: &str) -> Result<(), String> {
    if is_own() {
        return Err(format!(
            "{call}() was called from inside an exporter, which it would wait for"
        ));
    }
    Ok(())
}
