//! What both layers can be told.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use traced::opentelemetry::KeyValue;
use traced::semconv::http::CapturedHeaders;
use traced::semconv::rpc::{Method, RPC_REQUEST_METADATA};

use crate::propagator::Propagator;

/// The settings of a layer; shared by the services that it makes.
#[derive(Clone, Default)]
pub(crate) struct Options {
    filter: Option<Arc<Filter>>,
    known: Option<Arc<HashSet<String>>>,
    pub(crate) propagator: Propagator,
    pub(crate) request_metadata: CapturedHeaders,
    pub(crate) response_metadata: CapturedHeaders,
}

type Filter = dyn Fn(&str) -> bool + Send + Sync;

impl Options {
    pub(crate) fn set_filter(&mut self, filter: impl Fn(&str) -> bool + Send + Sync + 'static) {
        self.filter = Some(Arc::new(filter));
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
        let method = path.strip_prefix('/').unwrap_or(path);
        self.filter.as_ref().is_none_or(|filter| filter(method))
    }

    pub(crate) fn request_metadata<'a>(
        &'a self,
        metadata: &'a HeaderMap,
    ) -> impl Iterator<Item = KeyValue> + 'a {
        self.request_metadata
            .attributes(RPC_REQUEST_METADATA, metadata)
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
            .finish()
    }
}
