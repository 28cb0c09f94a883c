//! Spans: where they are declared, whose child they are, what they record, how they end.
//!
//! Generated code goes through a [`Site`](crate::provider::Site) and [`run::call`] or
//! [`future::drive`]; adapters go through [`SpanStart`] and [`SpanGuard`]. Both end in
//! the same few functions of `finish`, so that the outcome of an operation is recorded
//! alike whoever traced it.

mod attributes;
mod current;
mod dedupe;
pub(crate) mod dispatch;
pub(crate) mod endless;
mod entered;
mod ext;
mod faults;
mod finish;
pub(crate) mod future;
mod guard;
mod handle;
pub(crate) mod inline;
pub(crate) mod leaf;
mod outcome;
mod panic;
mod parent;
mod polling;
pub(crate) mod quiet;
pub(crate) mod run;
mod start;
mod stream;
pub(crate) mod typed;
mod value;

pub use crate::provider::Scope;
pub use attributes::Attributes;
pub(crate) use attributes::{any, attributes, debug, display, record, records, with_attributes};
pub use current::{Current, current};
#[cfg(feature = "tokio")]
pub(crate) use ext::SCOPE;
pub use ext::{FutureExt, TracedExt};
pub(crate) use faults::capture;
pub use guard::SpanGuard;
pub use outcome::{ErrorType, Outcome};
pub use panic::install_hook as install_panic_hook;
pub use parent::new_trace;
pub(crate) use parent::with_links;
pub use start::SpanStart;
pub use stream::StreamExt;
#[doc(hidden)]
pub use value::Recorded;
pub use value::{ToElement, ToValue};
