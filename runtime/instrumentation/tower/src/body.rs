//! The body of a response, with which its span ends.

use std::fmt;
use std::pin::Pin;
use std::task::Poll;

use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use traced::context::Context;
use traced::context::body::{BodyWatch, WatchedBody};

pin_project! {
    /// The body of a traced response, polled and dropped in the context of its span,
    /// which ends with it.
    pub struct ResponseBody<B, S>
    where
        B: Body,
        S: BodyWatch<B::Error>,
    {
        #[pin]
        inner: WatchedBody<B, S>,
    }
}

impl<B, S> ResponseBody<B, S>
where
    B: Body,
    S: BodyWatch<B::Error>,
{
    /// A body that the span ends with; `length` is what the head says of it.
    pub(crate) fn watched(span: S, body: B, length: Option<u64>) -> Self {
        Self {
            inner: WatchedBody::new(body, span, length),
        }
    }

    pub(crate) fn untraced(cx: Context, body: B) -> Self {
        Self {
            inner: WatchedBody::unwatched(cx, body),
        }
    }
}

impl<B, S> Body for ResponseBody<B, S>
where
    B: Body,
    S: BodyWatch<B::Error>,
{
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        self.project().inner.poll_frame(task)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl<B, S> fmt::Debug for ResponseBody<B, S>
where
    B: Body,
    S: BodyWatch<B::Error>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody").finish_non_exhaustive()
    }
}

/// An empty body without a span: what outer layers need to answer in the service's place.
impl<B, S> Default for ResponseBody<B, S>
where
    B: Body + Default,
    S: BodyWatch<B::Error>,
{
    fn default() -> Self {
        Self::untraced(Context::new(), B::default())
    }
}
