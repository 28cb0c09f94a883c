//! The tracer provider of this crate: what the SDK's does, in less time.
//!
//! A span that is under way has a slot, to which its context points, and whoever ends it. When
//! it ends it becomes a line in the log of its thread, and from there goes to the sinks by the
//! batch, as records.

mod chunk;
mod convert;
mod core;
mod filter;
mod ids;
mod keys;
mod limits;
mod line;
mod log;
mod notes;
mod open;
mod record;
mod running;
mod sampling;
mod sites;
mod slot;
mod slots;
mod span;
mod start;
mod thread;
mod tracer;
mod weight;

pub use self::core::Waiting;
pub(super) use self::core::lost;
pub(crate) use notes::Note;
pub use record::{Records, SpanView};
pub(crate) use running::Running;
pub(crate) use slot::{Slot, under_way};
pub use span::Span;
pub(crate) use start::enter;
pub(super) use start::{child, context};
pub(crate) use thread::{keep_spare, spare};
pub use tracer::{Options, TracedProvider, Tracer};
