//! What is known of one span where the rules run.

use crate::registry::{Primitive, SpanKind, ValueType};

/// A piece of text that rules judge, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<L> {
    /// The text: a span name or an attribute key.
    pub text: String,
    /// Where a finding about it is to be shown.
    pub at: L,
}

impl<L> Fact<L> {
    /// A text and its place.
    pub fn new(text: impl Into<String>, at: L) -> Self {
        Fact {
            text: text.into(),
            at,
        }
    }
}

/// What is known of one span. A reporter fills in what it knows; what it does not know is not
/// judged.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanFacts<L> {
    /// Where the facts come from.
    pub stage: Stage,
    /// The span's name.
    pub name: Fact<L>,
    /// Whether somebody wrote the name. One that was made from an identifier is converted to the
    /// style and right by construction, but it too has to be registered.
    pub name_is_written: bool,
    /// The kind, and the place where it is said or, where nothing is said, that of the name.
    pub kind: Option<(SpanKind, L)>,
    /// The attributes in the order in which they are written.
    pub attributes: Vec<AttributeFact<L>>,
    /// The status; known of recorded spans.
    pub status: Option<(Status, L)>,
    /// What went wrong on the way to its parent and to its end; known of recorded spans.
    pub courses: Vec<(Course, L)>,
}

/// Where facts come from, which decides the rules that can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// From source code: what is set by hand.
    Written,
    /// From a span that ended: all of it, with what the runtime sets.
    Recorded,
}

impl<L> SpanFacts<L> {
    /// A span in source code whose name somebody wrote.
    pub fn written(name: Fact<L>) -> Self {
        SpanFacts {
            stage: Stage::Written,
            name,
            name_is_written: true,
            kind: None,
            attributes: Vec::new(),
            status: None,
            courses: Vec::new(),
        }
    }

    /// A span that ended.
    pub fn recorded(name: Fact<L>) -> Self {
        SpanFacts {
            stage: Stage::Recorded,
            ..SpanFacts::written(name)
        }
    }

    /// The attribute of that key.
    pub fn attribute(&self, key: &str) -> Option<&AttributeFact<L>> {
        self.attributes.iter().find(|fact| fact.key.text == key)
    }
}

/// An attribute, and what is known of its value.
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeFact<L> {
    /// The key.
    pub key: Fact<L>,
    /// The value and its place; `None` if nothing is known of it, as of an expression.
    pub value: Option<(Value, L)>,
}

impl<L> From<Fact<L>> for AttributeFact<L> {
    fn from(key: Fact<L>) -> Self {
        AttributeFact { key, value: None }
    }
}

impl<L> AttributeFact<L> {
    /// An attribute whose value is known.
    pub fn with_value(key: Fact<L>, value: Value, at: L) -> Self {
        AttributeFact {
            key,
            value: Some((value, at)),
        }
    }
}

/// What is known of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    String(String),
    /// An integer.
    Int(i64),
    /// A float.
    Double(f64),
    /// A boolean.
    Boolean(bool),
    /// Only its type.
    Of(ValueType),
}

impl Value {
    /// The type of the value.
    pub fn value_type(&self) -> ValueType {
        match self {
            Value::String(_) => ValueType::One(Primitive::String),
            Value::Int(_) => ValueType::One(Primitive::Int),
            Value::Double(_) => ValueType::One(Primitive::Double),
            Value::Boolean(_) => ValueType::One(Primitive::Boolean),
            Value::Of(value_type) => *value_type,
        }
    }

    /// The value as text, if it is one that an enumeration or a name can hold.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Value::String(text) => Some(text.clone()),
            Value::Int(number) => Some(number.to_string()),
            Value::Boolean(is) => Some(is.to_string()),
            Value::Double(_) | Value::Of(_) => None,
        }
    }
}

/// The status of a recorded span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// What success leaves.
    Unset,
    /// Success that somebody insists on.
    Ok,
    /// Failure, with its description, empty if there is none.
    Error(String),
}

/// What went wrong on the way of a recorded span to its parent and to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It started without a parent and is not an entry point.
    Orphan,
    /// It has a parent of the same process, which is not among the recorded spans.
    LostParent,
    /// It was called after its parent had ended.
    LateChild,
    /// It ran under another trace than the one it was called in.
    ForeignParent,
    /// It never ended.
    Unended,
}
