//! A call until its response is there: what the futures of both sides are made of.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;
use traced::context::run_in;

use crate::body::ResponseBody;
use crate::call::Call;

pin_project! {
    /// Polls and drops `inner` in the context of its call.
    #[derive(Debug)]
    pub(crate) struct Exchange<F> {
        #[pin]
        inner: Option<F>,
        // `None` once the response's body has it.
        call: Option<Call>,
    }

    impl<F> PinnedDrop for Exchange<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Some(call) = this.call {
                if this.inner.is_some() {
                    run_in(call.context(), || this.inner.set(None));
                }
                call.dropped();
            }
        }
    }
}

impl<F> Exchange<F> {
    pub(crate) fn new(call: Call, inner: F) -> Self {
        Self {
            inner: Some(inner),
            call: Some(call),
        }
    }
}

impl<F: Future> Exchange<F> {
    /// The inner future's output, and the call to go on with.
    ///
    /// # Panics
    ///
    /// When polled after it has completed, as an `async` block does.
    pub(crate) fn poll_inner(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<(F::Output, Call)> {
        let mut this = self.project();
        let (Some(call), true) = (this.call.as_mut(), this.inner.is_some()) else {
            panic!("the future of a gRPC call was polled after completion");
        };
        let output = ready!(call.poll(|| {
            let inner = this.inner.as_mut().as_pin_mut();
            let output = ready!(inner.map_or(Poll::Pending, |inner| inner.poll(task)));
            this.inner.set(None);
            Poll::Ready(output)
        }));
        match this.call.take() {
            Some(call) => Poll::Ready((output, call)),
            None => unreachable!("it was there above"),
        }
    }
}

/// Hands the call on to the body of its response.
pub(crate) fn respond<B: Body>(mut call: Call, response: Response<B>) -> Response<ResponseBody<B>> {
    call.responded(
        response.status(),
        response.headers(),
        response.body().is_end_stream(),
    );
    response.map(|body| ResponseBody::new(call, body))
}
