//! What an operation failed of, as its span is told.

use opentelemetry::KeyValue;
use opentelemetry::trace::Status;
use std::borrow::Cow;

/// The name of the event that says what an operation failed of. Source: semantic conventions,
/// "Exceptions on spans".
pub(crate) const EXCEPTION: &str = "exception";
/// Source: semantic conventions, "Recording errors on spans".
pub(crate) const ERROR_TYPE: &str = "error.type";

#[derive(Debug)]
pub(crate) struct Failed<'t> {
    pub(crate) error_type: Cow<'static, str>,
    /// The error's own text; none where it is not to be recorded.
    pub(crate) text: Option<&'t str>,
    /// For an event, unless the span of a callee has one.
    pub(crate) exception: Option<Exception>,
}

#[derive(Debug)]
pub(crate) struct Exception {
    pub(crate) type_name: &'static str,
    /// What led to it.
    pub(crate) trace: Option<String>,
}

impl Failed<'_> {
    pub(crate) fn status(&self) -> Status {
        Status::error(self.text.unwrap_or_default().to_owned())
    }

    pub(crate) fn attribute(&self) -> KeyValue {
        KeyValue::new(ERROR_TYPE, self.error_type.clone())
    }
}

impl Exception {
    /// The attributes of its event. Names: semantic conventions, "Exceptions on spans".
    pub(crate) fn attributes(self, text: Option<&str>) -> Vec<KeyValue> {
        let mut attributes = Vec::with_capacity(2);
        attributes.push(KeyValue::new("exception.type", self.type_name));
        if let Some(text) = text {
            attributes.push(KeyValue::new("exception.message", text.to_owned()));
        }
        if let Some(trace) = self.trace {
            attributes.push(KeyValue::new("exception.stacktrace", trace));
        }
        attributes
    }
}
