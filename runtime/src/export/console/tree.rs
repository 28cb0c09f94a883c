//! From a heap of spans to a tree.
//!
//! Input is what arrived: spans may be missing, repeated, or claim each other as parents. All
//! of them are drawn exactly once, in time proportional to n log n, without recursion.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, SystemTime};

use opentelemetry::trace::{SpanId, Status, TraceId};

use super::model::{Ancestor, Background, Span};
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
        let mut builder = Builder {
            nodes: Vec::new(),
            by_id: HashMap::new(),
            background,
        };
        builder.add(spans);
        builder.connect();
        builder.break_cycles();
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

    /// How many spans claim a parent in their own process that is not here.
    pub fn orphans(&self) -> usize {
        let missing = self
            .nodes
            .iter()
            .filter(|node| matches!(node.subject, Subject::Missing(_)));
        missing.map(|node| node.children.len()).sum()
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

impl<'a> Node<'a> {
    fn new(subject: Subject<'a>) -> Self {
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

struct Builder<'a> {
    nodes: Vec<Node<'a>>,
    by_id: HashMap<SpanId, usize>,
    background: &'a Background<'a>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, spans: Vec<&'a Span>) {
        for span in spans {
            let index = self.push(Subject::Span(span));
            let first = *self.by_id.entry(span.id()).or_insert(index);
            if first != index {
                self.nodes[index].mark = Some(Mark::Duplicate);
            }
        }
    }

    fn push(&mut self, subject: Subject<'a>) -> usize {
        self.nodes.push(Node::new(subject));
        self.nodes.len() - 1
    }

    /// Gives every node its parent. Stand-ins for absent parents are appended while this runs
    /// and get parents of their own in their turn.
    fn connect(&mut self) {
        let mut index = 0;
        while index < self.nodes.len() {
            let (parent, remote) = match self.nodes[index].subject {
                Subject::Span(span) => (span.data.parent_span_id, span.data.parent_span_is_remote),
                // That it had no parent, or a missing one, was said when it was drawn.
                Subject::Earlier(ancestor) => (ancestor.parent.unwrap_or(SpanId::INVALID), true),
                Subject::Open(_) | Subject::Missing(_) => (SpanId::INVALID, true),
            };
            if parent != SpanId::INVALID {
                match self.find(parent, remote) {
                    Some(found) => self.nodes[index].parent = Some(found),
                    None if self.nodes[index].mark.is_none() => {
                        self.nodes[index].mark = Some(Mark::Remote);
                    }
                    None => {}
                }
            }
            index += 1;
        }
        for index in 0..self.nodes.len() {
            if let Some(parent) = self.nodes[index].parent {
                self.nodes[parent].children.push(index);
            }
        }
    }

    /// The node of `id`, a stand-in for it if need be; nothing if it is in another process.
    fn find(&mut self, id: SpanId, remote: bool) -> Option<usize> {
        if let Some(&found) = self.by_id.get(&id) {
            return Some(found);
        }
        let earlier = self.background.earlier.and_then(|earlier| earlier.get(&id));
        let subject = match earlier {
            Some(ancestor) => Subject::Earlier(ancestor),
            None if self.background.is_open(id) => Subject::Open(id),
            None if remote => return None,
            None => Subject::Missing(id),
        };
        let index = self.push(subject);
        self.by_id.insert(id, index);
        Some(index)
    }

    /// A node has one parent, so a component of the graph is a tree or has exactly one cycle.
    /// Each cycle is cut above its earliest span.
    fn break_cycles(&mut self) {
        let mut walk_of = vec![usize::MAX; self.nodes.len()];
        for walk in 0..self.nodes.len() {
            let mut at = walk;
            while walk_of[at] == usize::MAX {
                walk_of[at] = walk;
                match self.nodes[at].parent {
                    Some(parent) => at = parent,
                    None => break,
                }
            }
            if walk_of[at] == walk && self.nodes[at].parent.is_some() {
                self.cut_above_earliest(at);
            }
        }
    }

    fn cut_above_earliest(&mut self, member: usize) {
        let mut earliest = member;
        let mut at = member;
        while let Some(parent) = self.nodes[at].parent {
            at = parent;
            if at == member {
                break;
            }
            if self.nodes[at].times() < self.nodes[earliest].times() {
                earliest = at;
            }
        }
        self.nodes[earliest].mark = Some(Mark::Cycle);
        if let Some(parent) = self.nodes[earliest].parent.take() {
            self.nodes[parent]
                .children
                .retain(|&child| child != earliest);
        }
    }

    /// The nodes in drawing order: depth first, siblings by start.
    fn rows(&mut self) -> Vec<Row> {
        let starts: Vec<SystemTime> = (0..self.nodes.len()).map(|node| self.start(node)).collect();
        let mut roots: Vec<usize> = (0..self.nodes.len())
            .filter(|&node| self.nodes[node].parent.is_none())
            .collect();
        roots.sort_by_key(|&node| starts[node]);
        for node in &mut self.nodes {
            node.children.sort_by_key(|&child| starts[child]);
        }

        let mut rows = Vec::with_capacity(self.nodes.len());
        let mut waiting = Vec::new();
        let wait = |waiting: &mut Vec<Row>, nodes: &[usize], depth| {
            let last = nodes.len().saturating_sub(1);
            waiting.extend(nodes.iter().enumerate().rev().map(|(place, &node)| Row {
                node,
                depth,
                last: place == last,
            }));
        };
        wait(&mut waiting, &roots, 0);
        while let Some(row) = waiting.pop() {
            rows.push(row);
            wait(&mut waiting, &self.nodes[row.node].children, row.depth + 1);
        }
        rows
    }

    /// When a node starts; a stand-in without times starts with its first child.
    fn start(&self, index: usize) -> SystemTime {
        let node = &self.nodes[index];
        let own = node.times().map(|(start, _)| start);
        let of_child = |&child: &usize| self.nodes[child].times().map(|(start, _)| start);
        own.or_else(|| node.children.iter().filter_map(of_child).min())
            .unwrap_or(SystemTime::UNIX_EPOCH)
    }
}
