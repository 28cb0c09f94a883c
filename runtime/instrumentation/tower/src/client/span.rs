//! The span of one attempt: from before it is sent to the end of the response.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, Method, Response, response};
use http_body::Body;
use traced::context::body::BodyWatch;
use traced::context::{self, Context};
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::trace::SpanKind;
use traced::semconv::attribute::NETWORK_PROTOCOL_VERSION;
use traced::semconv::http::{
    ClientRequest, client_error_type, protocol_version, response_attributes, response_has_body,
};
use traced::semconv::network;
use traced::span::{SpanGuard, SpanStart};

use super::options::Options;
use super::target::{Target, UrlTemplate};
use crate::ResponseBody;
use crate::exchange::Exchange;
use crate::scope::{SCOPE, error_text, error_type};

/// A started client span, in the types of futures and bodies.
#[derive(Debug)]
pub struct ClientSpan {
    guard: SpanGuard,
    options: Arc<Options>,
    method: Method,
}

impl ClientSpan {
    pub(crate) fn start(head: &Parts, resend_count: u32, options: &Arc<Options>) -> Self {
        let cx = context::current();
        let (name, attributes) = if cx.is_telemetry_suppressed() {
            (Cow::default(), Vec::new())
        } else {
            facts(head, resend_count, options)
        };
        let guard = SpanStart::new(&SCOPE, name)
            .kind(SpanKind::Client)
            .attributes(attributes)
            .parent(cx)
            .start();
        Self {
            guard,
            options: Arc::clone(options),
            method: head.method.clone(),
        }
    }

    fn describe(&self, head: &response::Parts) {
        if let Some(peer) = self.options.peer.as_ref().and_then(|peer| peer(head)) {
            for attribute in network::peer(peer) {
                self.guard.set(attribute.key, attribute.value);
            }
        }
        if let Some(version) = protocol_version(head.version) {
            self.guard.set(NETWORK_PROTOCOL_VERSION, version);
        }
        for attribute in response_attributes(head, &self.options.settings) {
            self.guard.set(attribute.key, attribute.value);
        }
    }
}

/// What a span says from its start.
fn facts(head: &Parts, resend_count: u32, options: &Options) -> (Cow<'static, str>, Vec<KeyValue>) {
    let target = Target::of(head);
    let template = head.extensions.get::<UrlTemplate>();
    let request = ClientRequest::new(head.method.as_str(), &target.url)
        .host(target.host)
        .port(target.port)
        .template(template.map(|UrlTemplate(template)| &**template))
        .resend_count(resend_count);
    let (name, mut attributes) = request.describe(&options.settings);
    let own_name = options.span_name.as_ref().and_then(|name| name(head));
    attributes.extend(options.settings.request_headers.request(&head.headers));
    attributes.extend(options.attributes.iter().flat_map(|more| more(head)));
    (own_name.unwrap_or(name), attributes)
}

impl Exchange for ClientSpan {
    fn context(&self) -> &Context {
        self.guard.context()
    }

    fn answered<B>(self, response: Response<B>) -> Response<ResponseBody<B, Self>>
    where
        B: Body,
        Self: BodyWatch<B::Error>,
    {
        let (head, body) = response.into_parts();
        if self.guard.is_recording() {
            self.describe(&head);
        }
        if let Some(error_type) = client_error_type(head.status) {
            self.guard.error(error_type, None);
        }
        let body = if response_has_body(&self.method, head.status) {
            ResponseBody::watched(self, body, None)
        } else {
            let cx = Exchange::context(&self).clone();
            self.guard.end();
            ResponseBody::untraced(cx, body)
        };
        Response::from_parts(head, body)
    }

    /// Whoever gives a request up does so on purpose: no error (HT-7).
    fn cancel(self) {
        self.guard.cancel();
    }
}

impl<E: Error + 'static> BodyWatch<E> for ClientSpan {
    fn context(&self) -> &Context {
        self.guard.context()
    }

    fn completed(self, _: Option<&HeaderMap>) {
        self.guard.end();
    }

    /// The request, or the response's body, failed (HT-5, HT-6).
    fn failed(self, error: &E) {
        self.guard.error(error_type::<E>(), Some(error_text(error)));
        self.guard.end();
    }

    fn panicked(self) {
        self.guard.panicked();
    }

    /// A response whose body nobody asked for has served its purpose: its head was enough
    /// (HC-5).
    fn dropped(self, begun: bool) {
        if begun {
            self.guard.cancel();
        } else {
            self.guard.end();
        }
    }
}
