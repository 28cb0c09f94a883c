//! The synchronous primitive: attach a context, run, restore.

use opentelemetry::trace::{SpanId, TraceContextExt as _};
use opentelemetry::{Context, ContextGuard};
use std::cell::Cell;
use std::mem;

/// Whether the context of this thread can be used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    /// It was not used yet.
    New,
    Alive,
    Gone,
}

/// Exists only to have a destructor, which says that the context may be gone.
struct Sentinel;

impl Drop for Sentinel {
    fn drop(&mut self) {
        LIFE.set(Life::Gone);
    }
}

thread_local! {
    // Without a destructor: it can be asked until the thread has ended.
    static LIFE: Cell<Life> = const { Cell::new(Life::New) };
    // OpenTelemetry keeps the current context in a thread-local and panics when it
    // is used after its destruction. Thread-locals are destroyed in the order of
    // their first use or in its reverse, by platform: one sentinel on either side
    // of OpenTelemetry's is gone before it is, whichever the order.
    static BEFORE: Sentinel = const { Sentinel };
    static AFTER: Sentinel = {
        Context::map_current(|_| ());
        Sentinel
    };
}

/// False in thread-local destructors, where OpenTelemetry's context may be gone.
#[inline]
pub(crate) fn thread_is_alive() -> bool {
    match LIFE.get() {
        Life::Alive => true,
        Life::New => begin(),
        Life::Gone => false,
    }
}

#[cold]
#[inline(never)]
fn begin() -> bool {
    let alive = BEFORE.try_with(|_| ()).is_ok() && AFTER.try_with(|_| ()).is_ok();
    LIFE.set(if alive { Life::Alive } else { Life::Gone });
    alive
}

thread_local! {
    // The span that this crate made current last: a body that runs in it, or work that was
    // carried along. Whatever is called there belongs there, also after that span has ended.
    static VOUCHED: Cell<SpanId> = const { Cell::new(SpanId::INVALID) };
}

/// Keeps a context current, and vouches for its span; or nothing, where none could be attached.
#[derive(Debug)]
pub(crate) struct Attached {
    guard: Option<ContextGuard>,
    vouched_before: SpanId,
}

impl Attached {
    #[inline]
    pub(crate) const fn nothing() -> Self {
        Self {
            guard: None,
            vouched_before: SpanId::INVALID,
        }
    }

    /// Makes `cx` current, whose span has this id. Only in [`with_current_alive`]'s good case.
    #[inline]
    pub(crate) fn alive(cx: Context, span: SpanId) -> Self {
        Self {
            guard: Some(cx.attach()),
            vouched_before: VOUCHED.replace(span),
        }
    }

    /// Makes `cx` current, whose span has this id. Only where nothing is attached yet.
    #[inline]
    pub(crate) fn hold(&mut self, cx: Context, span: SpanId) {
        if thread_is_alive() {
            // There is nothing to drop, which the compiler need not find out.
            mem::forget(mem::replace(self, Self::alive(cx, span)));
        }
    }

    /// Makes current again what was before.
    #[inline]
    pub(crate) fn detach(&mut self) {
        if let Some(guard) = self.guard.take() {
            drop(guard);
            VOUCHED.set(self.vouched_before);
        }
    }
}

impl Drop for Attached {
    #[inline]
    fn drop(&mut self) {
        self.detach();
    }
}

/// Makes `cx` current until the guard is dropped; nothing in thread-local destructors.
pub(crate) fn attach(cx: Context) -> Attached {
    let span = cx.span().span_context().span_id();
    let mut attached = Attached::nothing();
    attached.hold(cx, span);
    attached
}

/// False if the span was made current by other code than this crate's, or never.
#[inline]
pub(crate) fn is_vouched(span: SpanId) -> bool {
    VOUCHED.get() == span
}

/// Makes a context current that was captured elsewhere. One without a trace never hides
/// a trace that is current here: carrying must not be what breaks it.
pub(super) fn attach_captured(cx: &Context) -> Attached {
    let empty = !cx.has_active_span() && !cx.is_telemetry_suppressed();
    if empty && with_current(|current| current.span().span_context().is_valid()) {
        return Attached::nothing();
    }
    attach(cx.clone())
}

/// Drops a value where its context was captured.
pub(crate) fn drop_in<T>(cx: &Context, value: T) {
    let _attached = attach_captured(cx);
    drop(value);
}

/// Reads the current context without cloning it. `f` must not attach another one.
#[inline]
pub(crate) fn with_current<R>(f: impl FnOnce(&Context) -> R) -> R {
    if thread_is_alive() {
        Context::map_current(f)
    } else {
        f(&Context::new())
    }
}

/// The same; nothing where there is no current context any more.
#[inline]
pub(crate) fn with_current_alive<R>(f: impl FnOnce(&Context) -> R) -> Option<R> {
    thread_is_alive().then(|| Context::map_current(f))
}

/// The current context: what a span started here would have as its parent.
///
/// Unlike [`Context::current`] it never panics: in the destructor of a thread-local,
/// where there is no current context any more, it is empty.
pub fn current() -> Context {
    with_current(Context::clone)
}

/// Runs `f` with `cx` as the current context, and restores what was current before,
/// also when `f` panics.
///
/// This is the bare primitive, for a span that lives. Work that may come later is carried by
/// [`InContextFn`](super::InContextFn) and [`InContext`](super::InContext): a traced function that
/// is called here after the span of `cx` has ended is reported as `late-child`.
///
/// ```
/// use traced::context::{self, Context};
///
/// #[derive(Debug, PartialEq)]
/// struct Tenant(u32);
///
/// let cx = Context::new().with_value(Tenant(7));
/// let seen = context::run_in(&cx, || context::current().get::<Tenant>().map(|t| t.0));
/// assert_eq!(seen, Some(7));
/// assert!(context::current().get::<Tenant>().is_none());
/// ```
pub fn run_in<R>(cx: &Context, f: impl FnOnce() -> R) -> R {
    // Nobody vouches for a context that was kept: its span may have ended long ago.
    let _attached = thread_is_alive().then(|| cx.clone().attach());
    f()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::sync::mpsc;

    struct Marker(u32);

    fn marked(n: u32) -> Context {
        Context::new().with_value(Marker(n))
    }

    fn mark() -> Option<u32> {
        current().get::<Marker>().map(|m| m.0)
    }

    #[test]
    fn restores_the_outer_context_after_a_panic() {
        let result = std::panic::catch_unwind(|| {
            run_in(&marked(1), || {
                assert_eq!(mark(), Some(1));
                std::panic::resume_unwind(Box::new(()));
            });
        });
        assert!(result.is_err());
        assert_eq!(mark(), None);
    }

    #[test]
    fn is_empty_in_thread_local_destructors() {
        struct AtExit(mpsc::Sender<Option<u32>>);
        impl Drop for AtExit {
            fn drop(&mut self) {
                let seen = run_in(&marked(2), mark);
                let _ = self.0.send(seen);
            }
        }
        thread_local!(static LAST: RefCell<Option<AtExit>> = const { RefCell::new(None) });

        let (sender, seen) = mpsc::channel();
        std::thread::spawn(move || {
            // First used before the context is, so destroyed after it.
            LAST.with(|last| *last.borrow_mut() = Some(AtExit(sender)));
            assert_eq!(run_in(&marked(3), mark), Some(3));
        })
        .join()
        .expect("the destructor must not panic");
        assert_eq!(seen.recv(), Ok(None));
    }
}
