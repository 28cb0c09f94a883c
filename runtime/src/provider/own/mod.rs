//! The tracer provider of this crate: what the SDK's does, in less time.
//!
//! A span that is under way lives in the context that it is current in. When it ends, its
//! record goes to a buffer of the thread, and from there to the sinks by the batch.

mod buffer;
mod convert;
mod core;
mod door;
mod filter;
mod ids;
mod limits;
mod record;
mod sampling;
mod span;
mod start;
mod thread;
mod tracer;
mod weight;

use super::clock;
use opentelemetry::{Context, KeyValue};

pub use self::core::Waiting;
pub(super) use self::core::lost;
pub use record::{Records, SpanView};
pub use span::Span;
pub(super) use start::child;
pub(super) use thread::{is_resumed, keep_spare, resume, spare};
pub use tracer::{Options, TracedProvider, Tracer};

/// Ends the span of `cx`, one of ours.
pub(super) fn end(cx: &Context) {
    door::end(cx, clock::now());
}

/// Sets attributes of the span of `cx`, one of ours.
pub(super) fn extend(cx: &Context, attributes: Vec<KeyValue>) {
    if let Some(vector) = door::extend(cx, attributes) {
        keep_spare(vector);
    }
}
