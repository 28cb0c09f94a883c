//! Broken traces are loud: what this crate tells a person, and where it says it.
//!
//! A diagnostic names the fault, the file and line, and its mend. It is reported once
//! per kind and place, counted every time, and goes out as a `tracing` event (target
//! `traced`) where a subscriber takes it, else as one line on stderr. Nothing is said
//! before [`install`](crate::setup::Builder::install), so that a library's unit tests
//! stay quiet; the counts are kept all the same.
//!
//! `TRACED_DIAGNOSTICS` is `off`, `warn` (the default once installed) or `error`.

mod capture;
mod kind;
mod outlet;
mod place;

pub use capture::{Captured, capture};
pub use kind::Kind;
pub use outlet::{Level, count, enable, report, say};
pub use place::Place;
