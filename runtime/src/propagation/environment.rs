//! Environment variables as a carrier: how a trace reaches a child process, and how this
//! process learns which one it was started in.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use opentelemetry::propagation::{Extractor, Injector};
use opentelemetry::{Context, global};

use crate::diagnostics::Place;

/// Environment variables that carry a trace: `TRACEPARENT`, `TRACESTATE`, `BAGGAGE`, or what
/// the propagators that are set up use instead.
///
/// Source: OpenTelemetry specification, "Environment Variables as Context Propagation
/// Carriers", for the names; values are not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Reads the variables that the global propagator knows.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value_of = |name: String| Some((name.clone(), variable(&name)?));
        Self(propagated().into_iter().filter_map(value_of).collect())
    }

    /// The variables that carry the trace of `cx`.
    pub fn of(cx: &Context) -> Self {
        let mut environment = Self::default();
        super::inject(cx, &mut environment);
        // An empty variable is an unset one.
        environment.0.retain(|_, value| !value.is_empty());
        environment
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// True if there is no variable.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Injector for Environment {
    fn set(&mut self, key: &str, value: String) {
        self.0.insert(variable(key), value);
    }
}

impl Extractor for Environment {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(&variable(key)).map(String::as_str)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}

/// The names of all variables that the global propagator may set.
pub(crate) fn propagated() -> Vec<String> {
    global::get_text_map_propagator(|propagator| propagator.fields().map(variable).collect())
}

/// The variable for a field: upper case, with `_` for all that a shell would not accept.
fn variable(field: &str) -> String {
    let mut name: String = field
        .chars()
        .map(|c| match c.to_ascii_uppercase() {
            c @ ('A'..='Z' | '0'..='9' | '_') => c,
            _ => '_',
        })
        .collect();
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, '_');
    }
    name
}

static INHERITED: OnceLock<Context> = OnceLock::new();

/// Continues the trace that this process was started in, if there is one. A process is
/// started once: what the first set-up finds holds. `place` is that of the set-up.
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a set-up reads the environment")
)]
pub(crate) fn inherit(environment: &Environment, place: Place) {
    if !environment.is_empty() {
        let _ = INHERITED.set(super::extract_onto(&Context::new(), environment, place));
    }
}

/// The trace and baggage that this process was started in, as [`init`](crate::setup::init)
/// read them from the environment.
pub(crate) fn inherited() -> Option<&'static Context> {
    INHERITED.get()
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn names_are_those_of_the_specification() {
        let names = ["traceparent", "x-b3-traceid", "uber.Id", "1st", ""].map(variable);
        assert_eq!(
            names,
            ["TRACEPARENT", "X_B3_TRACEID", "UBER_ID", "_1ST", "_"]
        );
    }
}
