//! The seam between what starts spans and who makes them.
//!
//! Generated code and adapters know this module only. A span is made by, in order:
//! the provider that a [`Local`] value of its parent context names (the test kit), the
//! one that the set-up installed, or the one that `opentelemetry::global` holds at the
//! moment of the call, so that a library may use `#[traced]` in any OpenTelemetry
//! application.

mod hold;
mod installed;
#[cfg(feature = "setup")]
mod pipeline;
mod scope;
#[cfg(feature = "setup")]
mod sink;
mod start;
mod stats;

pub use hold::Hold;
pub use installed::{Local, Provider};
#[cfg(feature = "setup")]
pub use pipeline::Pipeline;
#[cfg(feature = "setup")]
pub(crate) use pipeline::install;
pub use scope::Scope;
#[cfg(feature = "setup")]
pub use sink::Sink;
#[cfg(feature = "bridge")]
pub(crate) use start::span;
pub(crate) use start::{finished, start};
pub use stats::{Stats, count, stats};
