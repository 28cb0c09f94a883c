//! A trace as a picture made of text.

use std::collections::{HashMap, HashSet};

use super::bar::Axis;
use super::guides::Guides;
use super::layout::Layout;
use super::line::{Ink, Pen, Piece};
use super::model::Span;
use super::node::Node;
use super::notes;
use super::outcome::End;
use super::row::{GAP, Head, Written};
use super::style::Style;
use super::tree::Trace;
use super::units::humane;

/// Draws `spans`, one tree for each trace among them.
///
/// Any input is drawn: spans whose parents are missing, repeated ids, parents in a circle. The
/// text ends with a newline unless it is empty; no line is wider than `style.width` columns.
pub fn render(spans: &[Span], style: &Style) -> String {
    let traces = Trace::group(spans);
    let texts: Vec<String> = traces.iter().map(|trace| trace.render(style)).collect();
    texts.join("\n")
}

impl Trace<'_> {
    /// Draws this trace.
    pub fn render(&self, style: &Style) -> String {
        let style = Style {
            times: style.times,
            ..Style::new(style.width).color(style.color)
        };
        let services = self.service_order();
        let mut heads: Vec<Head> = self
            .rows()
            .iter()
            .map(|row| {
                let node = self.node(row.node);
                let service = node.service().map_or(0, |name| services[name]);
                Head::of(self, node, service, style.times)
            })
            .collect();

        let natural = self
            .rows()
            .iter()
            .zip(&heads)
            .map(|(row, head)| 3 * row.depth + head.natural());
        let layout = Layout::new(&style, natural.max().unwrap_or(0));
        let (start, end) = self.axis();
        let mut drawing = Drawing {
            trace: self,
            services,
            style,
            layout,
            axis: Axis::new(start, end, layout.cells),
            guides: Guides::default(),
            pen: Pen::new(layout.width, style.color),
        };
        drawing.header();
        for (place, head) in heads.iter_mut().enumerate() {
            drawing.row(place, head);
        }
        drawing.pen.into_text()
    }

    /// Services numbered in the order in which they are met.
    fn service_order(&self) -> HashMap<&str, usize> {
        let mut order = HashMap::new();
        for row in self.rows() {
            if let Some(name) = self.node(row.node).service() {
                let next = order.len();
                order.entry(name).or_insert(next);
            }
        }
        order
    }
}

/// Between two facts of a header.
const SEPARATOR: &str = " · ";

struct Drawing<'a> {
    trace: &'a Trace<'a>,
    services: HashMap<&'a str, usize>,
    style: Style,
    layout: Layout,
    axis: Axis,
    guides: Guides,
    pen: Pen,
}

impl Drawing<'_> {
    /// `trace 4bf9…  3 services · 14 spans · 1 error · 152 ms`, over several lines if need be.
    fn header(&mut self) {
        self.pen.put("trace", Ink::Faint);
        if self.style.times {
            self.pen.space(1);
            self.pen.put(&self.trace.id().to_string(), Ink::Strong);
        }
        let facts = self.facts();
        let needed: usize = facts
            .iter()
            .map(|fact| SEPARATOR.len() + fact.width())
            .sum();
        let mut is_first = true;
        if needed <= self.pen.room(self.layout.width) {
            self.pen.space(GAP);
        } else {
            self.pen.end();
        }
        for fact in facts {
            if self.pen.room(self.layout.width) < SEPARATOR.len() + fact.width() {
                self.pen.end();
            } else if !is_first {
                self.pen.put(SEPARATOR, Ink::Faint);
            }
            is_first = false;
            self.pen.put(&fact.text, fact.ink);
        }
        self.pen.end();
    }

    fn facts(&self) -> Vec<Piece> {
        let trace = self.trace;
        let background = trace.background;
        let mut facts = Vec::new();
        if background.earlier.is_some() {
            facts.push(Piece::new("continued", Ink::Warning));
        }
        facts.push(Piece::new(counted(trace.services(), "service"), Ink::Faint));
        facts.push(Piece::new(
            counted(trace.spans().count(), "span"),
            Ink::Faint,
        ));
        let open = background.open.map_or(0, HashSet::len);
        let troubles = [
            (trace.errors(), "error", "", Ink::Error),
            (trace.orphans(), "orphan", "", Ink::Warning),
            (open, "span", " still open", Ink::Warning),
            (background.scheduled, "timer", " pending", Ink::Warning),
        ];
        let troubles = troubles.into_iter().filter(|(count, ..)| *count > 0);
        facts.extend(
            troubles.map(|(count, noun, what, ink)| Piece::new(counted(count, noun) + what, ink)),
        );
        facts.extend(background.early.map(|why| Piece::new(why, Ink::Warning)));
        if self.style.times {
            facts.push(Piece::new(humane(trace.duration()), Ink::Strong));
        }
        facts
    }

    fn row(&mut self, place: usize, head: &mut Head) {
        let row = self.trace.rows()[place];
        let node = self.trace.node(row.node);
        self.guides.enter(row);
        let before = self.guides.before_line(self.layout.guides());
        self.pen.put(&before, Ink::Faint);
        let limit = if node.times().is_some() {
            self.layout.text
        } else {
            self.layout.width
        };
        let written = head.write(&mut self.pen, limit, self.layout.attributes);
        self.times(node);
        self.pen.end();
        self.notes(place, node, head, written);
    }

    fn times(&mut self, node: &Node<'_>) {
        let Some((start, end)) = node.times().filter(|_| self.style.times) else {
            return;
        };
        let duration = humane(end.duration_since(start).unwrap_or_default());
        let column = self
            .layout
            .duration_end
            .saturating_sub(super::text::width(&duration));
        let is_past = node.span().is_none();
        self.pen.go_to(column);
        self.pen
            .put(&duration, if is_past { Ink::Faint } else { Ink::Plain });
        if self.layout.cells > 0 {
            self.pen.go_to(self.layout.bars);
            let ink = node
                .span()
                .map_or(Ink::Faint, |span| match End::of(&span.data) {
                    End::Error | End::Panicked => Ink::Error,
                    End::Cancelled => Ink::Warning,
                    End::Well => Ink::Service(self.services[&*span.service]),
                });
            self.pen.put(&self.axis.bar(start, end), ink);
        }
    }

    /// The lines below a span's own; `written` tells what stands on that already.
    fn notes(&mut self, place: usize, node: &Node<'_>, head: &Head, written: Written) {
        let Some(span) = node.span() else { return };
        let before = self
            .guides
            .before_note(!node.children.is_empty(), self.layout.guides());
        let columns = self
            .layout
            .width
            .saturating_sub(super::text::width(&before));
        let mut lines = Vec::new();
        let (marks, details) = head.rest(written);
        lines.extend(marks.iter().map(|mark| (mark.text.clone(), mark.ink)));
        if self.layout.attributes {
            let details = notes::attributes(details, columns);
            lines.extend(details.into_iter().map(|line| (line, Ink::Faint)));
        }
        let failed = matches!(End::of(&span.data), End::Error | End::Panicked);
        let ink = if failed { Ink::Error } else { Ink::Warning };
        lines.extend(
            notes::failure(self.trace, place, &span.data, columns)
                .into_iter()
                .map(|line| (line, ink)),
        );
        if self.layout.attributes {
            lines.extend(notes::remarks(
                self.trace,
                &span.data,
                columns,
                self.style.times,
            ));
        }
        for (line, ink) in lines {
            self.pen.put(&before, Ink::Faint);
            self.pen.put(&line, ink);
            self.pen.end();
        }
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
