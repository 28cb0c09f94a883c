//! Request methods: which are known by name, and what becomes of the others (HM-1 to
//! HM-4).

use std::borrow::Cow;
use std::sync::Arc;

use opentelemetry::StringValue;

use crate::semconv::attribute;
use crate::semconv::list::List;
use crate::semconv::names;

/// The variable that replaces the list of known methods (HM-4). Read by the adapters'
/// builders, not here.
pub const KNOWN_METHODS_VARIABLE: &str = "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS";

/// RFC 9110, `PATCH` (RFC 5789) and `QUERY`.
const STANDARD: [&str; 10] = [
    "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "QUERY",
];

const OTHER: &str = "_OTHER";
/// What stands for the method in the name of a span where it is not known.
const HTTP: &str = "HTTP";

/// The methods that appear on spans by name.
///
/// A method is an open-ended string that any client may invent, and a span name must not
/// be: everything that is not in the list reads `_OTHER` in `http.request.method` and
/// `HTTP` in the span's name.
#[derive(Debug, Clone, Default)]
pub struct KnownMethods(Option<Arc<[Arc<str>]>>);

impl KnownMethods {
    /// Exactly these methods, in place of the standard ones. Matching is case-sensitive.
    pub fn only(methods: impl IntoIterator<Item = impl Into<Arc<str>>>) -> Self {
        Self(Some(methods.into_iter().map(Into::into).collect()))
    }

    /// Reads the value of [`KNOWN_METHODS_VARIABLE`]: names with commas between them,
    /// which replace the standard list. An empty value is an unset one, as everywhere in
    /// OpenTelemetry's configuration.
    pub fn parse(list: &str) -> Self {
        let mut names = list
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .peekable();
        if names.peek().is_none() {
            return Self::default();
        }
        Self::only(names)
    }

    /// Looks a method up.
    pub fn recognise<'a>(&self, method: &'a str) -> Method<'a> {
        let name = match &self.0 {
            None => STANDARD
                .iter()
                .find(|known| **known == method)
                .map(|known| Name::Standard(known)),
            Some(list) => list
                .iter()
                .find(|known| ***known == *method)
                .cloned()
                .map(Name::Custom),
        };
        Method {
            sent: method,
            name: name.unwrap_or(Name::Other),
        }
    }
}

/// A request method as a span shows it.
#[derive(Debug, Clone)]
pub struct Method<'a> {
    sent: &'a str,
    name: Name,
}

#[derive(Debug, Clone)]
enum Name {
    Standard(&'static str),
    Custom(Arc<str>),
    Other,
}

impl Method<'_> {
    /// The value of `http.request.method`.
    pub fn value(&self) -> StringValue {
        match &self.name {
            Name::Standard(name) => (*name).into(),
            Name::Custom(name) => name.clone().into(),
            Name::Other => OTHER.into(),
        }
    }

    /// The value of `http.request.method_original`: present only if it says something
    /// else.
    pub fn original(&self) -> Option<&str> {
        matches!(self.name, Name::Other).then_some(self.sent)
    }

    /// `{method} {target}`, or `{method}` alone where no low-cardinality target is known
    /// (HS-2, HS-3, HC-2).
    pub fn span_name(&self, target: Option<&str>) -> Cow<'static, str> {
        match target {
            Some(target) => self.name_with(target).0,
            None => self.name_alone(),
        }
    }

    /// `{method} {target}`; and the target, if it is kept together with that.
    pub(super) fn name_with(&self, target: &str) -> (Cow<'static, str>, Option<&'static str>) {
        let first = match &self.name {
            Name::Standard(name) => name,
            Name::Custom(name) => &**name,
            Name::Other => HTTP,
        };
        let name = names::Name {
            first,
            last: target,
        };
        match name.keep() {
            Some(kept) => (Cow::Borrowed(kept), kept.get(kept.len() - target.len()..)),
            None => (Cow::Owned(name.to_text()), None),
        }
    }

    fn name_alone(&self) -> Cow<'static, str> {
        match &self.name {
            Name::Standard(name) => Cow::Borrowed(*name),
            Name::Other => Cow::Borrowed(HTTP),
            Name::Custom(name) => name.to_string().into(),
        }
    }

    pub(super) fn push_to(&self, list: &mut List) {
        match &self.name {
            Name::Standard(name) => list.word(attribute::HTTP_REQUEST_METHOD, name),
            _ => self.push_unusual(list),
        }
    }

    #[cold]
    fn push_unusual(&self, list: &mut List) {
        list.value(attribute::HTTP_REQUEST_METHOD, self.value());
        if let Some(original) = self.original() {
            list.text(attribute::HTTP_REQUEST_METHOD_ORIGINAL, original);
        }
    }
}
