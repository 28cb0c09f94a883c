//! The client's side: start, inject, send, and wait for the trailers.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{HeaderMap, HeaderName, Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use tonic::GrpcMethod;
use tower_layer::Layer;
use tower_service::Service;
use traced::context;
use traced::diagnostics::Place;
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::opentelemetry::trace::SpanKind;
use traced::semconv::http::CapturedHeaders;
use traced::semconv::rpc::{self, Side, Target};
use traced::span::SpanStart;

use crate::SCOPE;
use crate::body::{RequestBody, ResponseBody};
use crate::call::Call;
use crate::descriptor;
use crate::exchange::{Exchange, respond};
use crate::options::Options;
use crate::propagator::Propagator;
use crate::status::{BoxError, Status, timeout};

/// Gives every call through a channel a span, and takes the trace along; see the [crate's documentation](crate).
#[derive(Clone, Debug)]
#[must_use = "give it to `ServiceBuilder::layer(..)`"]
pub struct ClientLayer {
    options: Arc<Options>,
    target: Target,
    place: Place,
}

impl ClientLayer {
    /// A layer for a channel to `target`: a URI or `host:port`, as the channel was made with.
    ///
    /// The spans take `server.address` and `server.port` from it; nothing is connected to.
    #[track_caller]
    pub fn new(target: impl AsRef<str>) -> Self {
        Self {
            options: Arc::default(),
            target: Target::parse(target.as_ref()),
            place: Place::caller(),
        }
    }

    /// Traces only the calls for which `filter` returns true; it is given the method, `package.Service/Method`.
    ///
    /// The others still take the current trace along.
    pub fn filter(mut self, filter: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.options_mut().set_filter(filter);
        self
    }

    /// Recognises these methods (`package.Service/Method`) and no others.
    ///
    /// Without a list, those that generated code calls are recognised.
    pub fn known_methods(mut self, methods: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.options_mut().set_known(methods);
        self
    }

    /// As [`known_methods`](Self::known_methods), with every method that an encoded `FileDescriptorSet` declares: what
    /// tonic's build step writes with `file_descriptor_set_path`, and reflection is given too.
    ///
    /// What is no such set declares nothing, and then no method is recognised.
    pub fn known_methods_of(self, descriptor_set: &[u8]) -> Self {
        self.known_methods(descriptor::methods(descriptor_set))
    }

    /// Takes the trace along in another format than the process does.
    pub fn propagator(
        mut self,
        propagator: impl TextMapPropagator + Send + Sync + 'static,
    ) -> Self {
        self.options_mut().propagator = Propagator::new(propagator);
        self
    }

    /// Records these keys of what is sent, as `rpc.request.metadata.<key>`; none by default.
    ///
    /// Of `authorization` and its like only that it was sent is recorded.
    pub fn request_metadata(mut self, keys: impl IntoIterator<Item = HeaderName>) -> Self {
        self.options_mut().request_metadata = CapturedHeaders::only(keys);
        self
    }

    /// Records these keys of the answer's headers and trailers, as `rpc.response.metadata.<key>`; none by default.
    pub fn response_metadata(mut self, keys: impl IntoIterator<Item = HeaderName>) -> Self {
        self.options_mut().response_metadata = CapturedHeaders::only(keys);
        self
    }

    /// Adds attributes when a span starts, where samplers see them; the closure is given the method and the metadata.
    pub fn attributes(
        mut self,
        attributes: impl Fn(&str, &HeaderMap) -> Vec<KeyValue> + Send + Sync + 'static,
    ) -> Self {
        self.options_mut().set_attributes(attributes);
        self
    }

    /// Whether a call that is given up here, by dropping its future or its stream, is an error; true by default.
    ///
    /// The conventions make every code but `OK` an error of a client span, `CANCELLED` too. Where streams are dropped
    /// on purpose, switch that off; the code stays `CANCELLED`.
    pub fn cancellation_is_error(mut self, is_error: bool) -> Self {
        self.options_mut().cancellation_is_error = is_error;
        self
    }

    fn start<B>(&self, request: &Request<B>) -> Call {
        let path = request.uri().path();
        if !self.options.wants(path) {
            return Call::untraced(Side::Client, context::current());
        }
        let generated = request.extensions().get::<GrpcMethod<'static>>().is_some();
        let method = match self.options.method(path, generated) {
            (method, true) => method,
            (_, false) => rpc::Method::Other(path),
        };
        let mut attributes = rpc::attributes(Some(&method), Some(&self.target));
        self.options
            .describe(path, request.headers(), &mut attributes);
        let span = SpanStart::new(&SCOPE, method.span_name())
            .kind(SpanKind::Client)
            .attributes(attributes)
            .place(self.place)
            .start();
        let timeout = timeout(request.headers());
        Call::traced(Side::Client, span, timeout, None, &self.options)
    }

    fn options_mut(&mut self) -> &mut Options {
        Arc::make_mut(&mut self.options)
    }
}

impl<S> Layer<S> for ClientLayer {
    type Service = ClientService<S>;

    fn layer(&self, inner: S) -> ClientService<S> {
        ClientService {
            inner,
            layer: self.clone(),
        }
    }
}

/// A channel whose calls have spans; made by [`ClientLayer`].
///
/// Its errors are tonic's own statuses wherever tonic would make one of the channel's error, so that its caller gets
/// the same with this layer as without.
#[derive(Clone, Debug)]
pub struct ClientService<S> {
    inner: S,
    layer: ClientLayer,
}

impl<S, B> Service<Request<tonic::body::Body>> for ClientService<S>
where
    S: Service<Request<tonic::body::Body>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: Body,
{
    type Response = Response<ResponseBody<B>>;
    type Error = BoxError;
    type Future = ClientResponse<S::Future>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(task).map_err(Into::into)
    }

    fn call(&mut self, mut request: Request<tonic::body::Body>) -> Self::Future {
        let mut call = self.layer.start(&request);
        let propagator = &self.layer.options.propagator;
        propagator.inject(call.context(), request.headers_mut());
        let request = request
            .map(|body| tonic::body::Body::new(RequestBody::new(call.context().clone(), body)));
        let inner = call.poll(|| self.inner.call(request));
        ClientResponse {
            exchange: Exchange::new(call, inner),
        }
    }
}

pin_project! {
    /// A call that is being made; made by [`ClientService`].
    #[derive(Debug)]
    pub struct ClientResponse<F> {
        #[pin]
        exchange: Exchange<F>,
    }
}

impl<F, B, E> Future for ClientResponse<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body,
    E: Into<BoxError>,
{
    type Output = Result<Response<ResponseBody<B>>, BoxError>;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let (result, mut call) = ready!(self.project().exchange.poll_inner(task));
        Poll::Ready(match result {
            Ok(response) => Ok(respond(call, response)),
            Err(error) => {
                let (status, error) = Status::of_error(error.into());
                call.ended(status);
                Err(error)
            }
        })
    }
}
