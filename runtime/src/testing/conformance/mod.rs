//! Recorded spans against the conventions: what the compiler asks of the source, asked of what
//! was recorded, by whichever instrumentation.
//!
//! The rules are those of `traced-conventions`. Here belongs what makes facts of spans, and what
//! makes text for people of findings.

mod facts;
mod finding;
mod report;
mod sample;

use std::fmt;
use std::path::Path;

use traced_conventions::load::{Surroundings, load, load_file};
use traced_conventions::{Conventions, ReadError, Rule};

use super::forest::{Forest, Roots, Seen};

pub(super) use self::report::judge;
pub use self::{finding::Finding, report::explain, sample::Sample};

/// The conventions that spans are held against: a policy (`traced.toml`) with its registry, and
/// OpenTelemetry's own.
///
/// Any exporter's spans can be fed to it, the SDK's [`SpanData`](opentelemetry_sdk::trace::SpanData)
/// and what a [`Collector`](super::Collector) received from other processes. A span is judged by
/// OpenTelemetry's rules for its type if it is an HTTP, RPC, database or messaging span, and by the
/// team's for names and registered spans if not.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use opentelemetry_sdk::trace::InMemorySpanExporter;
/// use traced::testing::Conformance;
///
/// let exporter = InMemorySpanExporter::default();
/// // .. the application's own provider, with this exporter ..
/// let spans = exporter.get_finished_spans()?;
/// Conformance::load()?.assert(&spans);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Conformance {
    conventions: Conventions,
    roots: Roots,
}

impl Conformance {
    /// The conventions that hold for the package under test: those of `TRACED_CONFIG`, else of a
    /// `traced.toml` in the package's folder or above it up to the workspace's, as the compiler
    /// looks them up; else the built-in ones.
    ///
    /// Cargo says which package that is (`CARGO_MANIFEST_DIR`) to what it runs. Without it only
    /// `TRACED_CONFIG` is looked at.
    ///
    /// # Errors
    /// If a file cannot be read or is wrong, with its name and line.
    pub fn load() -> Result<Self, PolicyError> {
        let loaded = load(&Surroundings::of_process()).map_err(PolicyError)?;
        Ok(Self::new(loaded.conventions))
    }

    /// The conventions of a policy that stands elsewhere. Its registry's path is relative to it.
    ///
    /// # Errors
    /// If a file cannot be read or is wrong, with its name and line.
    pub fn from_path(policy: impl AsRef<Path>) -> Result<Self, PolicyError> {
        let loaded = load_file(policy.as_ref()).map_err(PolicyError)?;
        Ok(Self::new(loaded.conventions))
    }

    /// What holds where nobody wrote a policy.
    pub fn built_in() -> Self {
        Self::new(Conventions::default())
    }

    fn new(conventions: Conventions) -> Self {
        Self {
            conventions,
            roots: Roots::EntryPoints,
        }
    }

    /// These conventions without a rule: for the one test that breaks it on purpose.
    pub fn allowing(mut self, rule: Rule) -> Self {
        self.conventions = self.conventions.allowing(rule);
        self
    }

    /// For spans of the inside of a service, recorded without its entry point: any of them may
    /// stand without a parent. A [`Recorded`](super::Recorded) is judged so.
    pub fn allowing_any_root(mut self) -> Self {
        self.roots = Roots::Any;
        self
    }

    /// What is wrong with these spans, trace by trace in the order of their start; empty if they
    /// conform. Rules that the policy allows to be broken are not in it.
    ///
    /// Give it all spans of the traces: a span whose parent of the same process is missing is an
    /// orphan.
    pub fn findings<'a, S>(&self, spans: impl IntoIterator<Item = S>) -> Vec<Finding>
    where
        S: Into<Sample<'a>>,
    {
        let seen = spans.into_iter().map(|span| span.into().0);
        self.judge(&Forest::new(seen, self.roots))
    }

    /// Asserts that the spans conform. What is broken at level `warn` is printed.
    ///
    /// # Panics
    /// If a rule at level `deny` is broken; the message is that of all findings.
    #[track_caller]
    pub fn assert<'a, S>(&self, spans: impl IntoIterator<Item = S>)
    where
        S: Into<Sample<'a>>,
    {
        judge(&self.findings(spans), String::new);
    }

    pub(super) fn judge(&self, forest: &Forest<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut path: Vec<&Seen<'_>> = Vec::new();
        for line in forest.lines() {
            path.truncate(line.depth);
            path.push(&line.seen);
            let facts = facts::of(line);
            let found = traced_conventions::check(&facts, &self.conventions);
            findings.extend(found.into_iter().map(|found| Finding::new(found, &path)));
        }
        findings
    }
}

/// A policy, or the registry that it names, cannot be used: which file, which line, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError(ReadError);

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for PolicyError {}
