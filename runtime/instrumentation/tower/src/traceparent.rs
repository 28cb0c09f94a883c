//! `traceparent` for the caller: which trace its request became.

use http::{HeaderMap, HeaderName, HeaderValue};
use traced::opentelemetry::trace::SpanContext;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Writes the header into a response. Only this one, whatever the propagator: baggage is
/// for the services below and none of the caller's business.
pub(crate) fn answer(span: &SpanContext, headers: &mut HeaderMap) {
    if !span.is_valid() {
        return;
    }
    let text = format!(
        "00-{}-{}-{:02x}",
        span.trace_id(),
        span.span_id(),
        span.trace_flags()
    );
    if let Ok(value) = HeaderValue::try_from(text) {
        headers.insert(TRACEPARENT, value);
    }
}
