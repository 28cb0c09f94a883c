//! The value of an attribute whose type is agreed on.
//!
//! What type an expression has only the compiler knows, so the agreement becomes a trait bound. The
//! trait is written for each value: its message can then name the key, in the words in which a
//! literal would be refused. The value stands outside of the block, where it cannot see these names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use traced_conventions::registry::{Primitive, ValueType};

use crate::agreed::Expected;
use crate::tools;

/// An expression of the same type as `any(&value)`.
pub(crate) fn typed(
    expected: &Expected,
    private: &TokenStream,
    at: Span,
    value: &TokenStream,
) -> TokenStream {
    let Some(names) = Names::of(expected.value_type, at) else {
        return quote_spanned!(at=> #private::any(&#value));
    };
    if expected.is_warning || !tools::has_diagnostics() {
        warned(expected, &names, private, at, value)
    } else {
        denied(expected, &names, private, at, value)
    }
}

/// The bound. `do_not_recommend` has the compiler speak of this trait, and not of the one below it.
fn denied(
    expected: &Expected,
    names: &Names,
    private: &TokenStream,
    at: Span,
    value: &TokenStream,
) -> TokenStream {
    let (key, value_type, decided) = (&expected.key, expected.value_type, &expected.decided);
    // The attribute has its own syntax for braces.
    let decided = decided.to_string().replace('{', "{{").replace('}', "}}");
    let message =
        format!("`{key}` is {value_type}: this is a `{{Self}}` ({decided}) [attribute-type]");
    let label = format!("not {value_type}");
    let Names {
        function, bound, ..
    } = names;
    let agreed = Ident::new(&trait_name(key), at);
    quote_spanned! {at=> match &#value { __value => {
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        trait #agreed: #private::typed::#bound {}
        #[diagnostic::do_not_recommend]
        impl<T: #private::typed::#bound + ?#private::core::marker::Sized> #agreed for T {}
        fn typed<T: #agreed + ?#private::core::marker::Sized>(
            value: &T,
        ) -> #private::typed::Recorded<'_> {
            #private::typed::#function(value)
        }
        typed(__value)
    }}}
}

/// `HttpResponseStatusCode`: the compiler mentions it, and names its likes.
fn trait_name(key: &str) -> String {
    let words = key.split(|c: char| !c.is_ascii_alphanumeric());
    let camel = words.filter_map(|word| {
        let first = word.chars().next()?;
        Some(first.to_ascii_uppercase().to_string() + &word[1..])
    });
    let name: String = camel.collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        "AttributeType".to_owned()
    }
}

/// The same as a warning: a value of the type has a method of that name, and any other falls back to
/// one that is deprecated. It is denied where the bound cannot say what it should.
fn warned(
    expected: &Expected,
    names: &Names,
    private: &TokenStream,
    at: Span,
    value: &TokenStream,
) -> TokenStream {
    let (key, value_type, decided) = (&expected.key, expected.value_type, &expected.decided);
    let message =
        format!("`{key}` is {value_type}, and this value is not ({decided}) [attribute-type]");
    let asked = &names.asked;
    let deny = (!expected.is_warning).then(|| quote_spanned!(at=> #[deny(deprecated)]));
    quote_spanned! {at=> match &#value { __value => {
        trait Otherwise {
            #[deprecated(note = #message)]
            fn attribute_type(&self) {}
        }
        impl<T: ?#private::core::marker::Sized> Otherwise for &#private::typed::Asked<'_, T> {}
        use #private::typed::#asked as _;
        #deny
        let () = (&#private::typed::Asked(__value)).attribute_type();
        #private::any(__value)
    }}}
}

/// What the runtime calls a type.
struct Names {
    /// `int`
    function: Ident,
    /// `IsInt`
    bound: Ident,
    /// `AskedInt`
    asked: Ident,
}

impl Names {
    fn of(value_type: ValueType, at: Span) -> Option<Self> {
        let (element, array) = match value_type {
            ValueType::Any => return None,
            ValueType::One(element) => (element, false),
            ValueType::List(element) => (element, true),
        };
        let (function, bound) = match element {
            Primitive::String => ("string", "String"),
            Primitive::Int => ("int", "Int"),
            Primitive::Double => ("double", "Double"),
            Primitive::Boolean => ("boolean", "Boolean"),
        };
        let (array, plural) = if array { ("_array", "s") } else { ("", "") };
        Some(Names {
            function: format_ident!("{function}{array}", span = at),
            bound: format_ident!("Is{bound}{plural}", span = at),
            asked: format_ident!("Asked{bound}{plural}", span = at),
        })
    }
}
