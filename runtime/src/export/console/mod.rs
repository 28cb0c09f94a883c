//! Traces on the terminal: a pure renderer, and the sink that knows when a trace is whole.
//!
//! [`render`] draws spans as trees with bars on a common time axis. It is shared by the console
//! exporter, the test kit and whatever else shows a trace to a person.

mod arrange;
mod attributes;
mod bar;
mod guides;
mod held;
mod layout;
mod line;
mod memory;
mod model;
mod node;
mod notes;
mod outcome;
mod printer;
mod render;
mod row;
mod sink;
mod style;
mod text;
mod tree;
mod units;

pub use model::Span;
pub use render::render;
pub use sink::{Console, Options};
pub use style::Style;
pub use tree::Trace;
