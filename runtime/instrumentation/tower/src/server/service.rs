//! The service: whose child the span is, and the inner service in its context.

use std::fmt::Display;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::Body;
use tower_service::Service;
use traced::context::run_in;
use traced::diagnostics::Place;

use super::ServerSpan;
use super::head::Head;
use super::options::Options;
use crate::{ResponseBody, ResponseFuture};

/// A traced service; made by [`ServerLayer`](crate::ServerLayer).
#[derive(Debug, Clone)]
pub struct Server<S> {
    inner: S,
    options: Arc<Options>,
    place: Place,
}

impl<S> Server<S> {
    pub(crate) fn new(inner: S, options: Arc<Options>, place: Place) -> Self {
        Self {
            inner,
            options,
            place,
        }
    }
}

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for Server<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    S::Error: Display,
    ResBody: Body,
    ResBody::Error: Display,
{
    type Response = Response<ResponseBody<ResBody, ServerSpan>>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, ServerSpan>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&mut self, mut request: Request<ReqBody>) -> Self::Future {
        let (options, place) = (&self.options, self.place);
        let begun = match &options.hooks {
            None => ServerSpan::begin(Head::of(&request), options, place),
            Some(hooks) => {
                let (head, body) = request.into_parts();
                let begun = ServerSpan::begin(Head::asking(hooks, &head), options, place);
                request = Request::from_parts(head, body);
                begun
            }
        };
        let future = run_in(begun.context(), || self.inner.call(request));
        ResponseFuture::new(future, begun)
    }
}
