//! What can be set on the server's layer, as the service sees it.

use std::borrow::Cow;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use traced::opentelemetry::KeyValue;
use traced::semconv::http::{KNOWN_METHODS_VARIABLE, KnownMethods, Settings};

use crate::hook::Hook;
use crate::propagator::Propagator;

#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) settings: Settings,
    pub(crate) scheme: &'static str,
    pub(crate) server_name: Option<Arc<str>>,
    pub(crate) propagator: Propagator,
    pub(crate) traceparent_in_response: bool,
    pub(crate) hooks: Option<Hooks>,
}

/// What the application is asked about a request.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    pub(crate) filter: Hook<bool>,
    pub(crate) public_endpoint: Hook<bool>,
    pub(crate) route: Hook<Option<String>>,
    pub(crate) peer: Hook<Option<SocketAddr>>,
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
            scheme: "http",
            server_name: None,
            propagator: Propagator::default(),
            traceparent_in_response: false,
            hooks: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("settings", &self.settings)
            .field("scheme", &self.scheme)
            .field("propagator", &self.propagator)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hm_4_the_variable_replaces_the_known_methods() {
        let options = Options::read(|name| {
            (name == "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS").then(|| "GET, BREW".to_owned())
        });
        let methods = &options.settings.known_methods;
        assert_eq!(methods.recognise("BREW").value().as_str(), "BREW");
        assert_eq!(methods.recognise("POST").value().as_str(), "_OTHER");
    }
}
