//! What both layers can be told.

use std::collections::HashSet;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use http::{Extensions, HeaderMap};
use traced::opentelemetry::KeyValue;
use traced::semconv::http::CapturedHeaders;
use traced::semconv::rpc::{Method, RPC_REQUEST_METADATA};

use crate::propagator::Propagator;

/// The settings of a layer; shared by the services that it makes.
#[derive(Clone)]
pub(crate) struct Options {
    filter: Option<Arc<Filter>>,
    public: Option<Arc<Ask<bool>>>,
    attributes: Option<Arc<Ask<Vec<KeyValue>>>>,
    peer: Option<Arc<PeerOf>>,
    known: Option<Arc<HashSet<String>>>,
    pub(crate) propagator: Propagator,
    pub(crate) request_metadata: CapturedHeaders,
    pub(crate) response_metadata: CapturedHeaders,
    pub(crate) cancellation_is_error: bool,
}

type Filter = dyn Fn(&str) -> bool + Send + Sync;

/// A question about a call that the application answers, by its method and metadata.
type Ask<T> = dyn Fn(&str, &HeaderMap) -> T + Send + Sync;

type PeerOf = dyn Fn(&Extensions) -> Option<SocketAddr> + Send + Sync;

/// `package.Service/Method` of a request's path.
fn method(path: &str) -> &str {
    path.strip_prefix('/').unwrap_or(path)
}

impl Default for Options {
    fn default() -> Self {
        Self {
            filter: None,
            public: None,
            attributes: None,
            peer: None,
            known: None,
            propagator: Propagator::default(),
            request_metadata: CapturedHeaders::default(),
            response_metadata: CapturedHeaders::default(),
            cancellation_is_error: true,
        }
    }
}

impl Options {
    pub(crate) fn set_filter(&mut self, filter: impl Fn(&str) -> bool + Send + Sync + 'static) {
        self.filter = Some(Arc::new(filter));
    }

    pub(crate) fn set_public(
        &mut self,
        public: impl Fn(&str, &HeaderMap) -> bool + Send + Sync + 'static,
    ) {
        self.public = Some(Arc::new(public));
    }

    pub(crate) fn set_attributes(
        &mut self,
        attributes: impl Fn(&str, &HeaderMap) -> Vec<KeyValue> + Send + Sync + 'static,
    ) {
        self.attributes = Some(Arc::new(attributes));
    }

    pub(crate) fn set_peer(
        &mut self,
        peer: impl Fn(&Extensions) -> Option<SocketAddr> + Send + Sync + 'static,
    ) {
        self.peer = Some(Arc::new(peer));
    }

    pub(crate) fn set_known(&mut self, methods: impl IntoIterator<Item = impl Into<String>>) {
        let methods = methods.into_iter().map(Into::into).map(|method| {
            method
                .strip_prefix('/')
                .map(str::to_owned)
                .unwrap_or(method)
        });
        self.known = Some(Arc::new(methods.collect()));
    }

    /// Whether a call is to have a span; `path` is that of the request.
    pub(crate) fn wants(&self, path: &str) -> bool {
        let filter = self.filter.as_ref();
        filter.is_none_or(|filter| filter(method(path)))
    }

    /// Whether a call comes from a stranger.
    pub(crate) fn is_public(&self, path: &str, metadata: &HeaderMap) -> bool {
        let public = self.public.as_ref();
        public.is_some_and(|public| public(method(path), metadata))
    }

    pub(crate) fn peer(&self, extensions: &Extensions) -> Option<SocketAddr> {
        self.peer.as_ref().and_then(|peer| peer(extensions))
    }

    /// Adds what was asked for: metadata, and what the application says.
    pub(crate) fn describe(
        &self,
        path: &str,
        metadata: &HeaderMap,
        attributes: &mut Vec<KeyValue>,
    ) {
        let listed = &self.request_metadata;
        if !listed.is_empty() {
            attributes.extend(listed.attributes(RPC_REQUEST_METADATA, metadata));
        }
        if let Some(more) = &self.attributes {
            attributes.extend(more(method(path), metadata));
        }
    }

    /// The method, and whether something vouches for it: the list, if there is one, else `vouched`.
    pub(crate) fn method<'a>(&self, path: &'a str, vouched: bool) -> (Method<'a>, bool) {
        match (Method::parse(path), &self.known) {
            (Method::Known(name), Some(known)) if known.contains(name) => {
                (Method::Known(name), true)
            }
            (_, Some(_)) => (Method::Other(path), true),
            (method, None) => (method, vouched),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("filter", &self.filter.is_some())
            .field("known", &self.known)
            .field("propagator", &self.propagator)
            .field("request_metadata", &self.request_metadata)
            .field("response_metadata", &self.response_metadata)
            .finish_non_exhaustive()
    }
}
