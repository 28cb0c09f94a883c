//! What comes out of a channel: a value, and the context it was sent in.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::ops::{Deref, DerefMut};

use opentelemetry::Context;

use crate::context::{self, InContext, InContextFn};
use crate::span::{self, SCOPE, SpanStart};

/// A value that came through a channel, and the context it was sent in.
///
/// It is processed [as part of the sender's trace](Self::process), or [in a new
/// one](Self::process_linked) that links back: see [which to use
/// when](crate::context#child-or-link). One that nobody processes is dropped in the context it
/// was sent in.
#[derive(Clone)]
pub struct Message<T> {
    sent: Context,
    /// Until `into_parts` takes it.
    value: Option<T>,
}

impl<T> Message<T> {
    /// A message that is sent now.
    pub(super) fn new(value: T) -> Self {
        Self {
            sent: context::current(),
            value: Some(value),
        }
    }

    /// Processes the value in a span named `name`, a child of the span that sent it.
    ///
    /// If the sender had none, it is a child of the span that is current here. If both have
    /// one, in different traces, the span that is current here becomes a link. The span starts
    /// at the first poll, and `f` is called in it; it ends with the future: done, panicked, or
    /// cancelled. The outcome of a function of your own is recorded by `#[traced]`.
    #[track_caller]
    pub fn process<F, Fut>(
        self,
        name: impl Into<Cow<'static, str>>,
        f: F,
    ) -> impl Future<Output = Fut::Output>
    where
        F: FnOnce(T) -> Fut,
        Fut: Future,
    {
        let span = SpanStart::new(&SCOPE, name).parent(self.sent.clone());
        self.process_in(span, f)
    }

    /// Processes the value in a span named `name`, the root of a new trace that links to the
    /// span that sent it; otherwise as [`process`](Self::process).
    ///
    /// For work that outlives the request it came from.
    #[track_caller]
    pub fn process_linked<F, Fut>(
        self,
        name: impl Into<Cow<'static, str>>,
        f: F,
    ) -> impl Future<Output = Fut::Output>
    where
        F: FnOnce(T) -> Fut,
        Fut: Future,
    {
        let span = SpanStart::new(&SCOPE, name).parent(span::new_trace(&self.sent));
        self.process_in(span, f)
    }

    /// Processes the value on this thread, where it was received by `blocking_recv`: otherwise as
    /// [`process`](Self::process).
    #[track_caller]
    pub fn process_blocking<R>(
        self,
        name: impl Into<Cow<'static, str>>,
        f: impl FnOnce(T) -> R,
    ) -> R {
        let span = SpanStart::new(&SCOPE, name).parent(self.sent.clone());
        let span = span.called_in(&context::current()).start();
        let value = self.into_inner();
        let work = InContextFn::new(span.context().clone(), || f(value));
        let result = work.call();
        span.end();
        result
    }

    fn process_in<F, Fut>(self, span: SpanStart, f: F) -> impl Future<Output = Fut::Output>
    where
        F: FnOnce(T) -> Fut,
        Fut: Future,
    {
        let span = span.called_in(&context::current());
        async move {
            let span = span.start();
            let work = async move { f(self.into_inner()).await };
            let output = InContext::new(span.context().clone(), work).await;
            span.end();
            output
        }
    }

    /// The value alone; its trace ends here.
    pub fn into_inner(self) -> T {
        self.into_parts().0
    }

    /// The value, and the context it was sent in: for [`InContext`],
    /// [`InContextFn`] and [`SpanStart::parent`].
    pub fn into_parts(mut self) -> (T, Context) {
        let Some(value) = self.value.take() else {
            unreachable!("only this takes it, by value")
        };
        (value, self.sent.clone())
    }

    /// The context it was sent in.
    pub fn context(&self) -> &Context {
        &self.sent
    }
}

impl<T> Deref for Message<T> {
    type Target = T;

    fn deref(&self) -> &T {
        let Some(value) = &self.value else {
            unreachable!("only `into_parts` takes it, by value")
        };
        value
    }
}

impl<T> DerefMut for Message<T> {
    fn deref_mut(&mut self) -> &mut T {
        let Some(value) = &mut self.value else {
            unreachable!("only `into_parts` takes it, by value")
        };
        value
    }
}

impl<T> Drop for Message<T> {
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            context::drop_in(&self.sent, value);
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Message<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Message").field(&**self).finish()
    }
}
