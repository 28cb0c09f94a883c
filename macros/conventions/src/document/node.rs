//! The tree of a file: values and keys, each with its line, and how errors name them.

use std::borrow::Cow;

use super::scalar::Scalar;

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
    pub(super) fn describe(&self) -> String {
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
