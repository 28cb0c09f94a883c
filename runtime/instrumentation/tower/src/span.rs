//! The span of one exchange: from the request's head to the end of the response.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt::Display;
use std::sync::Arc;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Method, Response, response};
use http_body::Body;
use traced::context::Context;
use traced::context::body::{BodyWatch, WatchedBody};
use traced::opentelemetry::trace::SpanKind;
use traced::semconv::http::{
    ServerRequest, response_attributes, response_has_body, server_error_type,
};
use traced::span::{Scope, SpanGuard, SpanStart};

use crate::framework;
use crate::options::Options;
use crate::parent::Parent;

static SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

/// The `error.type` of an exchange that was given up before its end.
const CANCELLED: &str = "cancelled";

/// A started server span.
#[derive(Debug)]
pub(crate) struct ServerSpan {
    guard: SpanGuard,
    options: Arc<Options>,
    method: Method,
    /// That the rest of the body is dropped says nothing new: the status is an error
    /// already, or the response has no end but that its reader leaves.
    settled: bool,
}

impl ServerSpan {
    pub(crate) fn start(head: &Parts, parent: Parent, options: &Arc<Options>) -> Self {
        let found = options.route.as_ref().and_then(|route| route(head));
        let route = found
            .as_deref()
            .or_else(|| framework::route(&head.extensions));
        let peer = options.peer.as_ref().and_then(|peer| peer(head));
        let request = ServerRequest::new(head)
            .route(route)
            .peer(peer.or_else(|| framework::peer(&head.extensions)))
            .listener_scheme(options.scheme);
        let name = options.span_name.as_ref().and_then(|name| name(head));
        let name = name.unwrap_or_else(|| request.span_name(&options.settings));
        let mut attributes = request.attributes(&options.settings);
        attributes.extend(options.attributes.iter().flat_map(|more| more(head)));

        let span = SpanStart::new(&SCOPE, name)
            .kind(SpanKind::Server)
            .attributes(attributes);
        let span = if options.is_public(head) {
            parent.link(span)
        } else {
            parent.adopt(span)
        };
        Self {
            guard: span.start(),
            options: Arc::clone(options),
            method: head.method.clone(),
            settled: false,
        }
    }

    pub(crate) fn context(&self) -> &Context {
        self.guard.context()
    }

    /// The service answered: the span lasts as long as the body, or ends now if none will
    /// be sent.
    pub(crate) fn answered<B>(mut self, response: Response<B>) -> Response<WatchedBody<B, Self>>
    where
        B: Body,
        B::Error: Display,
    {
        let (head, body) = response.into_parts();
        for attribute in response_attributes(&head, &self.options.settings) {
            self.guard.set(attribute.key, attribute.value);
        }
        self.settled = is_event_stream(&head);
        if let Some(error_type) = server_error_type(head.status) {
            self.guard.error(error_type, None);
            self.settled = true;
        }
        let cx = self.context().clone();
        let body = if response_has_body(&self.method, head.status) {
            WatchedBody::new(cx, body, self, announced_length(&head.headers))
        } else {
            self.guard.end();
            WatchedBody::unwatched(cx, body)
        };
        Response::from_parts(head, body)
    }

    /// The service, or the response's body, failed (HT-5, HT-6).
    pub(crate) fn error<E: Display>(self, error: &E) {
        self.guard.error(error_type::<E>(), Some(error.to_string()));
        self.guard.end();
    }

    pub(crate) fn panic(self) {
        self.guard.panicked();
    }

    /// Nobody waits for the response any more.
    pub(crate) fn cancel(self) {
        self.guard.error(CANCELLED, None);
        self.guard.cancel();
    }
}

impl<E: Display> BodyWatch<E> for ServerSpan {
    fn completed(self, _: Option<&HeaderMap>) {
        self.guard.end();
    }

    fn failed(self, error: &E) {
        self.error(error);
    }

    fn panicked(self) {
        self.panic();
    }

    fn dropped(self, _: bool) {
        if self.settled {
            self.guard.cancel();
        } else {
            self.cancel();
        }
    }
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_event_stream(head: &response::Parts) -> bool {
    let media_type = head.headers.get(CONTENT_TYPE);
    media_type.is_some_and(|text| text.as_bytes().starts_with(b"text/event-stream"))
}

/// The name of the error's type. A boxed error has lost it.
fn error_type<E>() -> Cow<'static, str> {
    let name = type_name::<E>();
    if name.contains("dyn ") {
        "_OTHER".into()
    } else {
        name.into()
    }
}
