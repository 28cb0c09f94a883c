//! What must not outlive the field it belonged to.
//!
//! A carrier may come with fields of another trace: a proxied request, a message that is
//! sent on. Setting a parent must then clear what described the old one, and propagators
//! cannot: OpenTelemetry's `Injector` only sets. So the carriers do.

/// The fields that fall with the old value of `field`, to be set again if there is need.
pub(super) fn companions(field: &str) -> &'static [&'static str] {
    match field {
        "traceparent" => &["tracestate"],
        "x-b3-traceid" => &["x-b3-parentspanid", "x-b3-sampled", "x-b3-flags"],
        _ => &[],
    }
}
