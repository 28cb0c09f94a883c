//! Each test is named after the rule that it holds, as the conventions' requirement sheet
//! numbers them.

mod method;
mod redact;
mod server;
mod url_parts;

use opentelemetry::{KeyValue, Value};

fn value(attributes: &[KeyValue], key: &str) -> Option<Value> {
    let mut found = attributes
        .iter()
        .filter(|attribute| attribute.key.as_str() == key);
    let value = found.next().map(|attribute| attribute.value.clone());
    assert!(found.next().is_none(), "{key} is written twice");
    value
}

fn text(attributes: &[KeyValue], key: &str) -> Option<String> {
    value(attributes, key).map(|value| value.as_str().into_owned())
}
