//! About how many bytes a span holds, so that a buffer can be bounded by memory.

use super::record::{Rare, Record};
use opentelemetry::trace::Status;
use opentelemetry::{Array, KeyValue, Value};
use std::borrow::Cow;
use std::mem::size_of;

pub(super) fn of(record: &Record, attributes: &[KeyValue]) -> usize {
    let name = match &record.name {
        Cow::Borrowed(_) => 0,
        Cow::Owned(name) => name.len(),
    };
    let rare = record.rare.as_deref().map_or(0, of_rare);
    size_of::<Record>() + name + rare + of_attributes(attributes)
}

fn of_rare(rare: &Rare) -> usize {
    let events = rare.events.iter();
    let events = events.map(|event| size_of_val(event) + of_attributes(&event.attributes));
    let links = rare.links.iter();
    let links = links.map(|link| size_of_val(link) + of_attributes(&link.attributes));
    let status = match &rare.status {
        Status::Error { description } => description.len(),
        Status::Ok | Status::Unset => 0,
    };
    size_of::<Rare>() + events.sum::<usize>() + links.sum::<usize>() + status
}

fn of_attributes(attributes: &[KeyValue]) -> usize {
    let values = attributes
        .iter()
        .map(|attribute| of_value(&attribute.value));
    size_of_val(attributes) + values.sum::<usize>()
}

fn of_value(value: &Value) -> usize {
    match value {
        Value::String(text) => text.as_str().len(),
        Value::Array(Array::Bool(values)) => values.len(),
        Value::Array(Array::I64(values)) => size_of_val(&values[..]),
        Value::Array(Array::F64(values)) => size_of_val(&values[..]),
        Value::Array(Array::String(texts)) => {
            let texts = texts.iter();
            texts
                .map(|text| size_of_val(text) + text.as_str().len())
                .sum()
        }
        _ => 0,
    }
}
