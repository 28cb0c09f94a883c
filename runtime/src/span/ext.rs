//! Methods on every future: carry the current trace along, or give it a span.

use super::{Scope, SpanGuard, SpanStart, capture};
use crate::context::{self, InContext};
use crate::diagnostics::Place;
use opentelemetry::Context;
use pin_project_lite::pin_project;
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

/// The scope of spans that are named where they are used, and declared by no package.
pub(crate) static SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

/// Carries the trace into a future that runs elsewhere or later.
pub trait FutureExt: Future + Sized {
    /// Polls and drops this future in the context that is current *now*, wherever it is
    /// moved to.
    ///
    /// ```
    /// # async fn send() {}
    /// use traced::FutureExt as _;
    /// # let _ = async {
    /// tokio::spawn(send().in_current_trace());
    /// # };
    /// ```
    fn in_current_trace(self) -> InContext<Self> {
        self.in_trace(context::current())
    }

    /// Polls and drops this future in `cx`.
    fn in_trace(self, cx: Context) -> InContext<Self> {
        InContext::new(cx, self)
    }

    /// Gives this future a span of its own, named `name`: a child of the context that is
    /// current now, if the future is polled where there is none.
    ///
    /// The span starts at the first poll and ends with the future: done, panicked, or
    /// cancelled. A literal name for a function of your own is better kept by
    /// `#[traced]`, which also records its outcome and checks the name.
    #[track_caller]
    fn traced(self, name: impl Into<Cow<'static, str>>) -> TracedExt<Self> {
        TracedExt::new(name.into(), self)
    }
}

impl<F: Future> FutureExt for F {}

#[derive(Debug)]
enum State {
    Called {
        name: Cow<'static, str>,
        called: Context,
        place: Place,
    },
    Running(SpanGuard),
    Over,
}

pin_project! {
    /// A future or stream with a span; made by [`FutureExt::traced`] and
    /// [`StreamExt::traced`](crate::StreamExt::traced).
    #[derive(Debug)]
    #[must_use = "futures and streams do nothing unless polled"]
    pub struct TracedExt<F> {
        state: State,
        #[pin]
        inner: Option<F>,
    }

    impl<F> PinnedDrop for TracedExt<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            match std::mem::replace(this.state, State::Over) {
                State::Called { called, .. } => {
                    let _attached = context::attach(called);
                    this.inner.set(None);
                }
                State::Running(span) => {
                    let attached = context::attach(span.context().clone());
                    this.inner.set(None);
                    drop(attached);
                    span.cancel();
                }
                State::Over => {}
            }
        }
    }
}

impl<F> TracedExt<F> {
    #[track_caller]
    pub(super) fn new(name: Cow<'static, str>, inner: F) -> Self {
        Self {
            state: State::Called {
                name,
                called: capture(),
                place: Place::caller(),
            },
            inner: Some(inner),
        }
    }

    pub(super) fn inner(&self) -> Option<&F> {
        self.inner.as_ref()
    }

    /// One poll of the inner future or stream, in the span; `None` once it is over. `last`
    /// says whether the span ends with this poll.
    pub(super) fn poll_in_span<T>(
        self: Pin<&mut Self>,
        poll: impl FnOnce(Pin<&mut F>) -> Poll<T>,
        last: impl FnOnce(&T) -> bool,
    ) -> Option<Poll<T>> {
        let mut this = self.project();
        let span = match std::mem::replace(this.state, State::Over) {
            State::Called {
                name,
                called,
                place,
            } => SpanStart::new(&SCOPE, name)
                .called_in(&called)
                .place(place)
                .start(),
            State::Running(span) => span,
            State::Over => return None,
        };
        // Should the inner future panic, the unwinding drops `span`, which ends it so.
        let (polled, over) = {
            let _attached = context::attach(span.context().clone());
            let polled = poll(this.inner.as_mut().as_pin_mut()?);
            let over = matches!(&polled, Poll::Ready(value) if last(value));
            if over {
                this.inner.set(None);
            }
            (polled, over)
        };
        if over {
            span.end();
        } else {
            *this.state = State::Running(span);
        }
        Some(polled)
    }
}

impl<F: Future> Future for TracedExt<F> {
    type Output = F::Output;

    /// # Panics
    ///
    /// When polled after it has completed, as an `async` block does.
    fn poll(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<F::Output> {
        match self.poll_in_span(|inner| inner.poll(task), |_| true) {
            Some(polled) => polled,
            None => panic!("`TracedExt` polled after completion"),
        }
    }
}
