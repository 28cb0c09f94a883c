//! The seam between what starts spans and who makes them, and the provider of our own.
//!
//! Generated code and adapters know this module only. A span is made by, in order:
//! the provider that a [`Local`] value of its parent context names (the test kit), the
//! one that the set-up installed, or the one that `opentelemetry::global` holds at the
//! moment of the call, so that a library may use `#[traced]` in any OpenTelemetry
//! application.

#[cfg(feature = "setup")]
mod clock;
pub mod count;
mod failed;
mod hold;
#[cfg(feature = "setup")]
mod install;
mod installed;
mod mode;
#[cfg(not(feature = "setup"))]
#[path = "absent_own/mod.rs"]
mod own;
#[cfg(feature = "setup")]
mod own;
#[cfg(feature = "setup")]
mod pipeline;
mod plan;
mod scope;
#[cfg(feature = "setup")]
mod sink;
mod site;
mod start;
mod started;
mod stats;
mod tally;
#[cfg(feature = "setup")]
mod timeline;

pub(crate) use failed::{EXCEPTION, Exception, Failed};
pub use hold::Hold;
#[cfg(feature = "setup")]
pub(crate) use install::{disable, install};
pub use installed::{Local, Provider};
pub(crate) use mode::is_off;
#[cfg(feature = "setup")]
pub(crate) use own::under_way;
pub(crate) use own::{Note, Running, Slot, child, enter};
#[cfg(feature = "setup")]
pub use own::{Options, Records, Span, SpanView, TracedProvider, Tracer, Waiting};
#[cfg(feature = "setup")]
pub use pipeline::Pipeline;
pub(crate) use plan::Plan;
pub use scope::Scope;
#[cfg(feature = "setup")]
pub use sink::Sink;
pub use site::{Constant, Kind, Origin, Site, SiteParts};
#[cfg(feature = "bridge")]
pub(crate) use start::span;
pub(crate) use start::{Begun, Fate, foresee, makes_none, start};
pub(crate) use started::Child;
pub use stats::{Stats, stats};
