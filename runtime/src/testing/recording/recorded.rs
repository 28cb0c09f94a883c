//! What a recording found, and what a test may ask it.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::time::Duration;

use opentelemetry::SpanId;
use opentelemetry_sdk::trace::SpanData;

use super::{faults, near::near, state::Findings};
use crate::testing::{
    conformance::{Conformance, Finding, judge},
    forest::{Forest, Roots, Seen},
    tree,
};

/// The output of recorded code, and its spans.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded<T> {
    /// What the code returned.
    pub output: T,
    /// In the order of their start.
    spans: Vec<SpanData>,
    open: HashSet<SpanId>,
    stray: HashSet<SpanId>,
    beyond_limit: usize,
    waited: Duration,
    unclaimed: Vec<SpanData>,
    settled: bool,
}

impl<T> Recorded<T> {
    pub(super) fn new(output: T, findings: Findings, waited: Duration) -> Self {
        let open = findings
            .open
            .iter()
            .map(|span| span.span_context.span_id())
            .collect();
        let mut spans = findings.ended;
        spans.extend(findings.open);
        spans.sort_by(|a, b| (a.start_time, &a.name).cmp(&(b.start_time, &b.name)));
        Self {
            output,
            spans,
            open,
            stray: findings.stray,
            beyond_limit: findings.beyond_limit,
            waited,
            unclaimed: findings.unclaimed,
            settled: findings.settled,
        }
    }

    /// All spans in the order of their start. One that has not ended is as it was at its start.
    pub fn spans(&self) -> &[SpanData] {
        &self.spans
    }

    /// The span of this name; the one that started first, if there are several.
    ///
    /// # Panics
    /// If there is none; with the names that are near, and the tree.
    #[track_caller]
    pub fn span(&self, name: &str) -> &SpanData {
        if let Some(span) = self.spans.iter().find(|span| span.name == name) {
            return span;
        }
        let near = near(name, self.spans.iter().map(|span| &*span.name));
        let hint = match &near[..] {
            [] => String::new(),
            near => format!("; there is `{}`", near.join("`, `")),
        };
        panic!("no span is named `{name}`{hint}\n\n{}", self.tree())
    }

    /// The spans as stable text, without ids and times.
    ///
    /// One line a span, indented under its parent, children in the order of their start: name,
    /// kind if it is not internal, status with its text, `cancelled`, `panicked`, `unended`,
    /// `orphan` or `continued` (below a remote parent), `late` (called after its parent had ended) or
    /// `foreign` (called in another trace), attributes by key without `code.*`. Lines
    /// with `*` are its events, those with `~` its links.
    pub fn tree(&self) -> String {
        let mut text = tree::text(&self.forest());
        if self.beyond_limit > 0 {
            let _ = writeln!(text, "(and {} spans more)", self.beyond_limit);
        }
        text
    }

    /// Asserts that the spans are one connected trace: at least one span, one root (or one remote
    /// parent), no orphan, none called too late or in another trace, and every span ended. A trace that only links to another one is a
    /// second root.
    ///
    /// # Panics
    /// If not; the message says what is broken, how to mend it, and shows the tree.
    #[track_caller]
    pub fn assert_connected(&self) {
        let faults = faults::find(&self.forest(), self.beyond_limit, self.waited);
        if !faults.is_empty() {
            let faults = faults.join("\n  - ");
            panic!("not one connected trace:\n  - {faults}\n\n{}", self.tree())
        }
    }

    /// Asserts that the spans keep the conventions of the package under test, as
    /// [`Conformance::load`] finds them: names, kinds, attributes, status, and that each has its
    /// parent and its end. What is broken at level `warn` is printed.
    ///
    /// # Panics
    /// If a rule at level `deny` is broken, or the conventions cannot be read; the message is that
    /// of all findings.
    #[track_caller]
    pub fn assert_conforms(&self) {
        match Conformance::load() {
            Ok(conventions) => self.assert_conforms_to(&conventions),
            Err(error) => panic!("the conventions cannot be read: {error}"),
        }
    }

    /// As [`assert_conforms`](Self::assert_conforms), to other conventions.
    ///
    /// # Panics
    /// If a rule at level `deny` is broken; the message is that of all findings.
    #[track_caller]
    pub fn assert_conforms_to(&self, conventions: &Conformance) {
        judge(&self.findings(conventions), || self.tree());
    }

    /// What is wrong with the spans, in the order of their start; empty if they conform.
    pub fn findings(&self, conventions: &Conformance) -> Vec<Finding> {
        conventions.judge(&self.forest())
    }

    /// Spans that were started while this was recorded, in no context of a recording, and where
    /// neither runtime nor thread tell which recording lost them. A test that runs at the same
    /// time may be their origin.
    pub fn unclaimed(&self) -> &[SpanData] {
        &self.unclaimed
    }

    /// False if something still held the recording's context at the deadline: a task that goes on,
    /// a timer that has not fired. It may make spans that are not recorded here.
    pub fn is_settled(&self) -> bool {
        self.settled
    }

    fn forest(&self) -> Forest<'_> {
        let spans = self.spans.iter().map(|span| {
            let id = span.span_context.span_id();
            Seen {
                span,
                service: None,
                open: self.open.contains(&id),
                stray: self.stray.contains(&id),
            }
        });
        Forest::new(spans, Roots::Any)
    }
}
