//! What `#[traced]` and carried context promise: parents, outcomes, ends.

mod carried;
mod ends;
mod outcome;
mod parents;
mod values;
