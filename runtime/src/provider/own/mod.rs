//! The tracer provider of this crate: what the SDK's does, in less time.
//!
//! A span that is under way has a slot, to which its context points, and whoever ends it. When
//! it ends it becomes a line in the log of its thread, and from there goes to the sinks by the
//! batch, as records.

mod chunk;
mod collect;
mod convert;
mod core;
mod filter;
mod homes;
mod ids;
mod keys;
mod limits;
mod line;
mod log;
mod noted;
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
mod view;
mod weight;

pub(super) use self::core::lost;
pub use collect::Waiting;
pub(crate) use notes::Note;
pub use record::Records;
pub(crate) use running::Running;
pub(crate) use slot::Slot;
pub(crate) use slots::under_way;
pub use span::Span;
pub(crate) use start::{child, enter};
pub(super) use start::{context, foresee};
pub use tracer::{Options, TracedProvider, Tracer};
pub use view::SpanView;
