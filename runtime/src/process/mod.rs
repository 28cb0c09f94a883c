//! Child processes, with the trace carried along in their environment.
//!
//! A [`Command`] of this module gives each child the trace that is current *when it is
//! spawned*, as `TRACEPARENT`, `TRACESTATE` and `BAGGAGE` (or what `OTEL_PROPAGATORS` says
//! instead); with the feature `process` `tokio::Command` does so for tokio's. Any program
//! that knows these variables continues the trace.
//!
//! A program that calls [`init`](crate::setup::init) does: a span that would have no parent is
//! a child of the one that started the process. What is an entry point (`root`, and the kinds
//! server and consumer) still begins a trace of its own, so a server that was started in a
//! trace does not add to that one for ever. A job that may be started either way and is no
//! orphan without a parent says so: `#[traced(parent = traced::process::inherited())]`.
//!
//! Source: OpenTelemetry specification, "Environment Variables as Context Propagation
//! Carriers".

mod std_command;
#[cfg(feature = "process")]
pub mod tokio;
#[cfg(all(unix, feature = "process"))]
mod tokio_unix;
#[cfg(unix)]
mod unix;
mod variables;

pub use ::std::process::{Child, ExitStatus, Output, Stdio};
pub use std_command::Command;

use opentelemetry::Context;

use crate::propagation;

/// The trace and baggage that this process was started in, as [`init`](crate::setup::init) read
/// them; empty if there are none, and before `init`.
///
/// ```no_run
/// use traced::traced;
///
/// #[traced(parent = traced::process::inherited())]
/// fn nightly_report() {}
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let telemetry = traced::init("report")?;
/// nightly_report();
/// telemetry.shutdown()?;
/// # Ok(())
/// # }
/// ```
pub fn inherited() -> Context {
    propagation::inherited().cloned().unwrap_or_default()
}
