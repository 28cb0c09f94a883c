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
use crate::exchange::Begun;
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
        let begun = if self.options.wants(&head) {
            let resend_count = self.position.pass();
            Begun::Traced(ClientSpan::start(&head, resend_count, &self.options))
        } else {
            Begun::Untraced(context::current())
        };
        if self.options.may_propagate(&head.uri) {
            let propagator = &self.options.propagator;
            propagator.inject(begun.context(), &mut head.headers);
        }
        let request = Request::from_parts(head, body);
        let future = run_in(begun.context(), || self.inner.call(request));
        ResponseFuture::new(future, begun)
    }
}
