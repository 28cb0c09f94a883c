//! The suite without any prelude: what generated code wants, it has to name in full.
#![no_implicit_prelude]
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
    //! The names, and the traits whose methods the shapes call.
    pub(crate) use crate::names as p;
    pub use crate::names::methods::*;
    pub use crate::names::pause;
    pub use ::traced::{ErrorType, record, span, traced};
}
