//! Broken traces are loud: what this crate tells a person, and where it says it.
//!
//! A diagnostic names the fault, the file and line, and its mend. It is reported once
//! per kind and place, counted every time, and goes out as a `tracing` event (target
//! `traced`) where a subscriber takes it, else as one line on stderr. Nothing is said
//! before [`install`](crate::setup::Builder::install), so that a library's unit tests
//! stay quiet; the counts are kept all the same.
//!
//! `OTEL_LOG_LEVEL` (`off`, `error`, `warn`, `info`) bounds what is said at all;
//! `TRACED_DIAGNOSTICS` is `off`, `warn` (the default once installed) or `error`.
//!
//! A test that wants to hear them asks: [`enable`], then [`capture`].
//!
//! | kind | says |
//! |---|---|
//! | `orphan` | an internal span started with no parent |
//! | `late-child` | a function was called after the span that it belongs to had ended |
//! | `foreign-parent` | a future runs under another trace than it was called in |
//! | `layer-order` | a server layer stands inside of an already started span |
//! | `bad-traceparent` | an incoming `traceparent` breaks the W3C format |
//! | `unended` | spans were still open at shutdown |
//! | `lost` | spans could not be delivered |
//!
//! `docs/diagnostics.md` has the message, the meaning and the mend of each.

mod capture;
mod kind;
mod outlet;
mod place;

pub use capture::{Captured, capture};
pub use kind::Kind;
#[cfg(feature = "setup")]
pub(crate) use outlet::report_all;
pub use outlet::{Level, Verbosity, count, enable, inform, limit, report, say};
pub use place::Place;
