//! The layer: options, and which service it makes.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

use http::request::Parts;
use http::{HeaderName, Uri, response};
use tower_layer::Layer;
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::semconv::http::{CapturedHeaders, KnownMethods, UrlRedaction};

use super::Client;
use super::options::Options;
use crate::propagator::Propagator;

/// Traces every request that a client sends, each attempt of it: put it next to the
/// client, below whatever retries or follows redirects.
///
/// ```
/// use hyper_util::client::legacy::Client;
/// use hyper_util::rt::TokioExecutor;
/// use tower::ServiceBuilder;
/// use traced_tower::ClientLayer;
///
/// # fn f<B: http_body::Body<Data: Send> + Send>() {
/// # let body = std::marker::PhantomData::<B>;
/// let client = Client::builder(TokioExecutor::new()).build_http::<B>();
/// let client = ServiceBuilder::new().layer(ClientLayer::new()).service(client);
/// # drop((client, body)); }
/// ```
///
/// See the [crate] for what a span looks like and how it ends.
#[derive(Debug, Clone)]
pub struct ClientLayer {
    options: Arc<Options>,
}

impl ClientLayer {
    /// A layer as the conventions prescribe it. `OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS`
    /// is read here.
    pub fn new() -> Self {
        Self {
            options: Arc::new(Options::read(|name| std::env::var(name).ok())),
        }
    }

    /// Traces only requests for which `wanted` is true. The others are sent with the trace
    /// that they are made in.
    pub fn filter(self, wanted: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        self.with(|options| options.filter = Some(Arc::new(wanted)))
    }

    /// Names a span when it starts. `None` leaves the conventions' name. The name must not
    /// hold ids.
    pub fn span_name(
        self,
        name: impl Fn(&Parts) -> Option<Cow<'static, str>> + Send + Sync + 'static,
    ) -> Self {
        self.with(|options| options.span_name = Some(Arc::new(name)))
    }

    /// Adds attributes when a span starts, where samplers see them.
    pub fn attributes(
        self,
        attributes: impl Fn(&Parts) -> Vec<KeyValue> + Send + Sync + 'static,
    ) -> Self {
        self.with(|options| options.attributes = Some(Arc::new(attributes)))
    }

    /// Finds the server's end of the socket in a response, for `network.peer.address`: in
    /// hyper-util it is the extension `HttpInfo`.
    pub fn peer(
        self,
        peer: impl Fn(&response::Parts) -> Option<SocketAddr> + Send + Sync + 'static,
    ) -> Self {
        self.with(|options| options.peer = Some(Arc::new(peer)))
    }

    /// Sends the trace only where `trusted` is true (HC-7): third parties need not learn a
    /// company's trace ids and baggage. By default it is sent to all.
    pub fn propagate_to(self, trusted: impl Fn(&Uri) -> bool + Send + Sync + 'static) -> Self {
        self.with(|options| options.propagate_to = Some(Arc::new(trusted)))
    }

    /// Writes the trace into requests by this propagator instead of the global one.
    pub fn propagator(self, propagator: impl TextMapPropagator + Send + Sync + 'static) -> Self {
        self.with(|options| options.propagator = Propagator::own(propagator))
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

    fn with(mut self, set: impl FnOnce(&mut Options)) -> Self {
        set(Arc::make_mut(&mut self.options));
        self
    }
}

impl Default for ClientLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for ClientLayer {
    type Service = Client<S>;

    fn layer(&self, inner: S) -> Client<S> {
        Client::new(inner, Arc::clone(&self.options))
    }
}
