//! The middleware: options, and the span around the rest of the chain.

use std::borrow::Cow;
use std::sync::Arc;

use http::{Extensions, HeaderName};
use reqwest::{Request, Response, Url};
use reqwest_middleware::{Next, Result};
use traced::context::body::BodyWatch as _;
use traced::context::{self, InContext};
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::semconv::http::{CapturedHeaders, KnownMethods, UrlRedaction};

use crate::attempts::Position;
use crate::options::Options;
use crate::span::ClientSpan;

/// Traces every request of a client. See the [crate] for what a span looks like.
#[derive(Debug, Clone)]
pub struct Middleware {
    options: Arc<Options>,
    position: Position,
}

/// The template that a request's URL was made from, for the span's name and
/// `url.template`.
///
/// ```no_run
/// # async fn f(client: reqwest_middleware::ClientWithMiddleware) -> reqwest_middleware::Result<()> {
/// use traced_reqwest::UrlTemplate;
///
/// client
///     .get("http://users/users/7")
///     .with_extension(UrlTemplate("/users/{id}".into()))
///     .send()
///     .await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlTemplate(pub Cow<'static, str>);

impl Middleware {
    /// A middleware as the conventions prescribe it.
    /// `OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS` is read here.
    pub fn new() -> Self {
        Self {
            options: Arc::new(Options::read(|name| std::env::var(name).ok())),
            position: Position::new(),
        }
    }

    /// Traces only requests for which `wanted` is true. The others are sent with the trace
    /// that they are made in.
    pub fn filter(self, wanted: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        self.with(|options| options.filter = Some(Arc::new(wanted)))
    }

    /// Names a span when it starts. `None` leaves the conventions' name. The name must not
    /// hold ids.
    pub fn span_name(
        self,
        name: impl Fn(&Request) -> Option<Cow<'static, str>> + Send + Sync + 'static,
    ) -> Self {
        self.with(|options| options.span_name = Some(Arc::new(name)))
    }

    /// Adds attributes when a span starts, where samplers see them.
    pub fn attributes(
        self,
        attributes: impl Fn(&Request) -> Vec<KeyValue> + Send + Sync + 'static,
    ) -> Self {
        self.with(|options| options.attributes = Some(Arc::new(attributes)))
    }

    /// Sends the trace only to hosts for which `trusted` is true (HC-7): third parties
    /// need not learn a company's trace ids and baggage. By default it is sent to all.
    pub fn propagate_to(self, trusted: impl Fn(&Url) -> bool + Send + Sync + 'static) -> Self {
        self.with(|options| options.propagate_to = Some(Arc::new(trusted)))
    }

    /// Writes the trace into requests by this propagator instead of the global one.
    pub fn propagator(self, propagator: impl TextMapPropagator + Send + Sync + 'static) -> Self {
        self.with(|options| options.propagator = Some(Arc::new(propagator)))
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

#[async_trait::async_trait]
impl reqwest_middleware::Middleware for Middleware {
    async fn handle(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        let options = &self.options;
        if !options.wants(&request) {
            options.inject(&context::current(), &mut request);
            return next.run(request, extensions).await;
        }
        let sent_before = self.position.pass(extensions);
        let template = extensions.get().map(|UrlTemplate(template)| &**template);
        let span = ClientSpan::start(&request, template, sent_before, options);
        options.inject(span.context(), &mut request);
        let rest = InContext::new(span.context().clone(), next.run(request, extensions));
        // Dropped here, the rest goes first and the span then ends as cancelled.
        match rest.await {
            Ok(response) => Ok(span.answered(response)),
            Err(error) => {
                span.failed(&error);
                Err(error)
            }
        }
    }
}

impl Default for Middleware {
    fn default() -> Self {
        Self::new()
    }
}
