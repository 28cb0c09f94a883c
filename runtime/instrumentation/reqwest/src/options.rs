//! What can be set on the middleware, as a request sees it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use reqwest::{Request, Url};
use traced::context::Context;
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::propagation::{self, HeaderInjector};
use traced::semconv::http::{KNOWN_METHODS_VARIABLE, KnownMethods, Settings};

/// A question about a request that the application answers.
type Hook<T> = Option<Arc<dyn Fn(&Request) -> T + Send + Sync>>;

type UrlTest = dyn Fn(&Url) -> bool + Send + Sync;

#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) settings: Settings,
    pub(crate) propagator: Option<Arc<dyn TextMapPropagator + Send + Sync>>,
    pub(crate) propagate_to: Option<Arc<UrlTest>>,
    pub(crate) filter: Hook<bool>,
    pub(crate) span_name: Hook<Option<Cow<'static, str>>>,
    pub(crate) attributes: Hook<Vec<KeyValue>>,
}

impl Options {
    /// The defaults, with what the environment says.
    pub(crate) fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let mut settings = Settings::default();
        if let Some(list) = variable(KNOWN_METHODS_VARIABLE) {
            settings.known_methods = KnownMethods::parse(&list);
        }
        Self {
            settings,
            propagator: None,
            propagate_to: None,
            filter: None,
            span_name: None,
            attributes: None,
        }
    }

    pub(crate) fn wants(&self, request: &Request) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter(request))
    }

    /// Writes the trace into the request, if its host may know it.
    pub(crate) fn inject(&self, cx: &Context, request: &mut Request) {
        let trusted = self.propagate_to.as_ref();
        if !trusted.is_none_or(|trusted| trusted(request.url())) {
            return;
        }
        let mut carrier = HeaderInjector(request.headers_mut());
        match &self.propagator {
            Some(own) => own.inject_context(cx, &mut carrier),
            None => propagation::inject(cx, &mut carrier),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("settings", &self.settings)
            .field("propagator", &self.propagator)
            .finish_non_exhaustive()
    }
}
