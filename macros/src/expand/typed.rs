//! The value of an attribute whose type is agreed on.
//!
//! What type an expression has only the compiler knows, so the agreement becomes a trait bound. The
//! trait is written for each value: its message can then name the key, in the words in which a
//! literal would be refused. The value stands outside of the block, where it cannot see these names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned as _;
use traced_conventions::registry::Primitive;

use super::borrowed::borrowed;
use crate::agreed::Expected;
use crate::paths::Paths;
use crate::told::Way;
use crate::tools;

/// An expression of the same type as `any(&value)`.
pub(crate) fn typed(
    expected: &Expected,
    private: &TokenStream,
    at: Span,
    value: &TokenStream,
) -> TokenStream {
    let judge = judge(expected, private, at, &TokenStream::new());
    let judged = if is_bound(expected) {
        quote_spanned!(at=> typed(__value))
    } else {
        let asked = asked(expected, private, at, &quote_spanned!(at=> __value));
        quote_spanned!(at=> #asked #private::any(__value))
    };
    quote_spanned!(at=> match &#value { __value => { #judge #judged }})
}

/// The way to a check that stands elsewhere, in a module.
pub(super) struct There<'a> {
    pub(super) paths: &'a Paths,
    pub(super) module: &'a Way,
    pub(super) hygiene: Span,
}

/// The same with such a check.
///
/// What the compiler blames has the expression's own span, and not only its place: see
/// [`super::attributes::blamed`].
pub(super) fn typed_there(
    expected: &Expected,
    there: &There<'_>,
    expr: &Expr,
    value: &TokenStream,
) -> TokenStream {
    let own = expr.span();
    if is_bound(expected) {
        let module = there.module.path(own);
        let typed = quote_spanned!(own=> #module::typed);
        return borrowed(&typed, expr, value, there.hygiene);
    }
    let at = there.hygiene.located_at(own);
    let (module, private) = (there.module.path(at), there.paths.private(at));
    // Nothing of the user's has this name: it is not hygienic.
    let local = Ident::new("__traced_value", own);
    let asked = asked(expected, &private, at, &quote_spanned!(own=> #local));
    let private = there.paths.private(own);
    let any = quote_spanned!(own=> #private::any(#local));
    quote_spanned!(at=> match &(#value) { #local => { use #module::Otherwise as _; #asked #any }})
}

/// The items by which the compiler judges.
pub(super) fn judge(
    expected: &Expected,
    private: &TokenStream,
    at: Span,
    visible: &TokenStream,
) -> TokenStream {
    if is_bound(expected) {
        bound(expected, private, at, visible)
    } else {
        otherwise(expected, private, at, visible)
    }
}

fn is_bound(expected: &Expected) -> bool {
    !expected.is_warning && tools::has_diagnostics()
}

/// The bound. `do_not_recommend` has the compiler speak of this trait, and not of the one below it.
fn bound(
    expected: &Expected,
    private: &TokenStream,
    at: Span,
    visible: &TokenStream,
) -> TokenStream {
    let (key, value_type, decided) = (&expected.key, expected.value_type, &expected.decided);
    // The attribute has its own syntax for braces.
    let decided = decided.to_string().replace('{', "{{").replace('}', "}}");
    let message =
        format!("`{key}` is {value_type}: this is a `{{Self}}` ({decided}) [attribute-type]");
    let label = format!("not {value_type}");
    let Names {
        function, bound, ..
    } = Names::of(expected, at);
    let agreed = Ident::new(&trait_name(key), at);
    quote_spanned! {at=>
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        #visible trait #agreed: #private::typed::#bound {}
        #[diagnostic::do_not_recommend]
        impl<T: #private::typed::#bound + ?#private::core::marker::Sized> #agreed for T {}
        #visible fn typed<T: #agreed + ?#private::core::marker::Sized>(
            value: &T,
        ) -> #private::typed::Recorded<'_> {
            #private::typed::#function(value)
        }
    }
}

/// The same as a warning: a value of the type has a method of that name, and any other falls back to
/// one that is deprecated. It is denied where the bound cannot say what it should.
fn otherwise(
    expected: &Expected,
    private: &TokenStream,
    at: Span,
    visible: &TokenStream,
) -> TokenStream {
    let (key, value_type, decided) = (&expected.key, expected.value_type, &expected.decided);
    let message =
        format!("`{key}` is {value_type}, and this value is not ({decided}) [attribute-type]");
    quote_spanned! {at=>
        #visible trait Otherwise {
            #[deprecated(note = #message)]
            fn attribute_type(&self) {}
        }
        impl<T: #private::typed::ToValue + ?#private::core::marker::Sized> Otherwise
            for &&#private::typed::Asked<'_, T> {}
    }
}

/// The statements that ask a value, the name of which gives the place.
fn asked(expected: &Expected, private: &TokenStream, at: Span, value: &TokenStream) -> TokenStream {
    let asked = Names::of(expected, at).asked;
    let own = value
        .clone()
        .into_iter()
        .next()
        .map_or(at, |value| value.span());
    let method = Ident::new("attribute_type", own);
    let deny = (!expected.is_warning).then(|| quote_spanned!(own=> #[deny(deprecated)]));
    quote_spanned! {at=>
        use #private::typed::{#asked as _, AskedNothing as _};
        #deny
        let () = (&&#private::typed::Asked(#value)).#method();
    }
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
    fn of(expected: &Expected, at: Span) -> Self {
        let (function, bound) = match expected.element {
            Primitive::String => ("string", "String"),
            Primitive::Int => ("int", "Int"),
            Primitive::Double => ("double", "Double"),
            Primitive::Boolean => ("boolean", "Boolean"),
        };
        let (array, plural) = if expected.is_list {
            ("_array", "s")
        } else {
            ("", "")
        };
        Names {
            function: format_ident!("{function}{array}", span = at),
            bound: format_ident!("Is{bound}{plural}", span = at),
            asked: format_ident!("Asked{bound}{plural}", span = at),
        }
    }
}
