//! Carrying OpenTelemetry's [`Context`] to where work really runs.
//!
//! The `Context` of the `opentelemetry` crate is the only notion of "current" in
//! this crate: raw OpenTelemetry code, `tracing-opentelemetry` and `#[traced]` nest
//! in each other in every order.
//!
//! There is one synchronous primitive, [`run_in`]: attach, run, restore. Futures,
//! tasks, threads, timers and drops are all built on it.
//!
//! | to run this in a context | use |
//! |---|---|
//! | a closure | [`run_in`] |
//! | a closure, wherever it is called and dropped | [`InContextFn`] |
//! | a future, wherever it is polled and dropped | [`InContext`] |
//! | an HTTP body, likewise, with a watch on its end | `body::WatchedBody` |

mod attach;
#[cfg(feature = "http")]
pub mod body;
mod closure;
mod future;
mod unwind;

pub(crate) use attach::{attach, with_current};
pub use attach::{current, run_in};
pub use closure::InContextFn;
pub use future::InContext;
pub use unwind::on_unwind;

pub use opentelemetry::Context;
