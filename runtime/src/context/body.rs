//! A streamed HTTP body that is polled and dropped inside its context, and tells how it
//! ended.
//!
//! An exchange over HTTP or gRPC is over when its body is, and a body ends in more ways
//! than one: read to its end, with trailers, by an error, by a panic, or because somebody
//! dropped it. Every adapter needs the same watch on it.

use std::pin::Pin;
use std::task::{Poll, ready};

use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use opentelemetry::Context;
use pin_project_lite::pin_project;

use super::{attach, on_unwind};

/// Is told how a body ended: exactly one of the methods that take `self` is called, once.
pub trait BodyWatch<E>: Sized {
    /// The context that the body is polled and dropped in until then.
    fn context(&self) -> &Context;

    /// The body ended as it should, with these trailers if it had any.
    fn completed(self, trailers: Option<&HeaderMap>);

    /// The body failed.
    fn failed(self, error: &E);

    /// The body panicked; the panic goes on.
    fn panicked(self);

    /// The body was dropped before its end. `begun` is false if nobody ever asked for any
    /// of it.
    fn dropped(self, begun: bool);
}

pin_project! {
    /// A body that is polled **and dropped** with its context current, and reports its
    /// end to a [`BodyWatch`].
    #[derive(Debug)]
    pub struct WatchedBody<B, W>
    where
        B: Body,
        W: BodyWatch<B::Error>,
    {
        #[pin]
        body: Option<B>,
        watch: Watch<W>,
        begun: bool,
        remaining: Option<u64>,
    }

    impl<B, W> PinnedDrop for WatchedBody<B, W>
    where
        B: Body,
        W: BodyWatch<B::Error>,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if this.body.is_some() {
                let _attached = attach(this.watch.context().clone());
                this.body.set(None);
            }
            match this.watch.take(Context::new()) {
                Some(watch) if *this.remaining == Some(0) => watch.completed(None),
                Some(watch) => watch.dropped(*this.begun),
                None => {}
            }
        }
    }
}

/// Who is told of the end, as long as there is somebody to tell.
#[derive(Debug)]
enum Watch<W> {
    Kept(W),
    /// Only the context is left, in case that there still is a body.
    Over(Context),
}

impl<W> Watch<W> {
    fn context<E>(&self) -> &Context
    where
        W: BodyWatch<E>,
    {
        match self {
            Self::Kept(watch) => watch.context(),
            Self::Over(cx) => cx,
        }
    }

    /// Takes the watch and leaves this context; nothing if it was taken before.
    fn take(&mut self, cx: Context) -> Option<W> {
        match self {
            Self::Kept(_) => match std::mem::replace(self, Self::Over(cx)) {
                Self::Kept(watch) => Some(watch),
                Self::Over(_) => None,
            },
            Self::Over(_) => None,
        }
    }
}

impl<B, W> WatchedBody<B, W>
where
    B: Body,
    W: BodyWatch<B::Error>,
{
    /// Watches `body`. A body that is at its end already is reported as completed at
    /// once, for nobody has to poll it.
    ///
    /// `length` is the announced length (`content-length`), which the body itself may not
    /// know: once that much was handed out the message is complete, and HTTP/1 drops the
    /// body without asking for its end.
    pub fn new(body: B, watch: W, length: Option<u64>) -> Self {
        if body.is_end_stream() {
            let cx = watch.context().clone();
            watch.completed(None);
            return Self::unwatched(cx, body);
        }
        Self {
            remaining: length.or_else(|| body.size_hint().exact()),
            body: Some(body),
            watch: Watch::Kept(watch),
            begun: false,
        }
    }

    /// A body whose end tells nothing (that of a response to `HEAD`, say), but which
    /// still belongs in its context.
    pub fn unwatched(cx: Context, body: B) -> Self {
        Self {
            body: Some(body),
            watch: Watch::Over(cx),
            begun: false,
            remaining: None,
        }
    }
}

impl<B, W> Body for WatchedBody<B, W>
where
    B: Body,
    W: BodyWatch<B::Error>,
{
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let mut this = self.project();
        let Some(body) = this.body.as_mut().as_pin_mut() else {
            return Poll::Ready(None);
        };
        *this.begun = true;
        let attached = attach(this.watch.context().clone());
        let frame = ready!(on_unwind(
            || body.poll_frame(task),
            || {
                let cx = this.watch.context().clone();
                if let Some(watch) = this.watch.take(cx) {
                    watch.panicked();
                }
            },
        ));
        let ended = match &frame {
            None | Some(Err(_)) => true,
            Some(Ok(frame)) => {
                let length = frame.data_ref().map_or(0, bytes_of);
                *this.remaining = this
                    .remaining
                    .map(|remaining| remaining.saturating_sub(length));
                frame.is_trailers()
                    || this
                        .body
                        .as_ref()
                        .as_pin_ref()
                        .is_none_or(|body| body.is_end_stream())
            }
        };
        if ended {
            // Before the end is reported: what the body does in its destructor is still
            // part of the exchange.
            this.body.set(None);
            drop(attached);
            if let Some(watch) = this.watch.take(Context::new()) {
                match &frame {
                    Some(Err(error)) => watch.failed(error),
                    Some(Ok(frame)) => watch.completed(frame.trailers_ref()),
                    None => watch.completed(None),
                }
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

fn bytes_of(data: &impl bytes::Buf) -> u64 {
    u64::try_from(data.remaining()).unwrap_or(u64::MAX)
}
