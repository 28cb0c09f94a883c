//! Calls that break a trace though each of its spans is well: too late, or under another trace.
//!
//! *Late*: called after the parent had ended, in a context that somebody kept. Work that was
//! started for later (`task::spawn`, `time::after`, a channel) is on purpose, and so is a parent
//! that was named (`parent = ..`). The context of such work, and that of a running body, is vouched
//! for by whoever attached it (`context/attach.rs`), so that the usual call reads two
//! thread-locals and looks at no span.
//!
//! *Foreign*: called in one trace, and run under another.

use super::parent::Parent;
use crate::context;
use crate::diagnostics::{self, Kind, Place};
use crate::semconv::attribute::{TRACED_FOREIGN_PARENT, TRACED_LATE_CHILD};
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, KeyValue};

/// A context value: this call came after the span of the context had ended.
#[derive(Debug)]
struct Late;

/// The context of a call whose span may start later.
pub(crate) fn capture() -> Context {
    let cx = context::current();
    if is_late(&cx) {
        return cx.with_value(Late);
    }
    cx
}

/// Whether that was so when [`capture`] looked.
pub(super) fn is_known_late(called: &Context) -> bool {
    called.get::<Late>().is_some()
}

/// True if the span of `cx`, which is current, has ended though somebody works in it.
fn is_late(cx: &Context) -> bool {
    let span = cx.span();
    let is = span.span_context();
    // What is not sampled, or was started by another process, cannot be seen to end.
    is.is_sampled()
        && is.is_valid()
        && !is.is_remote()
        && !context::is_vouched(is.span_id())
        && !span.is_recording()
}

/// What is wrong with a span that was called in `called`, where that may differ, and has got
/// this parent by the rule of `parent.rs`.
pub(super) fn find(called: Option<&Context>, parent: &Parent) -> Option<Kind> {
    let Parent::Child(parent, elsewhere) = parent else {
        return None;
    };
    if !elsewhere.is_empty() {
        return Some(Kind::ForeignParent);
    }
    let is_late = match called {
        None => is_late(parent),
        Some(called) => {
            let id = |cx: &Context| cx.span().span_context().span_id();
            called.get::<Late>().is_some() && id(called) == id(parent)
        }
    };
    is_late.then_some(Kind::LateChild)
}

/// Says it, and returns the mark for the span.
pub(super) fn report(fault: Kind, name: &str, place: Place) -> KeyValue {
    if fault == Kind::ForeignParent {
        diagnostics::report(fault, place, || {
            format!(
                "span `{name}` at {place} was called in one trace and runs under another, to which \
                 it belongs now, with a link to the former; call the function where it runs, or \
                 say whose child it is with `#[traced(parent = cx)]`"
            )
        });
        return KeyValue::new(TRACED_FOREIGN_PARENT, true);
    }
    diagnostics::report(fault, place, || {
        format!(
            "span `{name}` at {place} was called after its parent had ended, in a context that was \
             kept: the parent does not cover it; end the parent later, start the work with \
             `traced::task::spawn` or `traced::time::after`, or begin a trace of its own with \
             `traced::task::spawn_linked`"
        )
    });
    KeyValue::new(TRACED_LATE_CHILD, true)
}
