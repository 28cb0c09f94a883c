//! Getting ended spans out of the process: the exporters, the worker that
//! drives them on a thread of its own, and the health it reports.
//!
//! Which exporters run is decided in [`setup`](crate::setup); nothing here
//! reads the environment.

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc", feature = "file"))]
mod encode;
#[cfg_attr(
    not(any(feature = "otlp-http", feature = "otlp-grpc")),
    allow(dead_code, reason = "only a transport asks for all of it")
)]
mod exporter;
mod foreign;
mod health;
#[cfg_attr(
    not(any(feature = "otlp-http", feature = "otlp-grpc")),
    allow(dead_code, reason = "only a transport asks for all of it")
)]
pub(crate) mod otlp;
mod worker;

#[cfg(feature = "console")]
pub mod console;
#[cfg(feature = "file")]
pub(crate) mod file;
#[cfg(feature = "zipkin")]
pub(crate) mod zipkin;

pub(crate) use exporter::{Batch, BoxFuture, Export, ExportError, Exported, Signals, Trouble};
pub use health::Health;
pub use worker::{Settings, WhenFull, Worker};
