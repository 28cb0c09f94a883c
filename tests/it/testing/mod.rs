//! The test kit is itself under test here, its messages included.

pub(crate) mod collector;
mod collector_bounds;
mod messages;
mod record;
mod tree;
