//! The bodies of a call: the response's, which ends the span, and the request's, which only runs in it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use traced::context::{self, run_in};

use crate::call::Call;
use crate::status::{BoxError, Status};

pin_project! {
    /// A response's body, polled and dropped in the context of its call; its trailers, its error, its end or its drop
    /// end the call's span.
    pub struct ResponseBody<B>
    where
        B: Body,
    {
        #[pin]
        inner: Option<B>,
        call: Call,
    }

    impl<B> PinnedDrop for ResponseBody<B>
    where
        B: Body,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Some(body) = this.inner.as_ref().as_pin_ref() {
                // Whoever knows that nothing will come need not ask for it.
                if body.is_end_stream() {
                    this.call.closed();
                }
                run_in(this.call.context(), || this.inner.set(None));
            }
            this.call.dropped();
        }
    }
}

impl<B: Body> ResponseBody<B> {
    pub(crate) fn new(call: Call, inner: B) -> Self {
        Self {
            inner: Some(inner),
            call,
        }
    }
}

impl<B> Body for ResponseBody<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    type Data = B::Data;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, BoxError>>> {
        let mut this = self.project();
        if this.inner.is_none() {
            return Poll::Ready(None);
        }
        let polled = this.call.poll(|| {
            let inner = this.inner.as_mut().as_pin_mut();
            let frame = ready!(inner.map_or(Poll::Ready(None), |inner| inner.poll_frame(task)));
            // What the body does in its destructor is still part of the call.
            if !matches!(&frame, Some(Ok(frame)) if frame.is_data()) {
                this.inner.set(None);
            }
            Poll::Ready(frame)
        });
        let frame = match ready!(polled) {
            Some(Ok(frame)) => {
                if let Some(trailers) = frame.trailers_ref() {
                    this.call.trailers(trailers);
                }
                Some(Ok(frame))
            }
            Some(Err(error)) => {
                let (status, error) = Status::of_error(error.into());
                this.call.ended(status);
                Some(Err(error))
            }
            None => {
                this.call.closed();
                None
            }
        };
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl<B: Body> fmt::Debug for ResponseBody<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

/// A request's body, polled and dropped in the context of the client's span.
///
/// The transport polls it from a task of its own: without this, what an outgoing stream does would not be in the
/// trace.
#[derive(Debug)]
pub struct RequestBody {
    inner: Option<tonic::body::Body>,
    cx: context::Context,
}

impl RequestBody {
    pub(crate) fn new(cx: context::Context, inner: tonic::body::Body) -> Self {
        Self {
            inner: Some(inner),
            cx,
        }
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        if self.inner.is_some() {
            run_in(&self.cx, || self.inner = None);
        }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = tonic::Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, tonic::Status>>> {
        let Self { inner, cx } = &mut *self;
        if inner.is_none() {
            return Poll::Ready(None);
        }
        run_in(cx, || {
            let body = inner.as_mut().map(Pin::new);
            let frame = ready!(body.map_or(Poll::Ready(None), |body| body.poll_frame(task)));
            if !matches!(frame, Some(Ok(_))) {
                *inner = None;
            }
            Poll::Ready(frame)
        })
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner
            .as_ref()
            .map_or_else(SizeHint::default, Body::size_hint)
    }
}
