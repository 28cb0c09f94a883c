//! The line of one span: sign, service, name, how it ended, kind, attributes.

use opentelemetry::trace::SpanKind;

use super::attributes::{Shown, informative};
use super::line::{Ink, Pen, Piece};
use super::model::Span;
use super::outcome::End;
use super::text::clean;
use super::tree::{Mark, Node, Subject, Trace};

/// Names are cut to the line later; this bounds what is measured.
const NAME: usize = 200;
const SERVICE: usize = 40;
/// A name is not cut below this to make room for what follows it.
const LEAST_NAME: usize = 8;

/// What stands on a line, before it is known how much room there is.
#[derive(Debug)]
pub(super) struct Head {
    /// `✗`, `[service]`.
    before: Vec<Piece>,
    name: Piece,
    /// Words that must be seen: `panicked`, `orphan`.
    marks: Vec<Piece>,
    /// The kind and the attributes, as far as they fit.
    details: Vec<Piece>,
    /// The first detail is the kind.
    has_kind: bool,
}

impl Head {
    /// The line of `node`. `service` is the index of its service if that must be named.
    pub(super) fn of(trace: &Trace<'_>, node: &Node<'_>, service: usize, ids: bool) -> Self {
        let is_entry =
            node.service() != node.parent.and_then(|parent| trace.node(parent).service());
        let tag = node.service().filter(|_| is_entry);
        let tag = tag.map(|name| {
            Piece::new(
                format!("[{}] ", clean(name, SERVICE)),
                Ink::Service(service),
            )
        });
        let id = |id: String| if ids { id } else { "…".to_owned() };
        match node.subject {
            Subject::Span(span) => Self::of_span(trace, node, span, tag),
            Subject::Earlier(ancestor) => Self {
                before: tag
                    .into_iter()
                    .map(|tag| Piece::new(tag.text, Ink::Faint))
                    .collect(),
                name: Piece::new(&*ancestor.name, Ink::Faint),
                marks: vec![Piece::new("printed above", Ink::Faint)],
                details: Vec::new(),
                has_kind: false,
            },
            Subject::Open(span) => {
                Self::stand_in(format!("span {} is still open", id(span.to_string())))
            }
            Subject::Missing(span) if trace.background.forgetful => Self::stand_in(format!(
                "parent {} is not known any more",
                id(span.to_string())
            )),
            Subject::Missing(span) => {
                Self::stand_in(format!("parent {} never arrived", id(span.to_string())))
            }
        }
    }

    fn stand_in(text: String) -> Self {
        Self {
            before: Vec::new(),
            name: Piece::new(text, Ink::Warning),
            marks: Vec::new(),
            details: Vec::new(),
            has_kind: false,
        }
    }

    fn of_span(trace: &Trace<'_>, node: &Node<'_>, span: &Span, tag: Option<Piece>) -> Self {
        let end = End::of(&span.data);
        let failed = matches!(end, End::Error | End::Panicked);
        let sign = failed.then(|| Piece::new("✗ ", Ink::Error));
        let name_ink = match (end, node.parent) {
            (End::Error | End::Panicked, _) => Ink::Error,
            (_, None) => Ink::Strong,
            _ => Ink::Plain,
        };
        let mut marks = Vec::new();
        if let Some(word) = end.word() {
            marks.push(Piece::new(
                word,
                if failed { Ink::Error } else { Ink::Warning },
            ));
        }
        let is_orphan = !trace.background.forgetful
            && node
                .parent
                .is_some_and(|parent| matches!(trace.node(parent).subject, Subject::Missing(_)));
        if is_orphan {
            marks.push(Piece::new("orphan", Ink::Warning));
        }
        marks.extend(
            node.mark
                .and_then(mark_word)
                .map(|word| Piece::new(word, Ink::Warning)),
        );

        let mut details = Vec::new();
        let kind = kind_word(&span.data.span_kind);
        details.extend(kind.map(|word| Piece::new(word, Ink::Faint)));
        let shown = informative(&span.data);
        details.extend(shown.into_iter().map(|Shown { text, is_outcome }| {
            Piece::new(
                text,
                match (is_outcome, failed) {
                    (true, true) => Ink::Error,
                    (true, false) => Ink::Plain,
                    (false, _) => Ink::Faint,
                },
            )
        }));
        if node.mark == Some(Mark::Remote) {
            details.push(Piece::new("continued from remote", Ink::Faint));
        }
        Self {
            before: sign.into_iter().chain(tag).collect(),
            name: Piece::new(clean(&span.data.name, NAME), name_ink),
            marks,
            has_kind: kind.is_some(),
            details,
        }
    }

    /// The columns that everything together would like to have.
    pub(super) fn natural(&self) -> usize {
        let details: usize = self.details.iter().map(|piece| GAP + piece.width()).sum();
        self.fixed() + self.name.width() + details
    }

    /// The details after the first `written`; a kind alone is not worth a line.
    pub(super) fn rest(&self, written: usize) -> &[Piece] {
        let rest = &self.details[written..];
        if written == 0 && self.has_kind && rest.len() == 1 {
            &[]
        } else {
            rest
        }
    }

    fn fixed(&self) -> usize {
        let before: usize = self.before.iter().map(Piece::width).sum();
        let marks: usize = self.marks.iter().map(|piece| GAP + piece.width()).sum();
        before + marks
    }

    /// Writes what fits before column `limit` and gives back how many details were written.
    pub(super) fn write(&self, pen: &mut Pen, limit: usize, attributes: bool) -> usize {
        let room = pen.room(limit);
        let name = room.saturating_sub(self.fixed()).max(LEAST_NAME);
        for piece in &self.before {
            pen.put_before(limit, &piece.text, piece.ink);
        }
        pen.put_before(limit, &clean(&self.name.text, name), self.name.ink);
        for piece in &self.marks {
            pen.space(GAP);
            pen.put_before(limit, &piece.text, piece.ink);
        }
        let mut written = 0;
        for piece in &self.details {
            let is_wanted = attributes || piece.ink != Ink::Faint || written == 0;
            if !is_wanted || pen.room(limit) < GAP + piece.width() {
                break;
            }
            pen.space(GAP);
            pen.put_before(limit, &piece.text, piece.ink);
            written += 1;
        }
        written
    }
}

/// Between two things on a line; one space is for inside them.
pub(super) const GAP: usize = 2;

fn kind_word(kind: &SpanKind) -> Option<&'static str> {
    match kind {
        SpanKind::Internal => None,
        SpanKind::Server => Some("server"),
        SpanKind::Client => Some("client"),
        SpanKind::Producer => Some("producer"),
        SpanKind::Consumer => Some("consumer"),
    }
}

fn mark_word(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::Remote => None,
        Mark::Duplicate => Some("duplicate span id"),
        Mark::Cycle => Some("its own ancestor"),
    }
}
