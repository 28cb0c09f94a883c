//! The test kit: assertions about traces, in any test, in parallel.
//!
//! [`Collector`] is a real OTLP receiver for tests that go over sockets. What it receives is
//! handed out as the SDK's own `SpanData`, one model for all assertions.
//!
//! Here belongs what a test needs to see and judge spans, and nothing that an application
//! needs to make them.

mod collector;
mod forest;
mod tree;

pub use collector::{Builder, Collector, Counts, Received, Reply, TimedOut, Trace};
