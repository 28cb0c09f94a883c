//! `#[traced]` on functions of every shape: what is recorded, and that nothing else changes.
#![allow(
    clippy::let_and_return,
    clippy::needless_pass_by_value,
    clippy::toplevel_ref_arg,
    clippy::trivially_copy_pass_by_ref,
    reason = "the shapes are the point, not what they compute"
)]

mod attributes;
mod blocks;
mod caller;
mod drops;
mod error_types;
mod families;
mod futures;
mod kinds;
mod methods;
mod once;
mod outcome;
mod parents;
mod rules;
mod stack;
mod whole;
