//! The server's side: what a received request says about itself (HS-2 to HS-6, HS-8).

use std::borrow::Cow;
use std::net::SocketAddr;

use http::header::{HOST, USER_AGENT};
use http::{HeaderMap, Uri, Version, request};
use opentelemetry::{KeyValue, Value};

use super::{Forwarded, Method, Settings, protocol_version, split_host_port};
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
        Self {
            method: head.method.as_str(),
            uri: &head.uri,
            version: head.version,
            headers: &head.headers,
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
        let forwarded = if settings.trust_forwarded {
            Forwarded::from_headers(self.headers)
        } else {
            Forwarded::default()
        };
        let mut attributes = Vec::with_capacity(14);
        self.method(settings).push_to(&mut attributes);
        self.push_url(settings, &forwarded, &mut attributes);
        if let Some(route) = self.route {
            attributes.push(KeyValue::new(attribute::HTTP_ROUTE, route.to_owned()));
        }
        if let Some(version) = protocol_version(self.version) {
            attributes.push(KeyValue::new(attribute::NETWORK_PROTOCOL_VERSION, version));
        }
        self.push_server(&forwarded, &mut attributes);
        self.push_client(forwarded.client, &mut attributes);
        if !settings.request_headers.is_empty() {
            attributes.extend(settings.request_headers.request(self.headers));
        }
        attributes
    }

    fn method(&self, settings: &Settings) -> Method<'a> {
        settings.known_methods.recognise(self.method)
    }

    fn push_url(&self, settings: &Settings, forwarded: &Forwarded, attributes: &mut Vec<KeyValue>) {
        let scheme = forwarded
            .scheme
            .or(self.uri.scheme_str())
            .unwrap_or(self.scheme);
        attributes.push(KeyValue::new(attribute::URL_SCHEME, known_scheme(scheme)));
        attributes.push(KeyValue::new(
            attribute::URL_PATH,
            self.uri.path().to_owned(),
        ));
        if let Some(query) = self.uri.query().filter(|query| !query.is_empty()) {
            attributes.push(KeyValue::new(
                attribute::URL_QUERY,
                settings.redaction.query(query).into_owned(),
            ));
        }
    }

    /// What was configured, or else in the order of the conventions: the proxy's word, `:authority` or an absolute
    /// target, `Host`.
    fn push_server(&self, forwarded: &Forwarded, attributes: &mut Vec<KeyValue>) {
        let said_by_proxy = forwarded.host.as_deref().map(|host| (host, forwarded.port));
        let found = self
            .server
            .and_then(split_host_port)
            .or(said_by_proxy)
            .or_else(|| self.authority().and_then(split_host_port));
        if let Some((host, port)) = found {
            attributes.push(KeyValue::new(attribute::SERVER_ADDRESS, host.to_owned()));
            if let Some(port) = port {
                attributes.push(KeyValue::new(attribute::SERVER_PORT, i64::from(port)));
            }
        }
    }

    fn authority(&self) -> Option<&'a str> {
        let in_target = self.uri.authority().map(http::uri::Authority::as_str);
        in_target.or_else(|| self.headers.get(HOST)?.to_str().ok())
    }

    fn push_client(&self, forwarded: Option<String>, attributes: &mut Vec<KeyValue>) {
        let peer = self.peer.map(network::peer);
        let client = forwarded.map(Value::from);
        if let Some(client) = client.or_else(|| peer.as_ref().map(|[peer, _]| peer.value.clone())) {
            attributes.push(KeyValue::new(attribute::CLIENT_ADDRESS, client));
        }
        if let Some(peer) = peer {
            attributes.extend(peer);
        }
        if let Some(agent) = self.headers.get(USER_AGENT) {
            let agent = String::from_utf8_lossy(agent.as_bytes()).into_owned();
            attributes.push(KeyValue::new(attribute::USER_AGENT_ORIGINAL, agent));
        }
    }
}

/// The two schemes of nearly every request, without an allocation.
fn known_scheme(scheme: &str) -> Cow<'static, str> {
    match scheme {
        "http" => Cow::Borrowed("http"),
        "https" => Cow::Borrowed("https"),
        other => Cow::Owned(other.to_ascii_lowercase()),
    }
}
