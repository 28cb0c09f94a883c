//! A finding about a recorded span, as the compiler would say it.

use std::fmt;

use opentelemetry::{SpanId, TraceId};
use traced_conventions::{Finding as Found, Level, Rule};

use crate::testing::forest::Seen;
use crate::testing::place::place;

/// Ancestors that are shown at most, the nearest; a trace may be as deep as it likes.
const NEAREST: usize = 12;

/// A rule that a span breaks.
///
/// Its `Display` is what the compiler would say: the message with the line of the policy or the
/// registry that decided and the rule's id, where the span was declared if that is known, and where it
/// stands in its trace.
///
/// ```text
/// error: span `order.plce` is not in the registry; did you mean `order.place`, at telemetry/registry.yaml:24? (traced.toml:3) [unregistered-span]
///  --> src/orders.rs:41
///   = in POST /orders > order.plce
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The broken rule.
    pub rule: Rule,
    /// How serious the policy says it is: deny or warn.
    pub level: Level,
    /// What is wrong and what would be right.
    pub message: String,
    /// File and line of the policy or the registry, or OpenTelemetry's own conventions: what
    /// decided, if something did.
    pub decided: Option<String>,
    /// The span's name.
    pub span: String,
    /// File and line where the span was declared, if it says so (`code.file.path`).
    pub place: Option<String>,
    /// The names from the root of the trace to the span, at most twelve; a name is preceded by its
    /// service where that is known and changes: `gateway: POST /checkout`.
    pub path: Vec<String>,
    /// The trace.
    pub trace_id: TraceId,
    /// The span.
    pub span_id: SpanId,
}

impl Finding {
    pub(super) fn new(found: Found<()>, path: &[&Seen<'_>]) -> Self {
        let last = path[path.len() - 1].span;
        Self {
            rule: found.rule,
            level: found.level,
            message: found.message,
            decided: found.decided.map(|decided| decided.to_string()),
            span: last.name.to_string(),
            place: place(last),
            path: names(path),
            trace_id: last.span_context.trace_id(),
            span_id: last.span_context.span_id(),
        }
    }
}

fn names(path: &[&Seen<'_>]) -> Vec<String> {
    let mut names = Vec::new();
    let mut service = None;
    for seen in &path[path.len().saturating_sub(NEAREST)..] {
        names.push(match seen.service {
            Some(own) if service != Some(own) => format!("{own}: {}", seen.span.name),
            _ => seen.span.name.to_string(),
        });
        service = seen.service;
    }
    if path.len() > NEAREST {
        names[0].insert_str(0, "..");
    }
    names
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.level {
            Level::Deny => "error",
            Level::Warn | Level::Allow => "warning",
        };
        write!(f, "{word}: {}", self.message)?;
        if let Some(decided) = &self.decided {
            write!(f, " ({decided})")?;
        }
        write!(f, " [{}]", self.rule)?;
        if let Some(place) = &self.place {
            write!(f, "\n --> {place}")?;
        }
        write!(f, "\n  = in {}", self.path.join(" > "))
    }
}
