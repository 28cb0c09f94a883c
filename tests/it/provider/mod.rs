//! The tracer provider of this crate: equal to the SDK's in what it exports, exact in what
//! it counts, bounded in what it keeps.

mod differential;
mod options;
mod program;
mod runner;
mod sampler;
