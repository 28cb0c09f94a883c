//! The limits of a span: how many attributes, events and links, and how long a value.
//!
//! Source: "Span Limits" and "Attribute Limits" of `sdk-environment-variables.md`.

use opentelemetry_sdk::trace::SpanLimits;

use super::env::Env;

pub(super) fn limits(env: &Env<'_>) -> SpanLimits {
    let default = SpanLimits::default();
    let attributes = env.number("OTEL_ATTRIBUTE_COUNT_LIMIT");
    let own = |name: &str| env.number(name);
    SpanLimits {
        max_attributes_per_span: own("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT")
            .or(attributes)
            .unwrap_or(default.max_attributes_per_span),
        max_events_per_span: own("OTEL_SPAN_EVENT_COUNT_LIMIT")
            .unwrap_or(default.max_events_per_span),
        max_links_per_span: own("OTEL_SPAN_LINK_COUNT_LIMIT").unwrap_or(default.max_links_per_span),
        max_attributes_per_event: own("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT")
            .or(attributes)
            .unwrap_or(default.max_attributes_per_event),
        max_attributes_per_link: own("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT")
            .or(attributes)
            .unwrap_or(default.max_attributes_per_link),
    }
}

/// The longest attribute value, in characters; `None` is no limit.
pub(super) fn value_length(env: &Env<'_>) -> Option<usize> {
    env.number("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT")
        .or_else(|| env.number("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"))
}
