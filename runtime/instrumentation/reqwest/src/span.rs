//! The span of one request: from before it is sent to the end of the response.

use std::borrow::Cow;
use std::sync::Arc;

use http::HeaderMap;
use reqwest::{Body, Request, Response, ResponseBuilderExt as _};
use traced::context::body::{BodyWatch, WatchedBody};
use traced::context::{self, Context};
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::trace::SpanKind;
use traced::semconv::attribute::NETWORK_PROTOCOL_VERSION;
use traced::semconv::http::{
    ClientRequest, client_error_type, protocol_version, response_attributes, response_has_body,
};
use traced::semconv::network;
use traced::span::{Scope, SpanGuard, SpanStart};

use crate::error;
use crate::options::Options;

static SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

/// A started client span. Dropped, it ends as cancelled and without an error: whoever
/// gives a request up does so on purpose (HT-7).
#[derive(Debug)]
pub(crate) struct ClientSpan {
    guard: SpanGuard,
    options: Arc<Options>,
    method: http::Method,
}

impl ClientSpan {
    pub(crate) fn start(
        request: &Request,
        template: Option<&str>,
        resend_count: u32,
        options: &Arc<Options>,
    ) -> Self {
        let cx = context::current();
        let (name, attributes) = if cx.is_telemetry_suppressed() {
            (Cow::default(), Vec::new())
        } else {
            facts(request, template, resend_count, options)
        };
        let guard = SpanStart::new(&SCOPE, name)
            .kind(SpanKind::Client)
            .attributes(attributes)
            .parent(cx)
            .start();
        Self {
            guard,
            options: Arc::clone(options),
            method: request.method().clone(),
        }
    }

    /// There is a response: the span lasts as long as its body, or ends now if it has
    /// none.
    pub(crate) fn answered(self, response: Response) -> Response {
        if self.guard.is_recording() {
            self.describe(&response);
        }
        if let Some(error_type) = client_error_type(response.status()) {
            self.guard.error(error_type, None);
        }
        let url = response.url().clone();
        let (mut head, body) = http::Response::<Body>::from(response).into_parts();
        if self.guard.is_recording() {
            for attribute in response_attributes(&head, &self.options.settings) {
                self.guard.set(attribute.key, attribute.value);
            }
        }
        // reqwest forgets the URL on the way to `http::Response` and takes it back from
        // an extension that only this builder can write.
        if let Some(with_url) = http::Response::builder().url(url).extensions_mut() {
            head.extensions.extend(std::mem::take(with_url));
        }
        let body = if response_has_body(&self.method, head.status) {
            WatchedBody::new(body, self, None)
        } else {
            let cx = self.guard.context().clone();
            self.guard.end();
            WatchedBody::unwatched(cx, body)
        };
        http::Response::from_parts(head, Body::wrap(body)).into()
    }

    fn describe(&self, response: &Response) {
        if let Some(peer) = response.remote_addr() {
            for attribute in network::peer(peer) {
                self.guard.set(attribute.key, attribute.value);
            }
        }
        if let Some(version) = protocol_version(response.version()) {
            self.guard.set(NETWORK_PROTOCOL_VERSION, version);
        }
    }

    pub(crate) fn failed(self, error: &reqwest_middleware::Error) {
        let (error_type, text) = error::describe(error);
        self.guard.error(error_type, Some(text));
        self.guard.end();
    }
}

/// What a span says from its start.
fn facts(
    request: &Request,
    template: Option<&str>,
    resend_count: u32,
    options: &Options,
) -> (Cow<'static, str>, Vec<KeyValue>) {
    let (settings, url) = (&options.settings, request.url());
    let facts = ClientRequest::new(request.method().as_str(), url.as_str())
        .host(url.host_str())
        .port(url.port_or_known_default())
        .template(template)
        .resend_count(resend_count);
    let (name, mut attributes) = facts.describe(settings);
    let own_name = options.span_name.as_ref().and_then(|name| name(request));
    attributes.extend(settings.request_headers.request(request.headers()));
    attributes.extend(options.attributes.iter().flat_map(|more| more(request)));
    (own_name.unwrap_or(name), attributes)
}

impl BodyWatch<reqwest::Error> for ClientSpan {
    fn context(&self) -> &Context {
        self.guard.context()
    }

    fn completed(self, _: Option<&HeaderMap>) {
        self.guard.end();
    }

    fn failed(self, error: &reqwest::Error) {
        self.guard
            .error(error::error_type(error), Some(error::text(error)));
        self.guard.end();
    }

    fn panicked(self) {
        self.guard.panicked();
    }

    /// A response whose body nobody asked for has served its purpose: its head was
    /// enough.
    fn dropped(self, begun: bool) {
        if begun {
            self.guard.cancel();
        } else {
            self.guard.end();
        }
    }
}
