//! OpenTelemetry's semantic conventions as pure functions: facts in; attributes, span
//! names and status out.
//!
//! Nothing here starts a span, reads the environment or knows a framework. The adapters
//! do the plumbing and come here for every word they write, and whoever writes one more
//! adapter can do the same. What is described is [version 1.44 of the
//! conventions](https://github.com/open-telemetry/semantic-conventions/tree/v1.44.0/docs);
//! a rule that the text prescribes is named where it is kept (`HS-2`, `HT-5`).

pub mod attribute;
pub mod db;
#[cfg(feature = "http")]
pub mod http;
mod list;
pub mod messaging;
mod names;
pub mod network;
pub mod rpc;
