//! The service: the span of one attempt, and the inner service in its context.

use std::error::Error;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::Body;
use tower_service::Service;
use traced::context::{self, run_in};

use super::ClientSpan;
use super::attempts::Position;
use super::options::Options;
use crate::exchange::Exchange as _;
use crate::{ResponseBody, ResponseFuture};

/// A traced client; made by [`ClientLayer`](crate::ClientLayer).
#[derive(Debug, Clone)]
pub struct Client<S> {
    inner: S,
    options: Arc<Options>,
    position: Position,
}

impl<S> Client<S> {
    pub(crate) fn new(inner: S, options: Arc<Options>) -> Self {
        Self {
            inner,
            options,
            position: Position::new(),
        }
    }
}

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for Client<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    S::Error: Error + 'static,
    ResBody: Body,
    ResBody::Error: Error + 'static,
{
    type Response = Response<ResponseBody<ResBody, ClientSpan>>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, ClientSpan>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&mut self, request: Request<ReqBody>) -> Self::Future {
        let (mut head, body) = request.into_parts();
        let (cx, span) = if self.options.wants(&head) {
            let span = ClientSpan::start(&head, self.position.pass(), &self.options);
            (span.context().clone(), Some(span))
        } else {
            (context::current(), None)
        };
        if self.options.may_propagate(&head.uri) {
            self.options.propagator.inject(&cx, &mut head.headers);
        }
        let request = Request::from_parts(head, body);
        let future = run_in(&cx, || self.inner.call(request));
        ResponseFuture::new(cx, future, span)
    }
}
