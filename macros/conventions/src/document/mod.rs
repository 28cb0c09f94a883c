//! A file as a tree of values with their lines, the same for TOML and YAML, and the limits that
//! keep any file from costing more than it may.
//!
//! `node` is the tree: `text` makes text of bytes, `yaml` and `toml` make a tree of text, and `fields` is how readers
//! ask the tree for what they expect.

mod fields;
mod node;
mod scalar;
mod text;
mod toml;
mod yaml;

#[cfg(test)]
mod tests;

pub(crate) use fields::{Fields, Text};
pub(crate) use node::{Entry, Node, Value, shown};
pub(crate) use scalar::Scalar;
pub(crate) use text::{decode, too_large};
pub(crate) use toml::parse as parse_toml;
pub(crate) use yaml::parse as parse_yaml;

/// Bytes of a file. OpenTelemetry's whole model, 940 attributes with all their prose, has 1.3 MB.
pub(crate) const MAX_BYTES: usize = 8 << 20;
/// Values of a file, aliases expanded. OpenTelemetry's whole model has 60,000.
const MAX_NODES: usize = 1_000_000;
/// Levels of nesting. Weaver's deepest place, an enum's member, has eight.
const MAX_DEPTH: usize = 64;
/// Bytes of one text. The longest note of OpenTelemetry's model has 4,000.
const MAX_TEXT: usize = 64 << 10;
