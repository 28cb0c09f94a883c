//! The span of one call: started once, ended once, by whatever comes first.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use http::{HeaderMap, StatusCode};
use traced::context::{Context, run_in};
use traced::opentelemetry::Key;
use traced::semconv::http::CapturedHeaders;
use traced::semconv::rpc::{
    Code, RPC_METHOD, RPC_RESPONSE_METADATA, RPC_STATUS_CODE, Side, other_method, recognised,
};
use traced::span::SpanGuard;

use crate::options::Options;
use crate::status::Status;

/// A client's clock started before its request reached the server, so it gives up a little before the server's time is
/// over. What comes that close to a deadline was caused by it: a tenth of the time, this much at most.
const GRACE: Duration = Duration::from_millis(100);

/// A call on its way through future and body.
#[derive(Debug)]
pub(crate) struct Call {
    /// Outlives the span: what is dropped after the end is still dropped in its trace.
    cx: Context,
    /// `None` once the span has ended, and for a call that is filtered out.
    span: Option<SpanGuard>,
    side: Side,
    deadline: Option<Instant>,
    /// The response's status, for an answer that ends without one of gRPC's.
    http: StatusCode,
    /// The method, as long as only the answer can tell whether it exists.
    unverified: Option<Cow<'static, str>>,
    cancellation_is_error: bool,
    /// What is to be recorded of the answer's metadata.
    response_metadata: Option<CapturedHeaders>,
    /// What the headers had of it: a key that comes again in the trailers is recorded once.
    recorded: Vec<Key>,
    /// The inner future or body is being polled. Still set when it is dropped: the poll panicked.
    polling: bool,
}

impl Call {
    /// A call with a span. `unverified` is its method, as long as only the answer can tell whether that exists.
    pub(crate) fn traced(
        side: Side,
        span: SpanGuard,
        timeout: Option<Duration>,
        unverified: Option<Cow<'static, str>>,
        options: &Options,
    ) -> Self {
        let patience = timeout.map(|timeout| match side {
            Side::Client => timeout,
            Side::Server => timeout.saturating_sub((timeout / 10).min(GRACE)),
        });
        let keys = &options.response_metadata;
        Self {
            cx: span.context().clone(),
            span: Some(span),
            side,
            deadline: patience.and_then(|patience| Instant::now().checked_add(patience)),
            http: StatusCode::OK,
            unverified,
            cancellation_is_error: options.cancellation_is_error,
            response_metadata: (!keys.is_empty()).then(|| keys.clone()),
            recorded: Vec::new(),
            polling: false,
        }
    }

    /// A call without a span, in `cx`.
    pub(crate) fn untraced(side: Side, cx: Context) -> Self {
        Self {
            cx,
            span: None,
            side,
            deadline: None,
            http: StatusCode::OK,
            unverified: None,
            cancellation_is_error: true,
            response_metadata: None,
            recorded: Vec::new(),
            polling: false,
        }
    }

    pub(crate) fn context(&self) -> &Context {
        &self.cx
    }

    /// Polls a future or body of the call in its context.
    pub(crate) fn poll<R>(&mut self, poll: impl FnOnce() -> R) -> R {
        self.polling = true;
        let polled = run_in(&self.cx, poll);
        self.polling = false;
        polled
    }

    /// The response's head is here. One with a status, or with nothing to follow, is all there is.
    pub(crate) fn responded(&mut self, http: StatusCode, headers: &HeaderMap, is_all: bool) {
        self.http = http;
        self.metadata(headers);
        match Status::of_headers(headers) {
            Some(status) => {
                if is_all && status.code == Code::Unimplemented && status.message.is_none() {
                    self.not_recognised();
                }
                self.ended(status);
            }
            None if is_all => self.closed(),
            None => {}
        }
    }

    /// The trailers are here.
    pub(crate) fn trailers(&mut self, trailers: &HeaderMap) {
        self.metadata(trailers);
        match Status::of_headers(trailers) {
            Some(status) => self.ended(status),
            None => self.closed(),
        }
    }

    /// The response has ended, perhaps without a status.
    pub(crate) fn closed(&mut self) {
        self.ended(Status::of_http(self.http));
    }

    /// The call is over.
    pub(crate) fn ended(&mut self, status: Status) {
        let Some(span) = self.span.take() else {
            return;
        };
        self.recognised(&span);
        self.record(&span, status.code, status.message);
        span.end();
    }

    /// The future or body of the call is gone. Does nothing if the call is over.
    pub(crate) fn dropped(&mut self) {
        let Some(span) = self.span.take() else {
            return;
        };
        self.recognised(&span);
        if self.polling {
            // gRPC's status for an application that throws; nobody was sent it.
            span.set(RPC_STATUS_CODE, Code::Unknown.name());
            span.panicked();
        } else {
            self.record(&span, Code::Cancelled, None);
            span.cancel();
        }
    }

    fn record(&self, span: &SpanGuard, code: Code, message: Option<String>) {
        if !span.is_recording() {
            return;
        }
        // Whoever gives up first once the time is over, it is the deadline that ended the call.
        let late = self
            .deadline
            .is_some_and(|deadline| Instant::now() >= deadline);
        let code = match code {
            Code::Cancelled if late => Code::DeadlineExceeded,
            code => code,
        };
        span.set(RPC_STATUS_CODE, code.name());
        let excused = code == Code::Cancelled && !self.cancellation_is_error;
        if code.is_error(self.side) && !excused {
            span.error(code.name(), message.filter(|message| !message.is_empty()));
        }
    }

    fn metadata(&mut self, metadata: &HeaderMap) {
        if let (Some(span), Some(keys)) = (&self.span, &self.response_metadata) {
            for attribute in keys.attributes(RPC_RESPONSE_METADATA, metadata) {
                if !self.recorded.contains(&attribute.key) {
                    self.recorded.push(attribute.key.clone());
                    span.set(attribute.key, attribute.value);
                }
            }
        }
    }

    /// Somebody has taken the call, so the method exists. Set here and not before, for an attribute that is set twice
    /// is exported twice.
    fn recognised(&mut self, span: &SpanGuard) {
        if let Some(method) = self.unverified.take()
            && span.is_recording()
        {
            span.set(RPC_METHOD, recognised(method));
        }
    }

    /// What a router answers that has no such method. A service of its own mind says why, in a message.
    fn not_recognised(&mut self) {
        if let (Some(method), Some(span)) = (self.unverified.take(), &self.span) {
            span.update_name(traced::semconv::rpc::GRPC);
            for attribute in other_method(&format!("/{method}")) {
                span.set(attribute.key, attribute.value);
            }
        }
    }
}
