//! The conformance suite: `#[traced]` on functions of every shape, one family a file.
//!
//! Every package beside this folder compiles it in another edition, and every root in this folder
//! where names mean something else. A family asserts what its functions return, and says how many
//! spans that made: one for each call.
#![deny(warnings, clippy::all, clippy::pedantic)]
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
#![allow(
    clippy::collapsible_if,
    clippy::copy_iterator,
    clippy::elidable_lifetime_names,
    clippy::inline_always,
    clippy::items_after_statements,
    clippy::let_and_return,
    clippy::manual_string_new,
    clippy::many_single_char_names,
    clippy::missing_safety_doc,
    clippy::needless_arbitrary_self_type,
    clippy::needless_borrow,
    clippy::needless_question_mark,
    clippy::never_loop,
    clippy::non_minimal_cfg,
    clippy::ptr_arg,
    clippy::redundant_closure,
    clippy::redundant_closure_for_method_calls,
    clippy::redundant_locals,
    clippy::ref_option,
    clippy::single_match,
    clippy::trivially_copy_pass_by_ref,
    clippy::unused_self,
    clippy::unused_unit,
    clippy::upper_case_acronyms,
    clippy::useless_conversion,
    clippy::while_immutable_condition,
    clippy::while_let_on_iterator,
    reason = "so they are written: nothing of this is in the code that the attribute adds"
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
