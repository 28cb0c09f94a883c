//! From OTLP's values to OpenTelemetry's, which are fewer.

use std::fmt::Write as _;

use opentelemetry::{Array, StringValue, Value};
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, any_value};

/// Bytes become lower-case hexadecimal text; maps and mixed lists become text; nothing at all
/// becomes the empty text. Deeper nesting than prost itself accepts does not arrive here.
pub(super) fn from_proto(value: Option<AnyValue>) -> Value {
    use any_value::Value as Proto;
    match value.and_then(|value| value.value) {
        Some(Proto::StringValue(text)) => text.into(),
        Some(Proto::BoolValue(flag)) => flag.into(),
        Some(Proto::IntValue(number)) => number.into(),
        Some(Proto::DoubleValue(number)) => number.into(),
        Some(Proto::ArrayValue(list)) => array(list),
        Some(Proto::BytesValue(bytes)) => hex(&bytes).into(),
        other @ Some(Proto::KvlistValue(_)) => text(AnyValue { value: other }).into(),
        // An index into a table that only profiles carry.
        Some(Proto::StringValueStrindex(_)) | None => "".into(),
    }
}

fn array(list: ArrayValue) -> Value {
    let values: Vec<Value> = list
        .values
        .into_iter()
        .map(|value| from_proto(Some(value)))
        .collect();
    let array = all(&values, |value| match value {
        Value::Bool(flag) => Some(*flag),
        _ => None,
    })
    .map(Array::Bool)
    .or_else(|| {
        all(&values, |value| match value {
            Value::I64(number) => Some(*number),
            _ => None,
        })
        .map(Array::I64)
    })
    .or_else(|| {
        all(&values, |value| match value {
            Value::F64(number) => Some(*number),
            _ => None,
        })
        .map(Array::F64)
    });
    Value::Array(array.unwrap_or_else(|| Array::String(values.iter().map(as_string).collect())))
}

/// All values as one type, or `None` if one of them is of another.
fn all<T>(values: &[Value], one: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    if values.is_empty() {
        return None;
    }
    values.iter().map(one).collect()
}

fn as_string(value: &Value) -> StringValue {
    value.as_str().into_owned().into()
}

fn text(value: AnyValue) -> String {
    match value.value {
        Some(any_value::Value::KvlistValue(map)) => {
            let entries: Vec<String> = map
                .values
                .into_iter()
                .map(|kv| format!("{}: {}", kv.key, text(kv.value.unwrap_or_default())))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        value => from_proto(Some(AnyValue { value })).to_string(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
