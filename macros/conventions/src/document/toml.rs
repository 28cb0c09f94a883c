//! TOML as a tree, by the crate `toml` without serde: tables with the positions of their keys.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, Node, Scalar, Value};
use crate::error::Result;
use crate::{Place, ReadError};

/// The table of a whole file, its keys in the order of the file.
pub(crate) fn parse<'t>(file: &Arc<str>, text: &'t str) -> Result<Node<'t>> {
    let lines = Lines::new(text);
    let table = DeTable::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let place = Place {
            file: Arc::clone(file),
            line: lines.at(start),
        };
        let message = one_line(error.message());
        ReadError::at(&place, format!("this is not TOML: {message}"))
    })?;
    Ok(Node {
        line: 1,
        value: map(table.into_inner(), &lines),
    })
}

/// A parser's message may have several lines, where an error has one.
fn one_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}

fn map<'t>(table: DeTable<'t>, lines: &Lines) -> Value<'t> {
    let mut entries: Vec<(usize, Entry<'t>)> = table
        .into_iter()
        .map(|(key, value)| {
            let start = key.span().start;
            let entry = Entry {
                line: lines.at(start),
                key: key.into_inner(),
                node: node(value, lines),
            };
            (start, entry)
        })
        .collect();
    entries.sort_by_key(|(start, _)| *start);
    Value::Map(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn node<'t>(value: Spanned<DeValue<'t>>, lines: &Lines) -> Node<'t> {
    let Range { start, .. } = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Scalar(text, Scalar::Text),
        DeValue::Integer(number) => Value::Scalar(Cow::Owned(number.to_string()), Scalar::Int),
        DeValue::Float(number) => Value::Scalar(Cow::Owned(number.to_string()), Scalar::Float),
        DeValue::Boolean(is) => Value::Scalar(Cow::Owned(is.to_string()), Scalar::Bool),
        DeValue::Datetime(time) => Value::Scalar(Cow::Owned(time.to_string()), Scalar::Text),
        DeValue::Array(values) => {
            Value::List(values.into_iter().map(|value| node(value, lines)).collect())
        }
        DeValue::Table(table) => map(table, lines),
    };
    Node {
        line: lines.at(start),
        value,
    }
}

/// Where each line of a text starts.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Lines(newlines.map(|(at, _)| at + 1).collect())
    }

    fn at(&self, offset: usize) -> u32 {
        let lines_before = self.0.partition_point(|start| *start <= offset);
        u32::try_from(lines_before).map_or(u32::MAX, |lines| lines.saturating_add(1))
    }
}
