//! A node of a trace's tree: what it stands for, and where it stands.

use std::time::SystemTime;

use opentelemetry::trace::SpanId;

use super::model::{Ancestor, Span};
use crate::semconv::attribute::TRACED_ORPHAN;

/// Where a node stands in the drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) node: usize,
    pub(super) depth: usize,
    /// No sibling follows.
    pub(super) last: bool,
}

#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    pub(super) mark: Option<Mark>,
}

/// What a line of the tree stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<'a> {
    Span(&'a Span),
    /// Drawn before; here because a descendant came later.
    Earlier(&'a Ancestor),
    /// Known to have started, not to have ended.
    Open(SpanId),
    /// Claimed as a parent in this process, never seen.
    Missing(SpanId),
}

/// What is unusual about a span's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Its parent is in another process and not among the spans.
    Remote,
    /// Another span has the same id.
    Duplicate,
    /// It is its own ancestor.
    Cycle,
}

impl<'a> Node<'a> {
    pub(super) fn new(subject: Subject<'a>) -> Self {
        Self {
            subject,
            parent: None,
            children: Vec::new(),
            mark: None,
        }
    }

    pub(super) fn span(&self) -> Option<&'a Span> {
        match self.subject {
            Subject::Span(span) => Some(span),
            _ => None,
        }
    }

    /// Its context was lost on the way, as whoever started it noticed.
    pub(super) fn is_stray(&self) -> bool {
        self.span().is_some_and(|span| {
            let mut attributes = span.data.attributes.iter();
            attributes.any(|kv| kv.key.as_str() == TRACED_ORPHAN && kv.value == true.into())
        })
    }

    pub(super) fn times(&self) -> Option<(SystemTime, SystemTime)> {
        match self.subject {
            Subject::Span(span) => Some((span.data.start_time, span.end())),
            Subject::Earlier(ancestor) => Some((ancestor.start, ancestor.end)),
            Subject::Open(_) | Subject::Missing(_) => None,
        }
    }

    pub(super) fn service(&self) -> Option<&'a str> {
        match self.subject {
            Subject::Span(span) => Some(&span.service),
            Subject::Earlier(ancestor) => Some(&ancestor.service),
            Subject::Open(_) | Subject::Missing(_) => None,
        }
    }
}
