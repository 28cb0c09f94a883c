//! Typed attribute values: what may stand after `key = ` without a sigil.

use crate::provider::{Note, count};
use opentelemetry::{Array, StringValue, Value};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// A value that OpenTelemetry has a type for: a string, an integer, a float, a bool, an
/// array of one of these, or an `Option` of any (`None` leaves the attribute out).
///
/// Source: OpenTelemetry specification, "Attribute".
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an attribute value",
    label = "not a string, number, bool or an array of these",
    note = "write `%value` to record it by its `Display`, or `?value` by its `Debug`"
)]
pub trait ToValue {
    /// The value, or `None` to leave the attribute out.
    fn to_value(&self) -> Option<Value>;

    /// The same, where a text need not be copied.
    #[doc(hidden)]
    fn recorded(&self) -> Recorded<'_> {
        self.to_value().map_or(Recorded::Nothing, Recorded::Value)
    }
}

/// A value on its way to an attribute.
#[doc(hidden)]
#[derive(Debug)]
pub enum Recorded<'v> {
    /// The attribute is left out.
    Nothing,
    Bool(bool),
    I64(i64),
    F64(f64),
    /// A text that stands somewhere else.
    Text(&'v str),
    /// Any value.
    Value(Value),
}

impl Recorded<'_> {
    pub(super) fn into_value(self) -> Option<Value> {
        match self {
            Self::Nothing => None,
            Self::Bool(value) => Some(value.into()),
            Self::I64(value) => Some(value.into()),
            Self::F64(value) => Some(value.into()),
            Self::Text(text) => Some(Value::String(text.to_owned().into())),
            Self::Value(value) => Some(value),
        }
    }

    /// The value, if it is simple.
    #[inline]
    pub(super) fn note(&self) -> Option<Note<'_>> {
        match self {
            Self::Bool(value) => Some(Note::Bool(*value)),
            Self::I64(value) => Some(Note::I64(*value)),
            Self::F64(value) => Some(Note::F64(*value)),
            Self::Text(text) => Some(Note::Text(text)),
            Self::Value(Value::String(text)) => Some(Note::Text(text.as_str())),
            Self::Nothing | Self::Value(_) => None,
        }
    }
}

/// A value that may be an element of an array attribute.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an element of an attribute array",
    label = "arrays hold strings, integers, floats or bools"
)]
pub trait ToElement: Sized {
    /// The array of these elements, or `None` if one of them has no representation.
    fn to_array(elements: &[Self]) -> Option<Array>;
}

fn int<T: Copy + TryInto<i64>>(value: T) -> Option<i64> {
    value
        .try_into()
        .inspect_err(|_| count::unrepresentable())
        .ok()
}

macro_rules! ints {
    ($($t:ty)*) => {$(
        impl ToValue for $t {
            fn to_value(&self) -> Option<Value> {
                int(*self).map(Value::I64)
            }

            #[inline]
            fn recorded(&self) -> Recorded<'_> {
                // Not `map_or`, whose default would have to be dropped.
                match int(*self) {
                    Some(value) => Recorded::I64(value),
                    None => Recorded::Nothing,
                }
            }
        }
        impl ToElement for $t {
            fn to_array(elements: &[Self]) -> Option<Array> {
                elements.iter().copied().map(int).collect::<Option<_>>().map(Array::I64)
            }
        }
    )*};
}
ints!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! copies {
    ($($t:ty => $kind:ident $as:ty;)*) => {$(
        impl ToValue for $t {
            fn to_value(&self) -> Option<Value> {
                Some(Value::$kind(<$as>::from(*self)))
            }

            #[inline]
            fn recorded(&self) -> Recorded<'_> {
                Recorded::$kind(<$as>::from(*self))
            }
        }
        impl ToElement for $t {
            fn to_array(elements: &[Self]) -> Option<Array> {
                Some(Array::$kind(elements.iter().copied().map(<$as>::from).collect()))
            }
        }
    )*};
}
copies! {
    f32 => F64 f64;
    f64 => F64 f64;
    bool => Bool bool;
}

fn text(text: &str) -> StringValue {
    text.to_owned().into()
}

impl ToValue for str {
    fn to_value(&self) -> Option<Value> {
        Some(Value::String(text(self)))
    }

    #[inline]
    fn recorded(&self) -> Recorded<'_> {
        Recorded::Text(self)
    }
}

macro_rules! strings {
    ($($t:ty)*) => {$(
        impl ToValue for $t {
            fn to_value(&self) -> Option<Value> {
                AsRef::<str>::as_ref(self).to_value()
            }

            #[inline]
            fn recorded(&self) -> Recorded<'_> {
                Recorded::Text(self.as_ref())
            }
        }
    )*};
}
strings!(String Cow<'_, str> StringValue);

macro_rules! string_elements {
    ($($t:ty)*) => {$(
        impl ToElement for $t {
            fn to_array(elements: &[Self]) -> Option<Array> {
                Some(Array::String(elements.iter().map(|element| text(element.as_ref())).collect()))
            }
        }
    )*};
}
string_elements!(String &str &String Cow<'_, str> Box<str> Arc<str> Rc<str> StringValue);

impl ToValue for char {
    fn to_value(&self) -> Option<Value> {
        Some(Value::String(self.to_string().into()))
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Option<Value> {
        Some(self.clone())
    }
}

impl<T: ToElement> ToValue for [T] {
    fn to_value(&self) -> Option<Value> {
        T::to_array(self).map(Value::Array)
    }
}

impl<T: ToElement, const N: usize> ToValue for [T; N] {
    fn to_value(&self) -> Option<Value> {
        self.as_slice().to_value()
    }
}

impl<T: ToElement> ToValue for Vec<T> {
    fn to_value(&self) -> Option<Value> {
        self.as_slice().to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Option<Value> {
        self.as_ref()?.to_value()
    }

    fn recorded(&self) -> Recorded<'_> {
        self.as_ref().map_or(Recorded::Nothing, T::recorded)
    }
}

macro_rules! pointers {
    ($($t:ty)*) => {$(
        impl<T: ToValue + ?Sized> ToValue for $t {
            fn to_value(&self) -> Option<Value> {
                (**self).to_value()
            }

            #[inline]
            fn recorded(&self) -> Recorded<'_> {
                (**self).recorded()
            }
        }
    )*};
}
pointers!(&T &mut T Box<T> Arc<T> Rc<T>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_keeps_its_type() {
        assert_eq!(7_u8.to_value(), Some(Value::I64(7)));
        assert_eq!((-7_isize).to_value(), Some(Value::I64(-7)));
        assert_eq!(0.5_f32.to_value(), Some(Value::F64(0.5)));
        assert_eq!(true.to_value(), Some(Value::Bool(true)));
        assert_eq!("a".to_value(), Some(Value::String("a".into())));
        assert_eq!(Box::new(1).to_value(), Some(Value::I64(1)));
        assert_eq!(
            Some(Cow::Borrowed("b")).to_value(),
            Some(Value::String("b".into()))
        );
        assert_eq!(None::<i64>.to_value(), None);
        assert_eq!(
            vec!["a".to_owned()].to_value(),
            Some(Value::Array(Array::String(vec!["a".into()])))
        );
        assert_eq!(
            [1_u16, 2].to_value(),
            Some(Value::Array(Array::I64(vec![1, 2])))
        );
    }

    #[test]
    fn what_does_not_fit_is_counted_not_wrapped() {
        let before = crate::provider::stats().unrepresentable;
        assert_eq!(u64::MAX.to_value(), None);
        assert_eq!([1_u64, u64::MAX].to_value(), None);
        assert!(crate::provider::stats().unrepresentable >= before + 2);
    }
}
