//! Carrying a trace across process boundaries.
//!
//! [`inject`] and [`extract`] use OpenTelemetry's global propagator, which
//! [`init`](crate::setup::init) makes of the ones in here as `OTEL_PROPAGATORS` says.
//! Without a set-up nothing is carried.
//!
//! | propagator | `OTEL_PROPAGATORS` | fields |
//! |---|---|---|
//! | [`TraceContextPropagator`] | `tracecontext` (default) | `traceparent`, `tracestate` |
//! | [`BaggagePropagator`] | `baggage` (default) | `baggage` |
//! | [`B3Propagator`] | `b3`, `b3multi` | `b3`, or `x-b3-…` |
//! | [`JaegerPropagator`] | `jaeger` | `uber-trace-id`, `uberctx-…` |
//!
//! What arrives malformed never fails a request: it is read as absent and said once a
//! place (`bad-traceparent`), or counted (see [`discarded`]). What is written can always be
//! read again by the same rules.
//!
//! | carrier | of |
//! |---|---|
//! | `HeaderInjector`, `HeaderExtractor` (feature `http`) | `http::HeaderMap`: HTTP, gRPC metadata |
//! | [`MapInjector`], [`MapExtractor`] | maps and lists of names with texts or bytes: messages, jobs |
//! | [`Environment`] | variables of a child process |
//! | [`fields`], [`MapExtractor::new`] | every other header type |
//!
//! Spans of producers and consumers, and how the header types of Kafka, AMQP and NATS
//! clients are read and filled, are in [`messaging`](crate::messaging).

mod b3;
mod baggage;
mod debug;
mod environment;
#[cfg(feature = "http")]
mod headers;
mod hex;
mod jaeger;
mod maps;
mod report;
mod stale;
mod trace_context;
#[cfg(feature = "setup")]
mod w3c;

pub use b3::B3Propagator;
pub use baggage::BaggagePropagator;
pub use environment::Environment;
#[cfg(feature = "setup")]
pub(crate) use environment::inherit;
pub(crate) use environment::{inherited, propagated};
#[cfg(feature = "http")]
pub use headers::{HeaderExtractor, HeaderInjector};
pub use jaeger::JaegerPropagator;
pub use maps::{FieldMap, MapExtractor, MapInjector};
pub use opentelemetry::propagation::{Extractor, Injector};
pub use report::{Discarded, discarded};
pub use trace_context::TraceContextPropagator;
#[cfg(feature = "setup")]
pub(crate) use w3c::W3cPropagator;

use crate::context;
use crate::diagnostics::Place;
use opentelemetry::{Context, global};

/// Writes the trace of `cx` into a carrier, for the process that receives it.
///
/// For a client call, `cx` is the context of the *client span*: the server's span is
/// its child.
pub fn inject(cx: &Context, carrier: &mut dyn Injector) {
    global::get_text_map_propagator(|propagator| propagator.inject_context(cx, carrier));
}

/// The names and values that carry the trace of `cx`, for a header type that is no
/// [`FieldMap`].
pub fn fields(cx: &Context) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    inject(cx, &mut MapInjector(&mut fields));
    fields
}

/// Reads the trace that a carrier brought: the current context with the remote span and
/// baggage, or as it is when the carrier has none (or an invalid one).
///
/// A malformed field is reported at the caller; adapters say better where by
/// [`extract_onto`].
#[track_caller]
pub fn extract(carrier: &dyn Extractor) -> Context {
    extract_onto(&context::current(), carrier, Place::caller())
}

/// As [`extract`], onto a context of your own, and with faults reported at `place`: where
/// the user asked for this, such as the line that made an adapter's layer.
pub fn extract_onto(cx: &Context, carrier: &dyn Extractor, place: Place) -> Context {
    report::placed_at(place, || {
        global::get_text_map_propagator(|propagator| propagator.extract_with_context(cx, carrier))
    })
}
