//! Where a span was declared, if it says so.

use opentelemetry::Value;
use opentelemetry_sdk::trace::SpanData;

/// Keys of file and line: today's, and those that were used before semantic conventions 1.30.
const KEYS: [(&str, &str); 2] = [
    ("code.file.path", "code.line.number"),
    ("code.filepath", "code.lineno"),
];

/// `src/orders.rs:41`.
pub(super) fn place(span: &SpanData) -> Option<String> {
    let value = |key: &str| -> Option<&Value> {
        let attribute = span.attributes.iter().find(|kv| kv.key.as_str() == key)?;
        Some(&attribute.value)
    };
    KEYS.iter()
        .find_map(|(file, line)| Some(format!("{}:{}", value(file)?, value(line)?)))
}
