//! Recorded spans against the conventions: each rule at each level, spans of every origin, and
//! what is said to people.

mod adapters;
mod attributes;
mod harness;
mod lookup;
mod names;
mod origins;
mod semantic;
mod status;
mod text;
mod ways;
