//! What a recorded span says to the rules.

use std::collections::HashMap;

use opentelemetry::{
    Array, KeyValue, SpanId, Value,
    trace::{SpanKind, Status},
};
use traced_conventions::registry::{Primitive, SpanKind as Kind, ValueType};
use traced_conventions::{
    AttributeFact, Course, Fact, SpanFacts, Status as StatusFact, Value as ValueFact,
};

use crate::semconv::attribute::{TRACED_FOREIGN_PARENT, TRACED_LATE_CHILD, TRACED_ORPHAN};
use crate::testing::forest::{Line, Standing};

/// Everything that is known. A finding is about the span as a whole: where in it, its message
/// says.
pub(super) fn of(line: &Line<'_>) -> SpanFacts<()> {
    let span = line.seen.span;
    SpanFacts {
        kind: Some((kind(&span.span_kind), ())),
        attributes: attributes(&span.attributes),
        status: Some((status(&span.status), ())),
        courses: courses(line)
            .into_iter()
            .map(|course| (course, ()))
            .collect(),
        ..SpanFacts::recorded(Fact::new(&*span.name, ()))
    }
}

/// Each key once, with its last value: what was set again replaces what was set before.
fn attributes(attributes: &[KeyValue]) -> Vec<AttributeFact<()>> {
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(attributes.len());
    let mut facts: Vec<AttributeFact<()>> = Vec::with_capacity(attributes.len());
    for attribute in attributes {
        let key = attribute.key.as_str();
        let fact = AttributeFact::with_value(Fact::new(key, ()), value(&attribute.value), ());
        if let Some(&place) = places.get(key) {
            facts[place] = fact;
        } else {
            places.insert(key, facts.len());
            facts.push(fact);
        }
    }
    facts
}

fn value(value: &Value) -> ValueFact {
    match value {
        Value::Bool(flag) => ValueFact::Boolean(*flag),
        Value::I64(number) => ValueFact::Int(*number),
        Value::F64(number) => ValueFact::Double(*number),
        Value::String(text) => ValueFact::String(text.as_str().to_owned()),
        Value::Array(array) => ValueFact::Of(list(array)),
        _ => ValueFact::Of(ValueType::Any),
    }
}

/// The type of an empty list is lost on the way through OTLP.
fn list(array: &Array) -> ValueType {
    let (primitive, is_empty) = match array {
        Array::Bool(list) => (Primitive::Boolean, list.is_empty()),
        Array::I64(list) => (Primitive::Int, list.is_empty()),
        Array::F64(list) => (Primitive::Double, list.is_empty()),
        Array::String(list) => (Primitive::String, list.is_empty()),
        _ => return ValueType::Any,
    };
    if is_empty {
        ValueType::Any
    } else {
        ValueType::List(primitive)
    }
}

fn kind(kind: &SpanKind) -> Kind {
    match kind {
        SpanKind::Internal => Kind::Internal,
        SpanKind::Server => Kind::Server,
        SpanKind::Client => Kind::Client,
        SpanKind::Producer => Kind::Producer,
        SpanKind::Consumer => Kind::Consumer,
    }
}

fn status(status: &Status) -> StatusFact {
    match status {
        Status::Unset => StatusFact::Unset,
        Status::Ok => StatusFact::Ok,
        Status::Error { description } => StatusFact::Error(description.to_string()),
    }
}

/// What the forest shows, and what the runtime marked: only it knows where a span was called.
fn courses(line: &Line<'_>) -> Vec<Course> {
    let span = line.seen.span;
    let is_marked = |mark: &str| {
        let mut attributes = span.attributes.iter();
        attributes.any(|kv| kv.key.as_str() == mark && kv.value == Value::Bool(true))
    };
    let is_orphan = line.standing == Standing::Orphan;
    let has_parent = span.parent_span_id != SpanId::INVALID;
    [
        (Course::LostParent, is_orphan && has_parent),
        (
            Course::Orphan,
            (is_orphan && !has_parent) || is_marked(TRACED_ORPHAN),
        ),
        (Course::LateChild, is_marked(TRACED_LATE_CHILD)),
        (Course::ForeignParent, is_marked(TRACED_FOREIGN_PARENT)),
        (Course::Unended, line.seen.open),
    ]
    .into_iter()
    .filter_map(|(course, is_so)| is_so.then_some(course))
    .collect()
}
