//! A request's head, as the layer looks at it, and what the application says about it.

use std::borrow::Cow;
use std::net::SocketAddr;

use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Request, Uri, Version};
use traced::opentelemetry::KeyValue;

use super::options::Hooks;
use crate::framework;

/// The head of a request, where it lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<'a> {
    pub(crate) method: &'a Method,
    pub(crate) uri: &'a Uri,
    pub(crate) version: Version,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) extensions: &'a Extensions,
    /// Where somebody is to be asked: a request that nobody is asked about need not be taken apart.
    asked: Option<Asked<'a>>,
}

#[derive(Clone, Copy)]
struct Asked<'a> {
    hooks: &'a Hooks,
    head: &'a Parts,
}

impl<'a> Head<'a> {
    /// The head of a request that nobody is asked about.
    #[inline]
    pub(crate) fn of<B>(request: &'a Request<B>) -> Self {
        Self {
            method: request.method(),
            uri: request.uri(),
            version: request.version(),
            headers: request.headers(),
            extensions: request.extensions(),
            asked: None,
        }
    }

    /// A head about which the application is asked.
    pub(crate) fn asking(hooks: &'a Hooks, head: &'a Parts) -> Self {
        Self {
            method: &head.method,
            uri: &head.uri,
            version: head.version,
            headers: &head.headers,
            extensions: &head.extensions,
            asked: Some(Asked { hooks, head }),
        }
    }

    /// Whether the request is to have a span. A gRPC call is not also an HTTP request: its span is that of
    /// `traced_tonic::ServerLayer` (RS-10).
    pub(crate) fn is_wanted(&self) -> bool {
        let filter = self.ask(|hooks, head| hooks.filter.as_ref().map(|filter| filter(head)));
        filter.unwrap_or(true) && !self.is_grpc()
    }

    pub(crate) fn is_public(&self) -> bool {
        let public = |hooks: &Hooks, head: &_| hooks.public_endpoint.as_ref().map(|is| is(head));
        self.ask(public).unwrap_or(false)
    }

    /// The route that the application says, which goes before the framework's.
    pub(crate) fn own_route(&self) -> Option<String> {
        self.ask(|hooks, head| hooks.route.as_ref()?(head))
    }

    /// Adds what the application says to a span's name and attributes; true if the name is its own.
    pub(crate) fn amend(
        &self,
        (name, attributes): &mut (Cow<'static, str>, Vec<KeyValue>),
    ) -> bool {
        let Some(Asked { hooks, head }) = self.asked else {
            return false;
        };
        if let Some(more) = &hooks.attributes {
            attributes.extend(more(head));
        }
        let own_name = hooks.span_name.as_ref().and_then(|name| name(head));
        own_name.map(|own_name| *name = own_name).is_some()
    }

    pub(crate) fn peer(&self) -> Option<SocketAddr> {
        let peer = self.ask(|hooks, head| hooks.peer.as_ref()?(head));
        peer.or_else(|| framework::peer(self.extensions))
    }

    #[inline]
    fn ask<T>(&self, question: impl FnOnce(&Hooks, &Parts) -> Option<T>) -> Option<T> {
        self.asked
            .and_then(|Asked { hooks, head }| question(hooks, head))
    }

    fn is_grpc(&self) -> bool {
        // Every call is a `POST`. Source: gRPC over HTTP2, "Requests".
        if *self.method != Method::POST {
            return false;
        }
        let content_type = self.headers.get(CONTENT_TYPE);
        content_type.is_some_and(|value| {
            let rest = value.as_bytes().strip_prefix(b"application/grpc");
            // `application/grpc-web` is HTTP that a proxy or a layer further in turns into gRPC.
            rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
        })
    }
}

impl std::fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Asked")
    }
}
