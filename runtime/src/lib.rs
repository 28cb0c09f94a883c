#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod context;
pub mod diagnostics;
pub mod semconv;

#[cfg(feature = "setup")]
pub mod export;
pub mod propagation;
pub mod provider;

pub mod span;

#[doc(hidden)]
pub mod __private;
/// What `crate = path` is looked up by: a name that no other crate has.
#[doc(hidden)]
pub use __private as __private_of_traced;
#[cfg(feature = "bridge")]
pub mod bridge;
pub mod messaging;
pub mod process;
#[cfg(feature = "setup")]
pub mod setup;
#[cfg(feature = "tokio")]
pub mod sync;
#[cfg(feature = "tokio")]
pub mod task;
#[cfg(feature = "testing")]
pub mod testing;
pub mod thread;
#[cfg(feature = "tokio")]
pub mod time;

pub use opentelemetry;
pub use provider::{Stats, stats};
#[cfg(feature = "setup")]
pub use setup::{SetupError, Telemetry, builder, doctor, init};
pub use span::{ErrorType, FutureExt, StreamExt, current};
#[doc = include_str!("error_type.md")]
pub use traced_macros::ErrorType;
#[doc = include_str!("record.md")]
pub use traced_macros::record;
#[doc = include_str!("span.md")]
pub use traced_macros::span;
#[doc = include_str!("traced.md")]
pub use traced_macros::traced;
