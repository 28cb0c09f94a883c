//! The tracer provider of this crate: what the SDK's does, in less time.
//!
//! A span that is under way has a slot, to which its context points, and whoever ends it. When
//! it ends it becomes a line in the log of its thread, and from there goes to the sinks by the
//! batch, as records.

mod chunk;
mod collect;
mod convert;
mod core;
mod end;
mod filter;
mod home;
mod homes;
mod ids;
mod keys;
mod limits;
mod line;
mod log;
mod logs;
mod noted;
mod notes;
mod open;
mod record;
mod records;
mod running;
mod sampling;
mod sites;
mod slot;
mod slots;
mod span;
mod spare;
mod start;
mod thread;
mod tracer;
mod view;
mod waiting;
mod weight;

pub(crate) use notes::Note;
pub use records::Records;
pub(crate) use running::Running;
pub(crate) use slot::Slot;
pub(crate) use slots::under_way;
pub use span::Span;
pub(crate) use start::{child, enter};
pub(super) use start::{context, foresee};
pub use tracer::{Options, TracedProvider, Tracer};
pub use view::SpanView;
pub use waiting::Waiting;
