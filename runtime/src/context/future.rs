//! A future or stream that is polled and dropped inside its context.

use super::attach::attach_captured;
use futures_core::Stream;
use opentelemetry::Context;
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::task::{Poll, ready};

pin_project! {
    /// A future or stream that is polled **and dropped** with its context current.
    ///
    /// OpenTelemetry's own `with_context` has the context while polling only: what a
    /// cancelled future does in its destructors (roll back, release, log) is lost to
    /// its trace. A context without a trace does not hide the one that is current where the
    /// future is polled. Made by [`InContext::new`], by
    /// [`FutureExt::in_current_trace`](crate::FutureExt::in_current_trace) and by
    /// [`StreamExt::in_current_trace`](crate::StreamExt::in_current_trace).
    #[derive(Debug)]
    #[must_use = "futures and streams do nothing unless polled"]
    pub struct InContext<F> {
        cx: Context,
        #[pin]
        inner: Option<F>,
    }

    impl<F> PinnedDrop for InContext<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if this.inner.is_some() {
                let _attached = attach_captured(this.cx);
                this.inner.set(None);
            }
        }
    }
}

impl<F> InContext<F> {
    /// Runs `inner` in `cx`, wherever it is polled and dropped.
    pub fn new(cx: Context, inner: F) -> Self {
        Self {
            cx,
            inner: Some(inner),
        }
    }

    /// The context that it runs in.
    pub fn context(&self) -> &Context {
        &self.cx
    }
}

impl<F: Future> Future for InContext<F> {
    type Output = F::Output;

    /// # Panics
    ///
    /// When polled after it has completed, as an `async` block does.
    fn poll(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        let _attached = attach_captured(this.cx);
        let Some(inner) = this.inner.as_mut().as_pin_mut() else {
            panic!("`InContext` polled after completion");
        };
        let output = ready!(inner.poll(task));
        this.inner.set(None);
        Poll::Ready(output)
    }
}

impl<S: Stream> Stream for InContext<S> {
    type Item = S::Item;

    /// Passed on also after the end: what a stream does then is its own affair, and an empty
    /// `FuturesUnordered` may be filled again.
    fn poll_next(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<Option<S::Item>> {
        let this = self.project();
        let _attached = attach_captured(this.cx);
        match this.inner.as_pin_mut() {
            Some(inner) => inner.poll_next(task),
            None => Poll::Ready(None),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.as_ref().map_or((0, Some(0)), S::size_hint)
    }
}
