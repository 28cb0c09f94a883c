//! Carrying a trace across process boundaries.
//!
//! [`inject`] and [`extract`] use OpenTelemetry's global propagator, which
//! [`init`](crate::setup::init) sets to W3C trace context and baggage. The carriers
//! adapt the places where a protocol keeps such fields.

mod environment;
#[cfg(feature = "http")]
mod headers;

pub use environment::Environment;
#[cfg(feature = "setup")]
pub(crate) use environment::inherit;
pub(crate) use environment::{inherited, propagated};
#[cfg(feature = "http")]
pub use headers::{HeaderExtractor, HeaderInjector};
pub use opentelemetry::propagation::{Extractor, Injector};

use crate::context;
use opentelemetry::{Context, global};

/// Writes the trace of `cx` into a carrier, for the process that receives it.
///
/// For a client call, `cx` is the context of the *client span*: the server's span is
/// its child.
pub fn inject(cx: &Context, carrier: &mut dyn Injector) {
    global::get_text_map_propagator(|propagator| propagator.inject_context(cx, carrier));
}

/// Reads the trace that a carrier brought: the current context with the remote span and
/// baggage, or as it is when the carrier has none (or an invalid one).
pub fn extract(carrier: &dyn Extractor) -> Context {
    let current = context::current();
    global::get_text_map_propagator(|propagator| propagator.extract_with_context(&current, carrier))
}
