//! The server's side: what a received request says about itself (HS-2 to HS-6, HS-8).

use std::borrow::Cow;
use std::net::SocketAddr;

use http::header::{HOST, USER_AGENT};
use http::{HeaderMap, HeaderValue, Uri, Version, request};
use opentelemetry::KeyValue;

use super::{Forwarded, Method, Settings, protocol_version, split_host_port};
use crate::semconv::list::List;
use crate::semconv::{attribute, network};

/// A received request, as the start of a server span needs it.
#[derive(Debug, Clone, Copy)]
pub struct ServerRequest<'a> {
    method: &'a str,
    uri: &'a Uri,
    version: Version,
    headers: &'a HeaderMap,
    route: Option<&'a str>,
    peer: Option<SocketAddr>,
    scheme: &'a str,
    server: Option<&'a str>,
}

impl<'a> ServerRequest<'a> {
    /// What the head of a request says. The scheme is `http` until
    /// [`listener_scheme`](Self::listener_scheme) says otherwise.
    #[inline]
    pub fn new(head: &'a request::Parts) -> Self {
        Self::of(&head.method, &head.uri, head.version, &head.headers)
    }

    /// The same of a request that was not taken apart.
    #[inline]
    pub fn of(
        method: &'a http::Method,
        uri: &'a Uri,
        version: Version,
        headers: &'a HeaderMap,
    ) -> Self {
        Self {
            method: method.as_str(),
            uri,
            version,
            headers,
            route: None,
            peer: None,
            scheme: "http",
            server: None,
        }
    }

    /// The target as it was sent, where a router has cut a prefix off that of the head.
    #[inline]
    pub fn uri(mut self, sent: Option<&'a Uri>) -> Self {
        self.uri = sent.unwrap_or(self.uri);
        self
    }

    /// The server's name, with or without a port, in place of the one that the client wrote.
    #[inline]
    pub fn server(mut self, name: Option<&'a str>) -> Self {
        self.server = name;
        self
    }

    /// The template of the route that matched (`/users/{id}`), with the prefixes of
    /// nested routers; never the path.
    #[inline]
    pub fn route(mut self, template: Option<&'a str>) -> Self {
        self.route = template.filter(|template| !template.is_empty());
        self
    }

    /// The other end of the socket.
    #[inline]
    pub fn peer(mut self, address: Option<SocketAddr>) -> Self {
        self.peer = address;
        self
    }

    /// The scheme of what listens, for a request in origin form (`GET /path`) does not
    /// say it.
    #[inline]
    pub fn listener_scheme(mut self, scheme: &'a str) -> Self {
        self.scheme = scheme;
        self
    }

    /// `{method} {http.route}`, or `{method}` where nothing matched: a path is never a
    /// name (HS-2 to HS-4).
    pub fn span_name(&self, settings: &Settings) -> Cow<'static, str> {
        self.method(settings).span_name(self.route)
    }

    /// Every attribute that is known before the request is handled, to be given when the
    /// span starts, where samplers see them (HS-6).
    pub fn attributes(&self, settings: &Settings) -> Vec<KeyValue> {
        self.describe(settings).1
    }

    /// [`span_name`](Self::span_name) and [`attributes`](Self::attributes), for less than the two of them.
    pub fn describe(&self, settings: &Settings) -> (Cow<'static, str>, Vec<KeyValue>) {
        if settings.trust_forwarded {
            let forwarded = Forwarded::from_headers(self.headers);
            self.describe_behind(settings, Some(&forwarded))
        } else {
            self.describe_behind(settings, None)
        }
    }

    fn describe_behind(
        &self,
        settings: &Settings,
        proxy: Option<&Forwarded>,
    ) -> (Cow<'static, str>, Vec<KeyValue>) {
        let mut list = List::with_room_for(self.room());
        let method = self.method(settings);
        method.push_to(&mut list);
        self.push_url(settings, proxy, &mut list);
        let name = self.push_route(&method, &mut list);
        if let Some(version) = protocol_version(self.version) {
            list.word(attribute::NETWORK_PROTOCOL_VERSION, version);
        }
        self.push_server(proxy, &mut list);
        self.push_client(proxy, &mut list);
        if !settings.request_headers.is_empty() {
            list.extend(settings.request_headers.request(self.headers));
        }
        (name, list.done())
    }

    /// As many attributes as there may be, with the status of the response: a span is kept until it is exported, and so is
    /// room that it does not need.
    fn room(&self) -> usize {
        let always = 8; // Method, scheme, path, version, server's address and port, user agent, status.
        let from_peer = if self.peer.is_some() { 3 } else { 0 };
        always
            + usize::from(self.uri.query().is_some())
            + usize::from(self.route.is_some())
            + from_peer
    }

    fn method(&self, settings: &Settings) -> Method<'a> {
        settings.known_methods.recognise(self.method)
    }

    fn push_url(&self, settings: &Settings, proxy: Option<&Forwarded>, list: &mut List) {
        let scheme = proxy
            .and_then(|proxy| proxy.scheme)
            .or(self.uri.scheme_str())
            .unwrap_or(self.scheme);
        match known_scheme(scheme) {
            Some(scheme) => list.word(attribute::URL_SCHEME, scheme),
            None => list.value(attribute::URL_SCHEME, scheme.to_ascii_lowercase()),
        }
        list.text(attribute::URL_PATH, self.uri.path());
        if let Some(query) = self.uri.query().filter(|query| !query.is_empty()) {
            list.text(attribute::URL_QUERY, &settings.redaction.query(query));
        }
    }

    /// Writes the route, and returns the span's name, which it is part of.
    fn push_route(&self, method: &Method<'_>, list: &mut List) -> Cow<'static, str> {
        let Some(route) = self.route else {
            return method.span_name(None);
        };
        let (name, kept) = method.name_with(route);
        match kept {
            Some(route) => list.word(attribute::HTTP_ROUTE, route),
            None => list.text(attribute::HTTP_ROUTE, route),
        }
        name
    }

    /// What was configured, or else in the order of the conventions: the proxy's word, `:authority` or an absolute
    /// target, `Host`.
    fn push_server(&self, proxy: Option<&Forwarded>, list: &mut List) {
        let by_proxy = || Some((proxy?.host.as_deref()?, proxy?.port));
        let found = self
            .server
            .and_then(split_host_port)
            .or_else(by_proxy)
            .or_else(|| self.authority().and_then(split_host_port));
        if let Some((host, port)) = found {
            list.text(attribute::SERVER_ADDRESS, host);
            if let Some(port) = port {
                list.number(attribute::SERVER_PORT, port.into());
            }
        }
    }

    fn authority(&self) -> Option<&'a str> {
        let in_target = self.uri.authority().map(http::uri::Authority::as_str);
        in_target.or_else(|| {
            text(self.headers.get(HOST)?)
                .ok()
                .filter(|text| text.is_ascii())
        })
    }

    fn push_client(&self, proxy: Option<&Forwarded>, list: &mut List) {
        let client = proxy.and_then(|proxy| proxy.client.as_deref());
        if self.peer.is_some() || client.is_some() {
            self.push_addresses(client, list);
        }
        if let Some(agent) = self.headers.get(USER_AGENT) {
            match text(agent) {
                Ok(agent) => list.text(attribute::USER_AGENT_ORIGINAL, agent),
                Err(bytes) => {
                    let agent = String::from_utf8_lossy(bytes);
                    list.text(attribute::USER_AGENT_ORIGINAL, &agent);
                }
            }
        }
    }

    #[inline(never)]
    fn push_addresses(&self, client: Option<&str>, list: &mut List) {
        let peer = self.peer.map(network::peer);
        if let Some(client) = client {
            list.text(attribute::CLIENT_ADDRESS, client);
        } else if let Some([address, _]) = &peer {
            list.value(attribute::CLIENT_ADDRESS, address.value.clone());
        }
        list.extend(peer.into_iter().flatten());
    }
}

/// The value of a header as text, or else its bytes.
fn text(value: &HeaderValue) -> Result<&str, &[u8]> {
    let bytes = value.as_bytes();
    std::str::from_utf8(bytes).map_err(|_| bytes)
}

/// The two schemes of nearly every request.
fn known_scheme(scheme: &str) -> Option<&'static str> {
    match scheme {
        "http" => Some("http"),
        "https" => Some("https"),
        _ => None,
    }
}
