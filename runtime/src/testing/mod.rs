//! The test kit: assertions about traces, in any test, in parallel.
//!
//! [`record`] runs code and records the spans it makes, apart from every other test in the process:
//! [`Recorded::tree`], [`Recorded::assert_connected`], [`assert_tree!`].
//!
//! [`Collector`] is a real OTLP receiver for tests that go over sockets. What it receives is
//! handed out as the SDK's own `SpanData`, one model for all assertions.
//!
//! Here belongs what a test needs to see and judge spans, and nothing that an application
//! needs to make them.

mod collector;
#[macro_use]
mod compare;
mod conformance;
mod forest;
mod place;
mod recording;
mod tree;

#[doc(inline)]
pub use __assert_tree as assert_tree;
pub use collector::{Builder, Collector, Counts, Received, Reply, TimedOut, Trace};
#[doc(hidden)]
pub use compare::compare;
pub use conformance::{Conformance, Finding, PolicyError, Sample, explain};
pub use recording::{Recorded, Recorder, record, record_sync};
pub use traced_conventions::{Level, Rule};
