//! The handle on a span that was started by hand: ends it exactly once.

use super::finish;
use super::handle::Handle;
use super::outcome::Failure;
use crate::provider::{Begun, Failed, Fate};
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, Key, KeyValue, Value};
use std::borrow::Cow;
use std::error::Error;

/// A started span; ends it exactly once, whatever happens.
///
/// Dropping it while the thread panics marks the span as panicked, dropping it otherwise
/// as cancelled: call [`end`](Self::end) when the operation is over. The span is not made
/// current; run code in its [`context`](Self::context) with
/// [`run_in`](crate::context::run_in) or [`InContext`](crate::context::InContext).
#[derive(Debug)]
#[must_use = "dropping the guard ends the span as cancelled"]
pub struct SpanGuard {
    cx: Context,
    /// Who has to be told of the end; nobody any more once it has ended.
    fate: Fate,
}

impl SpanGuard {
    pub(super) fn new(begun: Begun) -> Self {
        let Begun { cx, fate } = begun;
        Self { cx, fate }
    }

    fn handle(&self) -> Handle<'_> {
        Handle::new(&self.cx, self.fate)
    }

    /// The context whose span this is.
    pub fn context(&self) -> &Context {
        &self.cx
    }

    /// False if the span was not sampled or suppressed: then there is no need to find
    /// out what would be recorded.
    pub fn is_recording(&self) -> bool {
        self.handle().is_recording()
    }

    /// Sets an attribute; the last value of a key counts.
    pub fn set(&self, key: impl Into<Key>, value: impl Into<Value>) {
        // A span that does not record ignores it: asking first would lock the span twice.
        if self.handle().is_ours() {
            self.cx.span().set_attribute(KeyValue::new(key, value));
        }
    }

    /// Replaces the name. Samplers have decided by the name the span was started with.
    pub fn update_name(&self, name: impl Into<Cow<'static, str>>) {
        if self.handle().is_ours() {
            self.cx.span().update_name(name);
        }
    }

    /// Marks the operation as failed: status Error with `description`, and `error.type`.
    ///
    /// `error_type` must be of low cardinality; the description should not repeat it.
    /// Source: semantic conventions, "Recording errors".
    #[expect(
        clippy::needless_pass_by_value,
        reason = "whoever fails has a text to give away"
    )]
    pub fn error(&self, error_type: impl Into<Cow<'static, str>>, description: Option<String>) {
        if self.is_recording() {
            self.handle().fail(Failed {
                error_type: error_type.into(),
                text: description.as_deref(),
                exception: None,
            });
        }
    }

    /// Records an error and its sources as one `exception` event; the status is untouched.
    pub fn exception<E: Error + ?Sized>(&self, error: &E) {
        if self.is_recording() {
            let failure = Failure::of_error(error, std::any::type_name::<E>());
            let attributes = failure.exception().attributes(failure.text());
            self.handle().add_exception(attributes);
        }
    }

    /// Ends the span: the operation is over.
    pub fn end(mut self) {
        self.once(|span| finish::completed(span, None, || opentelemetry::SpanId::INVALID));
    }

    /// Ends the span with `traced.cancelled`: the operation was given up before its end.
    pub fn cancel(mut self) {
        self.once(finish::cancelled);
    }

    /// Ends the span with status Error and `error.type = "panic"`.
    pub fn panicked(mut self) {
        self.once(finish::panicked);
    }

    fn once(&mut self, end: impl FnOnce(Handle<'_>)) {
        end(self.handle());
        self.fate = Fate::Nothing;
    }
}

impl Drop for SpanGuard {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.once(finish::panicked);
        } else {
            self.once(finish::cancelled);
        }
    }
}
