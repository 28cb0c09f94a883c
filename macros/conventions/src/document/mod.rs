//! A file as a tree of values with their lines, the same for TOML and YAML, and the limits that
//! keep any file from costing more than it may.
//!
//! `text` makes text of bytes, `yaml` and `toml` make a tree of text, and `fields` is how readers
//! ask the tree for what they expect.

mod fields;
mod scalar;
mod text;
mod toml;
mod yaml;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub(crate) use fields::{Fields, Text};
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

/// A value and the line on which it starts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node<'t> {
    pub(crate) line: u32,
    pub(crate) value: Value<'t>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'t> {
    Scalar(Cow<'t, str>, Scalar),
    List(Vec<Node<'t>>),
    Map(Vec<Entry<'t>>),
}

/// A key of a mapping and what it holds. No key stands twice in a mapping.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry<'t> {
    pub(crate) key: Cow<'t, str>,
    pub(crate) line: u32,
    pub(crate) node: Node<'t>,
}

impl Node<'_> {
    /// What it is, for an error that wanted something else.
    fn describe(&self) -> String {
        match &self.value {
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a mapping".to_owned(),
            Value::Scalar(_, Scalar::Null) => "empty".to_owned(),
            Value::Scalar(text, Scalar::Bool) => format!("the boolean `{text}`"),
            Value::Scalar(text, Scalar::Int) => format!("the integer `{}`", shown(text)),
            Value::Scalar(text, Scalar::Float) => format!("the number `{}`", shown(text)),
            Value::Scalar(text, Scalar::Text) => format!("the text `{}`", shown(text)),
        }
    }
}

/// The beginning of a text that somebody else wrote, for an error message.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown: String = text
        .chars()
        .take(MOST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}
