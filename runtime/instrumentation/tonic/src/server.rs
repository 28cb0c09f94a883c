//! The server's side: extract, start, run the service in the span.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{HeaderName, Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use tonic::server::NamedService;
use tower_layer::Layer;
use tower_service::Service;
use traced::context;
use traced::diagnostics::{self, Kind, Place};
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::opentelemetry::trace::{SpanKind, TraceContextExt as _};
use traced::semconv::http::CapturedHeaders;
use traced::semconv::rpc::{self, Side, Target};
use traced::span::SpanStart;

use crate::SCOPE;
use crate::body::ResponseBody;
use crate::call::Call;
use crate::descriptor;
use crate::exchange::{Exchange, respond};
use crate::options::Options;
use crate::peer;
use crate::propagator::Propagator;
use crate::status::{Status, timeout};

/// Gives every call that a server answers a span; see the [crate's documentation](crate).
#[derive(Clone, Debug)]
#[must_use = "give it to `Server::builder().layer(..)`"]
pub struct ServerLayer {
    options: Options,
    public: bool,
    place: Place,
}

impl ServerLayer {
    /// A layer that traces every call, and continues the trace of whoever calls.
    #[track_caller]
    #[expect(
        clippy::new_without_default,
        reason = "`default()` would lose the caller's place"
    )]
    pub fn new() -> Self {
        Self {
            options: Options::default(),
            public: false,
            place: Place::caller(),
        }
    }

    /// Traces only the calls for which `filter` returns true; it is given the method, `package.Service/Method`.
    ///
    /// The others still run in the caller's trace: what they call in turn stays connected.
    ///
    /// ```
    /// use traced::semconv::rpc::{is_health_check, is_reflection};
    /// let layer = traced_tonic::ServerLayer::new()
    ///     .filter(|method| !is_health_check(method) && !is_reflection(method));
    /// ```
    pub fn filter(mut self, filter: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.options.set_filter(filter);
        self
    }

    /// Recognises these methods (`package.Service/Method`) and no others.
    ///
    /// Without a list a method is recognised by its answer, which is after a sampler has seen its name.
    pub fn known_methods(mut self, methods: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.options.set_known(methods);
        self
    }

    /// As [`known_methods`](Self::known_methods), with every method that an encoded `FileDescriptorSet` declares: what
    /// tonic's build step writes with `file_descriptor_set_path`, and reflection is given too.
    ///
    /// What is no such set declares nothing, and then no method is recognised.
    pub fn known_methods_of(self, descriptor_set: &[u8]) -> Self {
        self.known_methods(descriptor::methods(descriptor_set))
    }

    /// Reads the trace in another format than the process does.
    pub fn propagator(
        mut self,
        propagator: impl TextMapPropagator + Send + Sync + 'static,
    ) -> Self {
        self.options.propagator = Propagator::new(propagator);
        self
    }

    /// Records these keys of what clients send, as `rpc.request.metadata.<key>`; none by default.
    ///
    /// Of `authorization` and its like only that it was sent is recorded.
    pub fn request_metadata(mut self, keys: impl IntoIterator<Item = HeaderName>) -> Self {
        self.options.request_metadata = CapturedHeaders::only(keys);
        self
    }

    /// Records these keys of the answer's headers and trailers, as `rpc.response.metadata.<key>`; none by default.
    pub fn response_metadata(mut self, keys: impl IntoIterator<Item = HeaderName>) -> Self {
        self.options.response_metadata = CapturedHeaders::only(keys);
        self
    }

    /// For a server that strangers call: every call is a trace of its own, with a link to the caller's.
    pub fn public_endpoint(mut self) -> Self {
        self.public = true;
        self
    }

    fn start<B>(&self, request: &Request<B>) -> Call {
        let path = request.uri().path();
        if context::current().span().span_context().is_valid()
            && !context::current().span().span_context().is_remote()
        {
            diagnostics::report(Kind::LayerOrder, self.place, || {
                format!(
                    "the call `{path}` reached traced_tonic::ServerLayer ({}) inside a span that was started here; \
                     make it the outermost layer of the server",
                    self.place
                )
            });
        }
        let parent = self
            .options
            .propagator
            .extract(request.headers(), self.place);
        if !self.options.wants(path) {
            return Call::untraced(Side::Server, parent);
        }
        let (method, verified) = self.options.method(path, false);
        let authority = request.uri().authority().map(http::uri::Authority::as_str);
        let host = || request.headers().get(http::header::HOST)?.to_str().ok();
        let server = authority.or_else(host).and_then(Target::authority);
        let verified = verified || matches!(method, rpc::Method::Other(_));
        let mut attributes = rpc::attributes(verified.then_some(&method), server.as_ref());
        attributes.extend(self.options.request_metadata(request.headers()));
        attributes.extend(peer::attributes(request.extensions()));
        let mut start = SpanStart::new(&SCOPE, method.span_name())
            .kind(SpanKind::Server)
            .attributes(attributes)
            .place(self.place);
        if self.public {
            let remote = parent.span().span_context().clone();
            start = start.root().link(remote);
        }
        let span = start.parent(parent).start();
        let call = Call::traced(Side::Server, span, timeout(request.headers()))
            .response_metadata(self.options.response_metadata.clone());
        if verified {
            call
        } else {
            call.unverified(path)
        }
    }
}

impl<S> Layer<S> for ServerLayer {
    type Service = ServerService<S>;

    fn layer(&self, inner: S) -> ServerService<S> {
        ServerService {
            inner,
            layer: self.clone(),
        }
    }
}

/// A service whose calls have spans; made by [`ServerLayer`].
#[derive(Clone, Debug)]
pub struct ServerService<S> {
    inner: S,
    layer: ServerLayer,
}

impl<S: NamedService> NamedService for ServerService<S> {
    const NAME: &'static str = S::NAME;
}

impl<S, Req, Res> Service<Request<Req>> for ServerService<S>
where
    S: Service<Request<Req>, Response = Response<Res>>,
    S::Error: 'static,
    Res: Body,
{
    type Response = Response<ResponseBody<Res>>;
    type Error = S::Error;
    type Future = ServerResponse<S::Future>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&mut self, request: Request<Req>) -> Self::Future {
        let mut call = self.layer.start(&request);
        let inner = call.poll(|| self.inner.call(request));
        ServerResponse {
            exchange: Exchange::new(call, inner),
        }
    }
}

pin_project! {
    /// A call that is being answered; made by [`ServerService`].
    #[derive(Debug)]
    pub struct ServerResponse<F> {
        #[pin]
        exchange: Exchange<F>,
    }
}

impl<F, B, E> Future for ServerResponse<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body,
    E: 'static,
{
    type Output = Result<Response<ResponseBody<B>>, E>;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let (result, mut call) = ready!(self.project().exchange.poll_inner(task));
        Poll::Ready(match result {
            Ok(response) => Ok(respond(call, response)),
            Err(error) => {
                call.ended(Status::of_service_error(&error));
                Err(error)
            }
        })
    }
}
