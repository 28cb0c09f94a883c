//! The span of one exchange: from the request's head to the end of the response.

use std::fmt::Display;
use std::sync::Arc;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method, Response, StatusCode};
use http_body::Body;
use traced::context::Context;
use traced::context::body::BodyWatch;
use traced::diagnostics::Place;
use traced::opentelemetry::trace::{SpanContext, SpanKind, TraceContextExt as _};
use traced::semconv::attribute::{HTTP_RESPONSE_STATUS_CODE, HTTP_ROUTE};
use traced::semconv::http::{ServerRequest, response_has_body, server_error_type};
use traced::span::{SpanGuard, SpanStart};

use super::head::Head;
use super::options::Options;
use super::parent::Parent;
use crate::exchange::{Begun, Exchange};
use crate::scope::{SCOPE, error_type};
use crate::{ResponseBody, Route, StartTime, framework, traceparent};

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

impl ServerSpan {
    /// Looks at a request, and starts its span if it is to have one.
    pub(crate) fn begin(head: Head<'_>, options: &Arc<Options>, layer: Place) -> Begun<Self> {
        let parent = Parent::of(head.headers, &options.propagator, layer);
        let public = head.is_public();
        if !head.is_wanted() {
            return Begun::Untraced(parent.into_context(public));
        }
        let (mut routed, mut named) = (false, false);
        let (name, attributes) = if parent.is_suppressed() {
            Default::default()
        } else {
            let own_route = head.own_route();
            let route = own_route.as_deref();
            let route = route.or_else(|| framework::route(head.extensions));
            let request = ServerRequest::of(head.method, head.uri, head.version, head.headers)
                .uri(framework::uri(head.extensions))
                .server(options.server_name.as_deref())
                .route(route)
                .peer(head.peer())
                .listener_scheme(options.scheme);
            let mut facts = request.describe(&options.settings);
            routed = route.is_some();
            named = head.amend(&mut facts);
            facts
        };
        let place = if public {
            parent.link()
        } else {
            parent.adopt()
        };
        let span = SpanStart::new(&SCOPE, name)
            .kind(SpanKind::Server)
            .attributes(attributes)
            .parent(place.parent);
        let time = head.extensions.get::<StartTime>();
        let guard = if time.is_none() && place.link.is_none() && !place.is_root {
            span.start()
        } else {
            unusual(span, time, place.link, place.is_root)
        };
        Begun::Traced(Self {
            guard,
            options: Arc::clone(options),
            method: head.method.clone(),
            routed,
            named,
            settled: false,
        })
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

    /// What the head of the response says.
    fn respond(&mut self, status: StatusCode, headers: &HeaderMap, route: Option<&Route>) {
        if let Some(route) = route
            && self.guard.is_recording()
        {
            self.learn_route(route);
        }
        // The status costs no more than to ask, which takes the span's lock; headers do.
        self.guard
            .set(HTTP_RESPONSE_STATUS_CODE, i64::from(status.as_u16()));
        let captured = &self.options.settings.response_headers;
        if !captured.is_empty() && self.guard.is_recording() {
            for attribute in captured.response(headers) {
                self.guard.set(attribute.key, attribute.value);
            }
        }
        if let Some(error_type) = server_error_type(status) {
            self.guard.error(error_type, None);
            self.settled = true;
        }
    }
}

impl Exchange for ServerSpan {
    fn context(&self) -> &Context {
        self.guard.context()
    }

    fn answered<B>(mut self, mut response: Response<B>) -> Response<ResponseBody<B, Self>>
    where
        B: Body,
        Self: BodyWatch<B::Error>,
    {
        let route = response.extensions_mut().remove::<Route>();
        let status = response.status();
        self.respond(status, response.headers(), route.as_ref());
        // As long as the body says, for it knows best; else as long as the head says.
        let mut length = response.body().size_hint().exact();
        if length.is_none() {
            length = announced_length(response.headers());
            self.settled |= is_event_stream(response.headers());
        }
        if self.options.traceparent_in_response {
            let span = self.guard.context().span();
            traceparent::answer(span.span_context(), response.headers_mut());
        }
        if response_has_body(&self.method, status) {
            response.map(|body| ResponseBody::watched(self, body, length))
        } else {
            let cx = self.guard.context().clone();
            self.guard.end();
            response.map(|body| ResponseBody::untraced(cx, body))
        }
    }

    /// Nobody waits for the response any more.
    fn cancel(self) {
        self.guard.error(CANCELLED, None);
        self.guard.cancel();
    }
}

impl<E: Display> BodyWatch<E> for ServerSpan {
    fn context(&self) -> &Context {
        self.guard.context()
    }

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

#[cold]
fn unusual(
    mut span: SpanStart,
    time: Option<&StartTime>,
    link: Option<Box<SpanContext>>,
    is_root: bool,
) -> SpanGuard {
    if let Some(StartTime(time)) = time {
        span = span.start_time(*time);
    }
    if let Some(link) = link {
        span = span.link(*link);
    }
    if is_root {
        span = span.root();
    }
    span.start()
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_event_stream(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE);
    media_type.is_some_and(|text| text.as_bytes().starts_with(b"text/event-stream"))
}
