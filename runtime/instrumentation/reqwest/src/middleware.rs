//! The middleware: options, and the span around the rest of the chain.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::{Extensions, HeaderName};
use reqwest::{Request, Response, Url};
use reqwest_middleware::{Next, Result};
use traced::context::InContext;
use traced::propagation::{HeaderInjector, inject};
use traced::semconv::http::{
    CapturedHeaders, KNOWN_METHODS_VARIABLE, KnownMethods, Settings, UrlRedaction,
};

use crate::span::ClientSpan;

type UrlTest = dyn Fn(&Url) -> bool + Send + Sync;

/// Traces every request of a client. See the [crate] for what a span looks like.
#[derive(Clone)]
pub struct Middleware {
    settings: Arc<Settings>,
    propagate: Option<Arc<UrlTest>>,
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

/// How often a request passed this middleware; kept in the request's own extensions,
/// which a middleware that retries hands down again.
#[derive(Debug, Clone, Copy)]
struct Sent(u32);

impl Middleware {
    /// A middleware as the conventions prescribe it.
    /// `OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS` is read here.
    pub fn new() -> Self {
        let mut settings = Settings::default();
        if let Ok(list) = std::env::var(KNOWN_METHODS_VARIABLE) {
            settings.known_methods = KnownMethods::parse(&list);
        }
        Self {
            settings: Arc::new(settings),
            propagate: None,
        }
    }

    /// Sends the trace only to hosts for which `trusted` is true (HC-7): third parties
    /// need not learn a company's trace ids and baggage. By default it is sent to all.
    pub fn propagate_to(mut self, trusted: impl Fn(&Url) -> bool + Send + Sync + 'static) -> Self {
        self.propagate = Some(Arc::new(trusted));
        self
    }

    /// Replaces the methods that appear by name; all others read `_OTHER` (HM-4).
    pub fn known_methods(self, methods: KnownMethods) -> Self {
        self.with(|settings| settings.known_methods = methods)
    }

    /// Replaces the query parameters whose values are not recorded (HR-3).
    pub fn redact(self, parameters: UrlRedaction) -> Self {
        self.with(|settings| settings.redaction = parameters)
    }

    /// Records these request headers (HR-6). Credentials and cookies are redacted even
    /// then.
    pub fn request_headers(self, names: impl IntoIterator<Item = HeaderName>) -> Self {
        self.with(|settings| settings.request_headers = CapturedHeaders::only(names))
    }

    /// Records these response headers (HR-6). Credentials and cookies are redacted even
    /// then.
    pub fn response_headers(self, names: impl IntoIterator<Item = HeaderName>) -> Self {
        self.with(|settings| settings.response_headers = CapturedHeaders::only(names))
    }

    fn with(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        set(Arc::make_mut(&mut self.settings));
        self
    }

    fn may_propagate(&self, url: &Url) -> bool {
        self.propagate.as_ref().is_none_or(|trusted| trusted(url))
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
        let sent_before = extensions.get().map_or(0, |Sent(times)| *times);
        extensions.insert(Sent(sent_before.saturating_add(1)));
        let template = extensions.get().map(|UrlTemplate(template)| &**template);

        let span = ClientSpan::start(&request, template, sent_before, &self.settings);
        if self.may_propagate(request.url()) {
            inject(span.context(), &mut HeaderInjector(request.headers_mut()));
        }
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

impl fmt::Debug for Middleware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Middleware")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
