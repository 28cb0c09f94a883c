//! The shape of a set of spans: who is whose child, and who has lost a parent.
//!
//! The one definition of *orphan*, used by the collector, by recordings and by their texts.

use std::collections::{HashMap, HashSet};

use opentelemetry::{SpanId, TraceId, trace::SpanKind};
use opentelemetry_sdk::trace::SpanData;

use crate::semconv::attribute::TRACED_ORPHAN;

/// A span under judgement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) span: &'a SpanData,
    /// Who sent it, where that is known.
    pub(crate) service: Option<&'a str>,
    /// It has started and not ended.
    pub(crate) open: bool,
    /// It started where its context had been lost: without a parent it is an orphan.
    pub(crate) stray: bool,
}

/// Which spans may stand without a parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// Any. A test may record the inside of a service, without its entry point.
    Any,
    /// Entry points: every kind but internal, and what links to the trace that caused it.
    EntryPoints,
}

impl Roots {
    fn allow(self, span: &SpanData) -> bool {
        match self {
            Self::Any => true,
            Self::EntryPoints => {
                span.span_kind != SpanKind::Internal
                    || !span.links.is_empty()
                    || is_declared_entry_point(span)
            }
        }
    }
}

/// A `#[traced]` span that should have a parent says so itself; one that does not was
/// declared `root`. Of other spans nothing is known.
fn is_declared_entry_point(span: &SpanData) -> bool {
    let has = |key: &str| span.attributes.iter().any(|kv| kv.key.as_str() == key);
    has("code.function.name") && !has(TRACED_ORPHAN)
}

/// Where a span stands in its trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its parent is here.
    Child,
    /// It has no parent, and needs none.
    Root,
    /// Its parent is outside of what is seen: the caller that handed the trace in.
    Continued,
    /// Its parent should be here and is not, or it should have one and has none.
    Orphan,
}

/// One span in its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// Its position in what the forest was made of.
    pub(crate) index: usize,
    pub(crate) depth: usize,
    pub(crate) seen: Seen<'a>,
    pub(crate) parent: Option<Seen<'a>>,
    pub(crate) standing: Standing,
}

/// Spans as trees. Siblings, and roots, are ordered by start, then by name.
#[derive(Debug)]
pub(crate) struct Forest<'a> {
    places: HashMap<Address, usize>,
    /// In the order of start, then name.
    spans: Vec<Seen<'a>>,
    lines: Vec<Line<'a>>,
}

type Address = (TraceId, SpanId);

impl<'a> Forest<'a> {
    pub(crate) fn new(spans: impl IntoIterator<Item = Seen<'a>>, roots: Roots) -> Self {
        let mut spans: Vec<(usize, Seen<'a>)> = spans.into_iter().enumerate().collect();
        spans.sort_by(|(_, a), (_, b)| {
            (a.span.start_time, &a.span.name).cmp(&(b.span.start_time, &b.span.name))
        });
        let (indices, spans): (Vec<usize>, Vec<Seen<'a>>) = spans.into_iter().unzip();

        let mut places = HashMap::with_capacity(spans.len());
        for (place, seen) in spans.iter().enumerate() {
            places.entry(address(seen.span)).or_insert(place);
        }
        let parents: Vec<Option<usize>> = spans
            .iter()
            .map(|seen| places.get(&parent_address(seen.span)).copied())
            .collect();
        let standings = standings(&spans, &parents, roots);
        let lines = preorder(&parents, &standings)
            .into_iter()
            .map(|(depth, place, standing)| Line {
                index: indices[place],
                depth,
                seen: spans[place],
                parent: parents[place]
                    .filter(|_| depth > 0)
                    .map(|parent| spans[parent]),
                standing,
            })
            .collect();
        Self {
            places,
            spans,
            lines,
        }
    }

    /// Every span once, each parent before its children.
    pub(crate) fn lines(&self) -> &[Line<'a>] {
        &self.lines
    }

    pub(crate) fn find(&self, trace: TraceId, span: SpanId) -> Option<Seen<'a>> {
        self.places
            .get(&(trace, span))
            .map(|&place| self.spans[place])
    }
}

fn address(span: &SpanData) -> Address {
    (span.span_context.trace_id(), span.span_context.span_id())
}

fn parent_address(span: &SpanData) -> Address {
    (span.span_context.trace_id(), span.parent_span_id)
}

fn standings(spans: &[Seen<'_>], parents: &[Option<usize>], roots: Roots) -> Vec<Standing> {
    let mut standings = Vec::with_capacity(spans.len());
    let mut started_here = HashSet::new();
    for (seen, parent) in spans.iter().zip(parents) {
        let standing = match parent {
            Some(_) => Standing::Child,
            None if seen.span.parent_span_id != SpanId::INVALID => Standing::Orphan,
            None if !seen.stray && roots.allow(seen.span) => Standing::Root,
            None => Standing::Orphan,
        };
        if standing == Standing::Root {
            started_here.insert(seen.span.span_context.trace_id());
        }
        standings.push(standing);
    }

    // A trace is handed in from outside once, by the caller whom its earliest remote child
    // names. A trace that has its root here was not handed in at all.
    let mut callers: HashMap<TraceId, SpanId> = HashMap::new();
    for (seen, standing) in spans.iter().zip(&mut standings) {
        let span = seen.span;
        let trace = span.span_context.trace_id();
        let absent_remote_parent = *standing == Standing::Orphan && span.parent_span_is_remote;
        if absent_remote_parent && !started_here.contains(&trace) {
            let caller = *callers.entry(trace).or_insert(span.parent_span_id);
            if caller == span.parent_span_id {
                *standing = Standing::Continued;
            }
        }
    }
    standings
}

/// Depth, place and standing of each span. Spans that are each other's ancestors, which only
/// broken input has, are reached from none of the tops: the earliest of them becomes an orphan.
fn preorder(parents: &[Option<usize>], standings: &[Standing]) -> Vec<(usize, usize, Standing)> {
    let mut children = vec![Vec::new(); parents.len()];
    for (place, parent) in parents.iter().enumerate() {
        if let Some(parent) = *parent {
            children[parent].push(place);
        }
    }

    let tops = (0..parents.len()).filter(|&place| parents[place].is_none());
    let mut lines = Vec::with_capacity(parents.len());
    let mut visited = vec![false; parents.len()];
    for top in tops.chain(0..parents.len()) {
        if visited[top] {
            continue;
        }
        visited[top] = true;
        let standing = match standings[top] {
            Standing::Child => Standing::Orphan,
            other => other,
        };
        let mut pending = vec![(0, top, standing)];
        while let Some(line) = pending.pop() {
            let (depth, place, _) = line;
            lines.push(line);
            for &child in children[place].iter().rev() {
                if !std::mem::replace(&mut visited[child], true) {
                    pending.push((depth + 1, child, standings[child]));
                }
            }
        }
    }
    lines
}
