//! The future of a response: polled and dropped in the span's context, which it hands on
//! to the body.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;
use traced::context::body::BodyWatch;
use traced::context::{on_unwind, resume_in};

use crate::ResponseBody;
use crate::exchange::{Begun, Exchange};

pin_project! {
    /// The future of a traced response; made by [`Server`](crate::Server) and
    /// [`Client`](crate::Client).
    pub struct ResponseFuture<F, S>
    where
        S: Exchange,
    {
        #[pin]
        inner: Option<F>,
        // `None` once there is a response.
        begun: Option<Begun<S>>,
    }

    impl<F, S> PinnedDrop for ResponseFuture<F, S>
    where
        S: Exchange,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Some(begun) = this.begun.take() {
                // First: what a cancelled handler does in its destructors is still part of
                // the exchange.
                resume_in(begun.context(), || this.inner.set(None));
                if let Begun::Traced(span) = begun {
                    span.cancel();
                }
            }
        }
    }
}

impl<F, S: Exchange> ResponseFuture<F, S> {
    pub(crate) fn new(future: F, begun: Begun<S>) -> Self {
        Self {
            inner: Some(future),
            begun: Some(begun),
        }
    }
}

impl<F, S, B, E> Future for ResponseFuture<F, S>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body,
    S: Exchange + BodyWatch<B::Error> + BodyWatch<E>,
{
    type Output = Result<Response<ResponseBody<B, S>>, E>;

    /// # Panics
    ///
    /// When polled after it has completed, as an `async` block does.
    fn poll(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        // Taken for as long as the service runs: if it panics, the span is dropped on the way out, and so ends as
        // panicked. What is left of the service is still dropped in its context.
        let Some(begun) = this.begun.take() else {
            panic!("`ResponseFuture` polled after completion");
        };
        let poll = || {
            let inner = this.inner.as_mut().as_pin_mut();
            let polled = inner.map_or(Poll::Pending, |inner| inner.poll(task));
            if polled.is_ready() {
                this.inner.set(None);
            }
            polled
        };
        let polled = on_unwind(
            || resume_in(begun.context(), poll),
            || *this.begun = Some(Begun::Untraced(begun.context().clone())),
        );
        let Poll::Ready(result) = polled else {
            *this.begun = Some(begun);
            return Poll::Pending;
        };
        Poll::Ready(match (result, begun) {
            (Ok(response), Begun::Traced(span)) => Ok(span.answered(response)),
            (Ok(response), Begun::Untraced(cx)) => {
                Ok(response.map(|body| ResponseBody::untraced(cx, body)))
            }
            (Err(error), Begun::Traced(span)) => {
                span.failed(&error);
                Err(error)
            }
            (Err(error), Begun::Untraced(_)) => Err(error),
        })
    }
}

impl<F, S: Exchange> fmt::Debug for ResponseFuture<F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
