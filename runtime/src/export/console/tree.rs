//! A trace as a tree: its lines in drawing order, and what is said of it as a whole.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, SystemTime};

use opentelemetry::trace::{SpanId, Status, TraceId};

use super::arrange::Builder;
use super::model::{Background, Span};
use super::node::{Node, Row, Subject};
use super::outcome::description;

/// The spans of one trace, arranged.
#[derive(Debug)]
pub struct Trace<'a> {
    id: TraceId,
    nodes: Vec<Node<'a>>,
    rows: Vec<Row>,
    by_id: HashMap<SpanId, usize>,
    /// For each row the first row behind its descendants.
    ends: Vec<usize>,
    /// The rows, ascending, of the spans that failed with a text.
    told: HashMap<&'a str, Vec<usize>>,
    pub(super) background: &'a Background<'a>,
}

const NOTHING: &Background<'static> = &Background {
    earlier: None,
    open: None,
    scheduled: 0,
    forgetful: false,
    early: None,
};

impl<'a> Trace<'a> {
    /// Groups `spans` by trace, in the order in which the traces started.
    pub fn group(spans: &'a [Span]) -> Vec<Self> {
        let mut places: HashMap<TraceId, usize> = HashMap::new();
        let mut traces: Vec<Vec<&'a Span>> = Vec::new();
        for span in spans {
            let place = *places
                .entry(span.data.span_context.trace_id())
                .or_insert(traces.len());
            if place == traces.len() {
                traces.push(Vec::new());
            }
            traces[place].push(span);
        }
        let mut traces: Vec<Self> = traces
            .into_iter()
            .map(|spans| Self::arrange(spans, NOTHING))
            .collect();
        traces.sort_by_key(|trace| trace.extent().0);
        traces
    }

    /// Arranges the spans of one trace.
    pub(super) fn arrange(spans: Vec<&'a Span>, background: &'a Background<'a>) -> Self {
        let id = spans
            .first()
            .map_or(TraceId::INVALID, |span| span.data.span_context.trace_id());
        let mut builder = Builder::arrange(spans, background);
        let rows = builder.rows();
        let (ends, told) = (ends(&rows), told(&rows, &builder.nodes));
        Self {
            id,
            nodes: builder.nodes,
            rows,
            by_id: builder.by_id,
            ends,
            told,
            background,
        }
    }

    /// The trace's id.
    pub fn id(&self) -> TraceId {
        self.id
    }

    /// The spans, in no particular order.
    pub fn spans(&self) -> impl Iterator<Item = &'a Span> + '_ {
        self.nodes.iter().filter_map(Node::span)
    }

    /// How many services took part.
    pub fn services(&self) -> usize {
        self.spans()
            .map(|span| &*span.service)
            .collect::<HashSet<_>>()
            .len()
    }

    /// How many spans have the status Error.
    pub fn errors(&self) -> usize {
        self.spans()
            .filter(|span| matches!(span.data.status, Status::Error { .. }))
            .count()
    }

    /// How many spans claim a parent in their own process that is not here, or started
    /// without the parent they should have.
    pub fn orphans(&self) -> usize {
        let stray = self.nodes.iter().filter(|node| node.is_stray()).count();
        if self.background.forgetful {
            return stray;
        }
        let missing = self
            .nodes
            .iter()
            .filter(|node| matches!(node.subject, Subject::Missing(_)));
        stray + missing.map(|node| node.children.len()).sum::<usize>()
    }

    /// From the first start to the last end.
    pub fn duration(&self) -> Duration {
        let (start, end) = self.extent();
        end.duration_since(start).unwrap_or_default()
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Is there a failure with this text among the descendants of the node in row `place`?
    pub(super) fn is_told_below(&self, place: usize, text: &str) -> bool {
        let Some(places) = self.told.get(text) else {
            return false;
        };
        let next = places.partition_point(|&told| told <= place);
        places
            .get(next)
            .is_some_and(|&told| told < self.ends[place])
    }

    pub(super) fn node(&self, index: usize) -> &Node<'a> {
        &self.nodes[index]
    }

    /// The span of this id, if it is here.
    pub(super) fn find(&self, id: SpanId) -> Option<&'a Span> {
        self.by_id
            .get(&id)
            .and_then(|&node| self.nodes[node].span())
    }

    /// First start and last end of the spans.
    pub(super) fn extent(&self) -> (SystemTime, SystemTime) {
        extent(self.spans().map(|span| (span.data.start_time, span.end())))
    }

    /// The same, with the spans that were drawn before and stand here again.
    pub(super) fn axis(&self) -> (SystemTime, SystemTime) {
        extent(self.nodes.iter().filter_map(Node::times))
    }
}

fn ends(rows: &[Row]) -> Vec<usize> {
    let mut ends = vec![rows.len(); rows.len()];
    let mut open: Vec<usize> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        while let Some(&above) = open.last().filter(|&&above| rows[above].depth >= row.depth) {
            ends[above] = place;
            open.pop();
        }
        open.push(place);
    }
    ends
}

fn told<'a>(rows: &[Row], nodes: &[Node<'a>]) -> HashMap<&'a str, Vec<usize>> {
    let mut told: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        if let Some(text) = nodes[row.node]
            .span()
            .and_then(|span| description(&span.data))
        {
            told.entry(text).or_default().push(place);
        }
    }
    told
}

fn extent(times: impl Iterator<Item = (SystemTime, SystemTime)>) -> (SystemTime, SystemTime) {
    times
        .reduce(|(start, end), (from, to)| (start.min(from), end.max(to)))
        .unwrap_or((SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH))
}
