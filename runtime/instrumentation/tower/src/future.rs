//! The future of a response: polled and dropped in the span's context, which it hands on
//! to the body.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Poll, ready};

use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;
use traced::context::body::BodyWatch;
use traced::context::{Context, InContext, on_unwind};

use crate::ResponseBody;
use crate::exchange::Exchange;

pin_project! {
    /// The future of a traced response; made by [`Server`](crate::Server) and
    /// [`Client`](crate::Client).
    pub struct ResponseFuture<F, S>
    where
        S: Exchange,
    {
        #[pin]
        inner: Option<InContext<F>>,
        span: Option<S>,
    }

    impl<F, S> PinnedDrop for ResponseFuture<F, S>
    where
        S: Exchange,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            // First: what a cancelled handler does in its destructors is still part of
            // the exchange.
            this.inner.set(None);
            if let Some(span) = this.span.take() {
                span.cancel();
            }
        }
    }
}

impl<F, S: Exchange> ResponseFuture<F, S> {
    pub(crate) fn new(cx: Context, future: F, span: Option<S>) -> Self {
        Self {
            inner: Some(InContext::new(cx, future)),
            span,
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
        let Some(inner) = this.inner.as_mut().as_pin_mut() else {
            panic!("`ResponseFuture` polled after completion");
        };
        let result = ready!(on_unwind(
            || inner.poll(task),
            || {
                if let Some(span) = this.span.take() {
                    BodyWatch::<E>::panicked(span);
                }
            }
        ));
        let output = match (result, this.span.take()) {
            (Ok(response), Some(span)) => Ok(span.answered(response).map(ResponseBody::new)),
            (Ok(response), None) => {
                let cx = this.inner.as_ref().as_pin_ref();
                let cx = cx.map_or_else(Context::new, |inner| inner.get_ref().context().clone());
                Ok(response.map(|body| ResponseBody::untraced(cx, body)))
            }
            (Err(error), span) => {
                if let Some(span) = span {
                    span.failed(&error);
                }
                Err(error)
            }
        };
        this.inner.set(None);
        Poll::Ready(output)
    }
}

impl<F, S: Exchange> fmt::Debug for ResponseFuture<F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
