//! The server's side: extract, start, run the service in the span.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::header::CONTENT_TYPE;
use http::{Extensions, HeaderMap, HeaderName, Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use tonic::server::NamedService;
use tower_layer::Layer;
use tower_service::Service;
use traced::context;
use traced::diagnostics::{self, Kind, Place};
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::opentelemetry::trace::{SpanKind, TraceContextExt as _};
use traced::semconv::http::CapturedHeaders;
use traced::semconv::network;
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
    options: Arc<Options>,
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
            options: Arc::default(),
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
        self.options_mut().set_filter(filter);
        self
    }

    /// Recognises these methods (`package.Service/Method`) and no others.
    ///
    /// Without a list a method is recognised by its answer, which is after a sampler has seen its name.
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

    /// Reads the trace in another format than the process does.
    pub fn propagator(
        mut self,
        propagator: impl TextMapPropagator + Send + Sync + 'static,
    ) -> Self {
        self.options_mut().propagator = Propagator::new(propagator);
        self
    }

    /// Records these keys of what clients send, as `rpc.request.metadata.<key>`; none by default.
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

    /// Starts a new trace, with a link to the caller's, for the calls for which `public` is true: those of strangers.
    /// It is given the method, `package.Service/Method`, and the metadata.
    pub fn public_endpoint(
        mut self,
        public: impl Fn(&str, &HeaderMap) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.options_mut().set_public(public);
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

    /// Finds the client's end of the socket where it is not plain TCP of tonic's own server. With TLS that is
    /// `TlsConnectInfo<TcpConnectInfo>` in the request's extensions, below axum `ConnectInfo<SocketAddr>`.
    pub fn peer(
        mut self,
        peer: impl Fn(&Extensions) -> Option<SocketAddr> + Send + Sync + 'static,
    ) -> Self {
        self.options_mut().set_peer(peer);
        self
    }

    fn start<B>(&self, request: &Request<B>) -> Call {
        let (path, metadata) = (request.uri().path(), request.headers());
        let here = context::current();
        if !is_grpc(metadata) {
            return Call::untraced(Side::Server, here);
        }
        if here.has_active_span() {
            self.expect_no_span(&here, path);
        }
        let brought = self.options.propagator.extract(&here, metadata, self.place);
        let public = self.options.is_public(path, metadata);
        // Of a stranger nothing is taken over, neither the trace nor the baggage.
        let (parent, stranger) = if public {
            (here, Some(brought))
        } else {
            (brought, None)
        };
        if !self.options.wants(path) {
            return Call::untraced(Side::Server, parent);
        }
        let (method, verified) = self.options.method(path, false);
        let verified = verified || matches!(method, rpc::Method::Other(_));
        let name = method.span_name();
        let unverified = (!verified).then(|| name.clone());
        let start = SpanStart::new(&SCOPE, name)
            .kind(SpanKind::Server)
            .attributes(self.describe(request, verified.then_some(&method)))
            .place(self.place)
            .parent(parent);
        let span = match stranger {
            Some(brought) => {
                let link = brought.span().span_context().clone();
                start.root().link(link).start()
            }
            None => start.start(),
        };
        let timeout = timeout(metadata);
        Call::traced(Side::Server, span, timeout, unverified, &self.options)
    }

    /// What a span says from its start.
    fn describe<B>(&self, request: &Request<B>, method: Option<&rpc::Method<'_>>) -> Vec<KeyValue> {
        let (uri, metadata) = (request.uri(), request.headers());
        let authority = uri.authority().map(http::uri::Authority::as_str);
        let host = || metadata.get(http::header::HOST)?.to_str().ok();
        let server = authority.or_else(host).and_then(Target::authority);
        let mut attributes = rpc::attributes(method, server.as_ref());
        let peer = self.options.peer(request.extensions());
        if let Some(peer) = peer.or_else(|| peer::address(request.extensions())) {
            attributes.extend(network::peer(peer));
        }
        self.options.describe(uri.path(), metadata, &mut attributes);
        attributes
    }

    /// Tells of a span of this process that the layer runs in.
    #[cold]
    fn expect_no_span(&self, here: &context::Context, path: &str) {
        let span = here.span();
        if span.span_context().is_valid() && !span.span_context().is_remote() {
            diagnostics::report(Kind::LayerOrder, self.place, || {
                format!(
                    "the call `{path}` reached traced_tonic::ServerLayer ({}) inside a span that was started here; \
                     make it the outermost layer of the server",
                    self.place
                )
            });
        }
    }

    fn options_mut(&mut self) -> &mut Options {
        Arc::make_mut(&mut self.options)
    }
}

/// What else a server is asked is not this layer's to trace.
fn is_grpc(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|content_type| {
        let rest = content_type.as_bytes().strip_prefix(b"application/grpc");
        // `application/grpc-web` has its status in the body, until something turns it into gRPC.
        rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
    })
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
