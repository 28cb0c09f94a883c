//! What can be set on the client's layer, as the service sees it.

use std::borrow::Cow;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use http::request::Parts;
use http::{Uri, response};
use traced::opentelemetry::KeyValue;
use traced::semconv::http::{KNOWN_METHODS_VARIABLE, KnownMethods, Settings};

use crate::hook::Hook;
use crate::propagator::Propagator;

type UriTest = dyn Fn(&Uri) -> bool + Send + Sync;
type PeerOf = dyn Fn(&response::Parts) -> Option<SocketAddr> + Send + Sync;

#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) settings: Settings,
    pub(crate) propagator: Propagator,
    pub(crate) propagate_to: Option<Arc<UriTest>>,
    pub(crate) peer: Option<Arc<PeerOf>>,
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
            propagator: Propagator::default(),
            propagate_to: None,
            peer: None,
            filter: None,
            span_name: None,
            attributes: None,
        }
    }

    pub(crate) fn wants(&self, head: &Parts) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter(head))
    }

    pub(crate) fn may_propagate(&self, uri: &Uri) -> bool {
        self.propagate_to
            .as_ref()
            .is_none_or(|trusted| trusted(uri))
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
