//! The conventions that `#[traced]` enforces: what is known of a span, the policy, and the rules.
//!
//! One rule set serves every reporter. The facts carry a location of any type `L`: a token in the
//! macro, a recorded span in a test, a line of a file in a command. The rules never look at it;
//! they hand it back with what they found.
//!
//! ```
//! use traced_conventions::{Conventions, Fact, SpanFacts, check};
//!
//! let span = SpanFacts::written(Fact::new("Place Order!", "orders.rs:7"));
//! let findings = check(&span, &Conventions::default());
//! assert_eq!(
//!     findings[0].to_string(),
//!     "span name `Place Order!` is not dotted snake_case; write `place_order` [name-style]",
//! );
//! assert_eq!(findings[0].at, "orders.rs:7");
//! ```
//!
//! What a team agreed on stands in files, which [`load`] finds and reads: the policy in
//! `traced.toml`, the spans and attributes of the business in a registry in OpenTelemetry Weaver's
//! format. OpenTelemetry's own attributes are built in ([`semconv`]).

#![forbid(unsafe_code)]

mod conventions;
mod document;
mod error;
mod facts;
mod finding;
mod glob;
pub mod load;
mod place;
pub mod policy;
mod policy_file;
pub mod registry;
mod rule;
mod rules;
pub mod semconv;
mod style;
mod suggest;

pub use conventions::Conventions;
pub use error::ReadError;
pub use facts::{AttributeFact, Course, Fact, SpanFacts, Stage, Status, Value};
pub use finding::Finding;
pub use place::{Origin, Place};
pub use policy::Policy;
pub use registry::{
    AttributeConvention, Deprecation, Registry, RequirementLevel, SpanConvention, SpanKind,
};
pub use rule::{Level, Rule};
pub use rules::check;
pub use style::Style;
pub use suggest::nearest;
