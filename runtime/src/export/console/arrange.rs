//! From a heap of spans to nodes with parents and children.
//!
//! Input is what arrived: spans may be missing, repeated, or claim each other as parents. Each
//! gets its place, in time proportional to n log n, without recursion.

use std::collections::HashMap;
use std::time::SystemTime;

use opentelemetry::trace::SpanId;

use super::model::{Background, Span};
use super::node::{Mark, Node, Row, Subject};

pub(super) struct Builder<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) by_id: HashMap<SpanId, usize>,
    background: &'a Background<'a>,
}

impl<'a> Builder<'a> {
    /// Arranges `spans`; nothing but the drawing order is left to ask for.
    pub(super) fn arrange(spans: Vec<&'a Span>, background: &'a Background<'a>) -> Self {
        let mut builder = Self {
            nodes: Vec::new(),
            by_id: HashMap::new(),
            background,
        };
        builder.add(spans);
        builder.connect();
        builder.break_cycles();
        builder
    }

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
    pub(super) fn rows(&mut self) -> Vec<Row> {
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
