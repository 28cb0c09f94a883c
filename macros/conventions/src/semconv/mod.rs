//! OpenTelemetry's own conventions: the attributes that are built in, and the types of spans.
//!
//! The table of attributes is text that is searched as it stands: nothing is parsed before the
//! first look-up, and it costs the compiler no more than any other text.

mod attributes;
mod spans;

pub use attributes::{attribute, is_namespace, keys};
pub use spans::{Outcome, SpanRules, Values, name_until_now, renamed_later, span_rules};

/// The version of the semantic conventions that is built in.
pub const VERSION: &str = "1.44.0";
