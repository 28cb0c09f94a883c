//! Which values have the type that `late(key: type)` declares: a trait for each type, so that the
//! compiler says which one was meant.
#![allow(missing_docs, reason = "hidden: written by the macro only")]

use super::ToElement;
pub use super::ToValue;
pub use super::value::Recorded;
use opentelemetry::{StringValue, Value};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

macro_rules! types {
    ($($word:ident $trait:ident $asked:ident $message:literal: $($t:ty)*;)*) => {$(
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "not of the declared type",
            note = "the type is declared where the span is: `late(key: type)`"
        )]
        pub trait $trait: ToValue {}

        $(impl $trait for $t {})*
        // What the type says only at run time is for the tests to judge.
        impl $trait for Value {}
        impl<T: $trait> $trait for Option<T> {}
        impl<T: $trait + ?Sized> $trait for &T {}
        impl<T: $trait + ?Sized> $trait for &mut T {}
        impl<T: $trait + ?Sized> $trait for Box<T> {}
        impl<T: $trait + ?Sized> $trait for Arc<T> {}
        impl<T: $trait + ?Sized> $trait for Rc<T> {}

        /// The value of an expression for a key that is declared with this type.
        #[inline]
        pub fn $word<T: $trait + ?Sized>(value: &T) -> Recorded<'_> {
            value.recorded()
        }

        /// What a value of the type answers before it is asked for its other, deprecated answer.
        pub trait $asked {
            fn attribute_type(&self) {}
        }
        impl<T: $trait + ?Sized> $asked for &Asked<'_, T> {}
    )*};
}

/// A value that is asked for its type.
#[derive(Debug)]
pub struct Asked<'v, T: ?Sized>(pub &'v T);

/// What is no value of an attribute at all answers: that it is none is said elsewhere.
pub trait AskedNothing {
    fn attribute_type(&self) {}
}
impl<T: ?Sized> AskedNothing for Asked<'_, T> {}

// Source of the words: OpenTelemetry's registries, attribute `type`.
types! {
    string IsString AskedString "`{Self}` is not a `string`": str String Cow<'_, str> StringValue char;
    int IsInt AskedInt "`{Self}` is not an `int`": i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize;
    double IsDouble AskedDouble "`{Self}` is not a `double`": f32 f64;
    boolean IsBoolean AskedBoolean "`{Self}` is not a `boolean`": bool;
    string_array IsStrings AskedStrings "`{Self}` is not a `string[]`":;
    int_array IsInts AskedInts "`{Self}` is not an `int[]`":;
    double_array IsDoubles AskedDoubles "`{Self}` is not a `double[]`":;
    boolean_array IsBooleans AskedBooleans "`{Self}` is not a `boolean[]`":;
}

macro_rules! arrays {
    ($($array:ident of $element:ident;)*) => {$(
        impl<T: ToElement + $element> $array for [T] {}
        impl<T: ToElement + $element, const N: usize> $array for [T; N] {}
        impl<T: ToElement + $element> $array for Vec<T> {}
    )*};
}
arrays! {
    IsStrings of IsString;
    IsInts of IsInt;
    IsDoubles of IsDouble;
    IsBooleans of IsBoolean;
}
