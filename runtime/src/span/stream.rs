//! Methods on every stream: carry the current trace along, or give it a span.

use super::ext::TracedExt;
use crate::context::{self, InContext};
use futures_core::Stream;
use opentelemetry::Context;
use std::borrow::Cow;
use std::pin::Pin;
use std::task::Poll;

/// Carries the trace into a stream that is read elsewhere or later.
pub trait StreamExt: Stream + Sized {
    /// Polls and drops this stream in the context that is current *now*, wherever it is moved
    /// to. What reads it is not in that context.
    fn in_current_trace(self) -> InContext<Self> {
        self.in_trace(context::current())
    }

    /// Polls and drops this stream in `cx`.
    fn in_trace(self, cx: Context) -> InContext<Self> {
        InContext::new(cx, self)
    }

    /// Gives this stream a span of its own, named `name`: a child of the context that is
    /// current now, if the stream is polled where there is none.
    ///
    /// The span covers the whole stream, also the time between two polls. It starts at the
    /// first poll and ends with the stream: at its end, by a panic, or cancelled when it is
    /// dropped before. After its end the stream stays at its end.
    ///
    /// ```
    /// # fn read(rows: impl futures_core::Stream<Item = u32>) {
    /// use traced::StreamExt as _;
    /// let rows = rows.traced("rows.read");
    /// # }
    /// ```
    #[track_caller]
    fn traced(self, name: impl Into<Cow<'static, str>>) -> TracedExt<Self> {
        TracedExt::new(name.into(), self)
    }
}

impl<S: Stream> StreamExt for S {}

impl<S: Stream> Stream for TracedExt<S> {
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<Option<S::Item>> {
        self.poll_in_span(|inner| inner.poll_next(task), Option::is_none)
            .unwrap_or(Poll::Ready(None))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner().map_or((0, Some(0)), S::size_hint)
    }
}
