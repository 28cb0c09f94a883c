//! What is agreed on an attribute.

use crate::Origin;

/// An attribute that a registry or OpenTelemetry defines.
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeConvention {
    /// The key; of a template the part before the data.
    pub key: String,
    /// The type of the value.
    pub value_type: ValueType,
    /// Whether one more segment follows the key, which is data: `http.request.header.<name>`.
    pub template: bool,
    /// The values that are known; empty unless the type is an enumeration. Enumerations of
    /// OpenTelemetry are open: other values may occur.
    pub members: Vec<Member>,
    /// How settled the attribute is.
    pub stability: Stability,
    /// Whether, and for what, it is given up.
    pub deprecated: Option<Deprecation>,
    /// Where it is defined.
    pub origin: Origin,
}

impl AttributeConvention {
    /// The member of that value.
    pub fn member(&self, value: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.value == value)
    }
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The value as it is recorded; integers in decimal digits.
    pub value: String,
    /// Whether the value is given up.
    pub deprecated: bool,
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Anything that an attribute can hold.
    Any,
    /// One value.
    One(Primitive),
    /// A list of values of one type.
    List(Primitive),
}

/// The type of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Primitive {
    String,
    Int,
    Double,
    Boolean,
}

impl Primitive {
    /// Its name as people say it.
    pub fn name(self) -> &'static str {
        match self {
            Primitive::String => "string",
            Primitive::Int => "integer",
            Primitive::Double => "float",
            Primitive::Boolean => "boolean",
        }
    }
}

impl ValueType {
    /// Reads the spelling of OpenTelemetry Weaver: `int`, `string[]`, `template[string[]]`.
    ///
    /// The second value is whether it is a template. `None` if there is no such type.
    pub fn from_weaver(text: &str) -> Option<(ValueType, bool)> {
        let template = text.strip_prefix("template[");
        let inner = match template {
            Some(rest) => rest.strip_suffix(']')?,
            None => text,
        };
        let value_type = match inner.strip_suffix("[]") {
            Some(element) => ValueType::List(primitive(element)?),
            None if inner == "any" => ValueType::Any,
            None => ValueType::One(primitive(inner)?),
        };
        Some((value_type, template.is_some()))
    }

    /// Whether a value of type `value` may be recorded where this type is agreed.
    pub fn accepts(self, value: ValueType) -> bool {
        self == ValueType::Any || value == ValueType::Any || self == value
    }
}

impl std::fmt::Display for ValueType {
    /// With its article, as in "is an integer".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ValueType::Any => f.write_str("any value"),
            ValueType::One(Primitive::Int) => f.write_str("an integer"),
            ValueType::One(one) => write!(f, "a {}", one.name()),
            ValueType::List(one) => write!(f, "a list of {}s", one.name()),
        }
    }
}

fn primitive(text: &str) -> Option<Primitive> {
    match text {
        "string" => Some(Primitive::String),
        "int" => Some(Primitive::Int),
        "double" => Some(Primitive::Double),
        "boolean" => Some(Primitive::Boolean),
        _ => None,
    }
}

/// How settled a convention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[allow(missing_docs)]
pub enum Stability {
    #[default]
    Development,
    Alpha,
    Beta,
    ReleaseCandidate,
    Stable,
}

/// Weaver's words for stability. `experimental` is the former word for `development`.
pub(crate) const STABILITIES: &[(&str, Stability)] = &[
    ("development", Stability::Development),
    ("alpha", Stability::Alpha),
    ("beta", Stability::Beta),
    ("release_candidate", Stability::ReleaseCandidate),
    ("stable", Stability::Stable),
    ("experimental", Stability::Development),
    ("deprecated", Stability::Development),
];

/// That something is given up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deprecation {
    /// The key that takes its place.
    pub renamed_to: Option<String>,
    /// What the registry says about it.
    pub note: Option<String>,
}
