//! The conformance suite: `#[traced]` on functions of every shape, one family a file.
//!
//! Every package beside this folder compiles it in another edition, and every root in this folder
//! where names mean something else. A family asserts what its functions return, and says how many
//! spans that made: one for each call.
#![deny(warnings)]
#![allow(
    missing_docs,
    missing_debug_implementations,
    non_ascii_idents,
    unreachable_pub,
    unused_braces,
    unused_qualifications,
    redundant_semicolons,
    reason = "the shapes are the point"
)]

mod abi;
mod asynchronous;
mod functions;
mod futures;
mod generated;
mod generics;
mod names;
mod patterns;
mod receivers;
mod results;
mod tails;
mod tests;
mod traits;

mod env {
    //! The names as they usually are.
    pub(crate) use crate::names as p;
    pub use crate::names::methods::*;
    pub use crate::names::pause;
    pub use ::traced::{ErrorType, record, span, traced};
}
