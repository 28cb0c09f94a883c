//! Methods on every future: carry the current trace along, or give it a span.

use super::{Scope, SpanGuard, SpanStart};
use crate::context::{self, InContext};
use crate::diagnostics::Place;
use opentelemetry::Context;
use pin_project_lite::pin_project;
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

static SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

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
        TracedExt {
            state: State::Called {
                name: name.into(),
                called: context::current(),
                place: Place::caller(),
            },
            inner: Some(self),
        }
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
    /// A future with a span; made by [`FutureExt::traced`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
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
                    context::run_in(&called, || this.inner.set(None));
                }
                State::Running(span) => {
                    context::run_in(span.context(), || this.inner.set(None));
                    span.cancel();
                }
                State::Over => {}
            }
        }
    }
}

impl<F: Future> Future for TracedExt<F> {
    type Output = F::Output;

    /// # Panics
    ///
    /// When polled after it has completed, as an `async` block does.
    fn poll(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<F::Output> {
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
            State::Over => panic!("`TracedExt` polled after completion"),
        };
        // Should the inner future panic, the unwinding drops `span`, which ends it so.
        let polled = context::run_in(span.context(), || {
            let polled = this
                .inner
                .as_mut()
                .as_pin_mut()
                .map(|inner| inner.poll(task));
            if let Some(Poll::Ready(_)) = polled {
                this.inner.set(None);
            }
            polled
        });
        if let Some(Poll::Ready(output)) = polled {
            span.end();
            return Poll::Ready(output);
        }
        *this.state = State::Running(span);
        Poll::Pending
    }
}
