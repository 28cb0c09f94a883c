//! The conventions that `#[traced]` enforces: what is known of a span, the policy, and the rules.
//!
//! One rule set serves every reporter. The facts carry a location of any type `L`: a token in the
//! macro, a recorded span in a test, a line of a file in a command. The rules never look at it;
//! they hand it back with what they found.
//!
//! ```
//! use traced_conventions::{Fact, Policy, SpanFacts, check};
//!
//! let span = SpanFacts {
//!     name: Some(Fact::new("Place Order!", "orders.rs:7")),
//!     attributes: vec![],
//! };
//! let findings = check(&span, &Policy::default());
//! assert_eq!(
//!     findings[0].to_string(),
//!     "span name `Place Order!` is not dotted snake_case; write `place_order` [name-style]",
//! );
//! assert_eq!(findings[0].at, "orders.rs:7");
//! ```

#![forbid(unsafe_code)]

mod model;
mod policy;
mod rule;
mod rules;
mod style;
mod suggest;

pub use model::{Fact, Finding, SpanFacts};
pub use policy::{Level, Policy};
pub use rule::Rule;
pub use rules::check;
pub use style::Style;
pub use suggest::nearest;
