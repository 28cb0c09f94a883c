//! The layer: options, and which service it makes.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

use http::HeaderName;
use http::request::Parts;
use tower_layer::Layer;
use traced::diagnostics::Place;
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::semconv::http::{CapturedHeaders, KnownMethods, UrlRedaction};

use super::Server;
use super::options::{Hooks, Options};
use crate::propagator::Propagator;

/// Traces every request that a server receives. See the [crate] for what a span looks
/// like.
#[derive(Debug, Clone)]
pub struct ServerLayer {
    options: Arc<Options>,
    place: Place,
}

impl ServerLayer {
    /// A layer as the conventions prescribe it. `OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS`
    /// is read here.
    #[track_caller]
    pub fn new() -> Self {
        Self {
            options: Arc::new(Options::read(|name| std::env::var(name).ok())),
            place: Place::caller(),
        }
    }

    /// Traces only requests for which `wanted` is true. The others run in the trace that
    /// they came with, so that whatever they call still belongs to it.
    pub fn filter(self, wanted: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        self.asking(|hooks| hooks.filter = Some(Arc::new(wanted)))
    }

    /// Names a span when it starts. `None` leaves the conventions' name, `{method} {route}`. The name
    /// must not hold ids.
    pub fn span_name(
        self,
        name: impl Fn(&Parts) -> Option<Cow<'static, str>> + Send + Sync + 'static,
    ) -> Self {
        self.asking(|hooks| hooks.span_name = Some(Arc::new(name)))
    }

    /// Adds attributes when a span starts, where samplers see them.
    pub fn attributes(
        self,
        attributes: impl Fn(&Parts) -> Vec<KeyValue> + Send + Sync + 'static,
    ) -> Self {
        self.asking(|hooks| hooks.attributes = Some(Arc::new(attributes)))
    }

    /// Starts a new trace for requests from outside, where `public` is true, and links it
    /// to the trace that the client sent (PR-5). The client's baggage is left at the
    /// door: nobody vouches for it.
    pub fn public_endpoint(self, public: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        self.asking(|hooks| hooks.public_endpoint = Some(Arc::new(public)))
    }

    /// Finds the template of the route that matched, for frameworks other than axum; `None`
    /// leaves it to axum's, and to a [`Route`](crate::Route) that comes back with the
    /// response. Never return the path.
    pub fn route(self, route: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        self.asking(|hooks| hooks.route = Some(Arc::new(route)))
    }

    /// Finds the client's end of the socket, for servers that do not keep it in axum's
    /// `ConnectInfo<SocketAddr>`.
    pub fn peer(self, peer: impl Fn(&Parts) -> Option<SocketAddr> + Send + Sync + 'static) -> Self {
        self.asking(|hooks| hooks.peer = Some(Arc::new(peer)))
    }

    /// Reads the trace that a request came with by this propagator instead of the global
    /// one.
    pub fn propagator(self, propagator: impl TextMapPropagator + Send + Sync + 'static) -> Self {
        self.with(|options| options.propagator = Propagator::own(propagator))
    }

    /// Answers with the span's own `traceparent`, so that whoever called can name the
    /// trace. Off by default: strangers need not learn trace ids.
    pub fn traceparent_in_response(self, answer: bool) -> Self {
        self.with(|options| options.traceparent_in_response = answer)
    }

    /// Says that the listener speaks TLS: a request in origin form does not tell its
    /// scheme.
    pub fn https(self) -> Self {
        self.with(|options| options.scheme = "https")
    }

    /// Records this as the server's name (`shop.example`, `shop.example:8443`), whatever a client or a proxy says.
    pub fn server_name(self, name: impl Into<Arc<str>>) -> Self {
        self.with(|options| options.server_name = Some(name.into()))
    }

    /// Believes `Forwarded` and `X-Forwarded-*` for the client's address, the scheme and
    /// the host. Only behind a proxy that sets them or strips them, for any client can
    /// write them; so it is off by default (HS-8).
    pub fn trust_forwarded(self, trust: bool) -> Self {
        self.with(|options| options.settings.trust_forwarded = trust)
    }

    /// Replaces the methods that appear by name; all others read `_OTHER` (HM-4).
    pub fn known_methods(self, methods: KnownMethods) -> Self {
        self.with(|options| options.settings.known_methods = methods)
    }

    /// Replaces the query parameters whose values are not recorded (HR-3).
    pub fn redact(self, parameters: UrlRedaction) -> Self {
        self.with(|options| options.settings.redaction = parameters)
    }

    /// Records these request headers (HR-6). Credentials and cookies are redacted even
    /// then.
    pub fn request_headers(self, names: impl IntoIterator<Item = HeaderName>) -> Self {
        self.with(|options| options.settings.request_headers = CapturedHeaders::only(names))
    }

    /// Records these response headers (HR-6). Credentials and cookies are redacted even
    /// then.
    pub fn response_headers(self, names: impl IntoIterator<Item = HeaderName>) -> Self {
        self.with(|options| options.settings.response_headers = CapturedHeaders::only(names))
    }

    fn asking(self, set: impl FnOnce(&mut Hooks)) -> Self {
        self.with(|options| set(options.hooks.get_or_insert_default()))
    }

    fn with(mut self, set: impl FnOnce(&mut Options)) -> Self {
        set(Arc::make_mut(&mut self.options));
        self
    }
}

impl Default for ServerLayer {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for ServerLayer {
    type Service = Server<S>;

    fn layer(&self, inner: S) -> Server<S> {
        Server::new(inner, Arc::clone(&self.options), self.place)
    }
}
