//! The span of one exchange: from the request's head to the end of the response.

use std::borrow::Cow;
use std::fmt::Display;
use std::sync::Arc;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Method, Response, response};
use http_body::Body;
use traced::context::Context;
use traced::context::body::{BodyWatch, WatchedBody};
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::trace::{SpanKind, TraceContextExt as _};
use traced::semconv::attribute::HTTP_ROUTE;
use traced::semconv::http::{
    ServerRequest, response_attributes, response_has_body, server_error_type,
};
use traced::span::{SpanGuard, SpanStart};

use super::options::Options;
use super::parent::Parent;
use crate::exchange::Exchange;
use crate::scope::{SCOPE, error_type};
use crate::{Route, StartTime, framework, traceparent};

/// The `error.type` of an exchange that was given up before its end.
const CANCELLED: &str = "cancelled";

/// A started server span, in the types of futures and bodies.
#[derive(Debug)]
pub struct ServerSpan {
    guard: SpanGuard,
    options: Arc<Options>,
    method: Method,
    /// The route was known at the start.
    routed: bool,
    /// The application gave the name.
    named: bool,
    /// That the rest of the body is dropped says nothing new: the status is an error
    /// already, or the response has no end but that its reader leaves.
    settled: bool,
}

/// What a span says from its start.
#[derive(Default)]
struct Facts {
    name: Cow<'static, str>,
    routed: bool,
    named: bool,
    attributes: Vec<KeyValue>,
}

impl Facts {
    fn of(head: &Parts, options: &Options) -> Self {
        let found = options.route.as_ref().and_then(|route| route(head));
        let route = found
            .as_deref()
            .or_else(|| framework::route(&head.extensions));
        let peer = options.peer.as_ref().and_then(|peer| peer(head));
        let request = ServerRequest::new(head)
            .uri(framework::uri(&head.extensions))
            .server(options.server_name.as_deref())
            .route(route)
            .peer(peer.or_else(|| framework::peer(&head.extensions)))
            .listener_scheme(options.scheme);
        let own_name = options.span_name.as_ref().and_then(|name| name(head));
        let mut attributes = request.attributes(&options.settings);
        if let Some(more) = &options.attributes {
            attributes.extend(more(head));
        }
        Self {
            routed: route.is_some(),
            named: own_name.is_some(),
            name: own_name.unwrap_or_else(|| request.span_name(&options.settings)),
            attributes,
        }
    }
}

impl ServerSpan {
    pub(crate) fn start(head: &Parts, parent: Parent, options: &Arc<Options>) -> Self {
        let facts = if parent.is_suppressed() {
            Facts::default()
        } else {
            Facts::of(head, options)
        };
        let span = SpanStart::new(&SCOPE, facts.name)
            .kind(SpanKind::Server)
            .attributes(facts.attributes);
        let span = match head.extensions.get::<StartTime>() {
            Some(StartTime(time)) => span.start_time(*time),
            None => span,
        };
        let span = if options.is_public(head) {
            parent.link(span)
        } else {
            parent.adopt(span)
        };
        Self {
            guard: span.start(),
            options: Arc::clone(options),
            method: head.method.clone(),
            routed: facts.routed,
            named: facts.named,
            settled: false,
        }
    }

    /// The route, if only the response tells it.
    fn learn_route(&self, route: &Route) {
        let route = route.as_str();
        if self.routed || route.is_empty() {
            return;
        }
        self.guard.set(HTTP_ROUTE, route.to_owned());
        if !self.named {
            let methods = &self.options.settings.known_methods;
            let method = methods.recognise(self.method.as_str());
            self.guard.update_name(method.span_name(Some(route)));
        }
    }
}

impl Exchange for ServerSpan {
    fn context(&self) -> &Context {
        self.guard.context()
    }

    fn answered<B>(mut self, response: Response<B>) -> Response<WatchedBody<B, Self>>
    where
        B: Body,
        Self: BodyWatch<B::Error>,
    {
        let (mut head, body) = response.into_parts();
        let route = head.extensions.remove::<Route>();
        if let Some(route) = &route
            && self.guard.is_recording()
        {
            self.learn_route(route);
        }
        let settings = &self.options.settings;
        // The status costs no more than to ask, which takes the span's lock; headers do.
        if settings.response_headers.is_empty() || self.guard.is_recording() {
            for attribute in response_attributes(&head, settings) {
                self.guard.set(attribute.key, attribute.value);
            }
        }
        // As long as the body says, for it knows best; else as long as the head says.
        let length = body.size_hint().exact();
        let length = length.or_else(|| announced_length(&head.headers));
        self.settled = is_event_stream(&head);
        if let Some(error_type) = server_error_type(head.status) {
            self.guard.error(error_type, None);
            self.settled = true;
        }
        let cx = self.context().clone();
        if self.options.traceparent_in_response {
            traceparent::answer(cx.span().span_context(), &mut head.headers);
        }
        let body = if response_has_body(&self.method, head.status) {
            WatchedBody::new(cx, body, self, length)
        } else {
            self.guard.end();
            WatchedBody::unwatched(cx, body)
        };
        Response::from_parts(head, body)
    }

    /// Nobody waits for the response any more.
    fn cancel(self) {
        self.guard.error(CANCELLED, None);
        self.guard.cancel();
    }
}

impl<E: Display> BodyWatch<E> for ServerSpan {
    fn completed(self, _: Option<&HeaderMap>) {
        self.guard.end();
    }

    /// The service, or the response's body, failed (HT-5, HT-6).
    fn failed(self, error: &E) {
        self.guard.error(error_type::<E>(), Some(error.to_string()));
        self.guard.end();
    }

    fn panicked(self) {
        self.guard.panicked();
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
