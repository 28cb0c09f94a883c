//! What can be set on the server's layer, as the service sees it.

use std::borrow::Cow;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use http::Method;
use http::request::Parts;
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
            filter: None,
            public_endpoint: None,
            route: None,
            peer: None,
            span_name: None,
            attributes: None,
        }
    }

    /// Whether a request is to have a span. A gRPC call is not also an HTTP request: its span is that of
    /// `traced_tonic::ServerLayer` (RS-10).
    pub(crate) fn wants(&self, head: &Parts) -> bool {
        !is_grpc(head) && self.filter.as_ref().is_none_or(|filter| filter(head))
    }

    pub(crate) fn is_public(&self, head: &Parts) -> bool {
        self.public_endpoint
            .as_ref()
            .is_some_and(|is_public| is_public(head))
    }
}

fn is_grpc(head: &Parts) -> bool {
    // Every call is a `POST`. Source: gRPC over HTTP2, "Requests".
    if head.method != Method::POST {
        return false;
    }
    let content_type = head.headers.get(http::header::CONTENT_TYPE);
    content_type.is_some_and(|value| {
        let rest = value.as_bytes().strip_prefix(b"application/grpc");
        // `application/grpc-web` is HTTP that a proxy or a layer further in turns into gRPC.
        rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
    })
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
