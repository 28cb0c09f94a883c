//! The line of one span: sign, service, name, how it ended, kind, attributes.

use opentelemetry::trace::SpanKind;

use super::attributes::{Shown, informative};
use super::line::{Ink, Pen, Piece};
use super::model::Span;
use super::node::{Mark, Node, Subject};
use super::outcome::End;
use super::text::clean;
use super::tree::Trace;

/// Names are cut to the line later; this bounds what is measured.
const NAME: usize = 200;
const SERVICE: usize = 40;
/// A name is not cut below this to make room for what follows it.
const LEAST_NAME: usize = 8;

/// A service's name shorter than this, brackets included, says nothing.
const LEAST_SERVICE: usize = 6;

/// What stands on a line, before it is known how much room there is.
#[derive(Debug)]
pub(super) struct Head {
    /// `✗`.
    sign: Option<Piece>,
    /// `[service]`.
    service: Option<Piece>,
    name: Piece,
    /// Words that must be seen: `panicked`, `orphan`.
    marks: Vec<Piece>,
    /// The kind and the attributes, as far as they fit.
    details: Vec<Piece>,
    /// The first detail is the kind.
    has_kind: bool,
}

/// What of a [`Head`] found room on its line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    details: usize,
    are_marks_below: bool,
}

impl Head {
    /// The line of `node`. `service` is the index of its service if that must be named.
    pub(super) fn of(trace: &Trace<'_>, node: &Node<'_>, service: usize, ids: bool) -> Self {
        let is_entry =
            node.service() != node.parent.and_then(|parent| trace.node(parent).service());
        let tag = node.service().filter(|_| is_entry);
        let tag = tag
            .map(|name| Piece::new(format!("[{}]", clean(name, SERVICE)), Ink::Service(service)));
        let id = |id: String| if ids { id } else { "…".to_owned() };
        match node.subject {
            Subject::Span(span) => Self::of_span(trace, node, span, tag),
            Subject::Earlier(ancestor) => Self {
                sign: None,
                service: tag.map(|tag| Piece::new(tag.text, Ink::Faint)),
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
            sign: None,
            service: None,
            name: Piece::new(text, Ink::Warning),
            marks: Vec::new(),
            details: Vec::new(),
            has_kind: false,
        }
    }

    fn of_span(trace: &Trace<'_>, node: &Node<'_>, span: &Span, tag: Option<Piece>) -> Self {
        let end = End::of(&span.data);
        let failed = matches!(end, End::Error | End::Panicked);
        let sign = failed.then(|| Piece::new("✗", Ink::Error));
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
        if is_orphan || node.is_stray() {
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
            sign,
            service: tag,
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

    /// The marks and the details that found no room; a kind alone is not worth a line.
    pub(super) fn rest(&self, written: Written) -> (&[Piece], &[Piece]) {
        let marks = if written.are_marks_below {
            &*self.marks
        } else {
            &[]
        };
        let details = &self.details[written.details..];
        let is_kind_alone = written.details == 0 && self.has_kind && details.len() == 1;
        (marks, if is_kind_alone { &[] } else { details })
    }

    fn fixed(&self) -> usize {
        let before: usize = [&self.sign, &self.service]
            .into_iter()
            .flatten()
            .map(|piece| piece.width() + 1)
            .sum();
        let marks: usize = self.marks.iter().map(|piece| GAP + piece.width()).sum();
        before + marks
    }

    /// Writes what fits before column `limit`.
    pub(super) fn write(&mut self, pen: &mut Pen, limit: usize, attributes: bool) -> Written {
        let room = pen.room(limit);
        let are_marks_below = !self.marks.is_empty() && self.fixed() + self.name.width() > room;
        self.write_before(pen, limit);
        pen.put_before(limit, &self.name.text, self.name.ink);
        if !are_marks_below {
            for piece in &self.marks {
                pen.space(GAP);
                pen.put_before(limit, &piece.text, piece.ink);
            }
        }
        self.prefer_outcome(pen.room(limit));
        let mut details = 0;
        for piece in &self.details {
            let is_wanted =
                attributes || piece.ink != Ink::Faint || (details == 0 && self.has_kind);
            if !is_wanted || pen.room(limit) < GAP + piece.width() {
                break;
            }
            pen.space(GAP);
            pen.put_before(limit, &piece.text, piece.ink);
            details += 1;
        }
        Written {
            details,
            are_marks_below,
        }
    }

    /// Where little room is left, whose span it is gives way to what it is.
    fn write_before(&self, pen: &mut Pen, limit: usize) {
        let least_name = self.name.width().min(LEAST_NAME);
        if let Some(sign) = &self.sign {
            pen.put_before(limit, &sign.text, sign.ink);
            pen.space(1);
        }
        if let Some(service) = &self.service {
            let room = pen.room(limit).saturating_sub(least_name + 1);
            if room >= service.width().min(LEAST_SERVICE) {
                pen.put_before(limit, &clean(&service.text, room), service.ink);
                pen.space(1);
            }
        }
    }

    /// Of a kind and an outcome that do not fit together the outcome comes first.
    fn prefer_outcome(&mut self, room: usize) {
        if let [kind, outcome, ..] = &mut *self.details
            && self.has_kind
            && outcome.ink != Ink::Faint
            && 2 * GAP + kind.width() + outcome.width() > room
            && GAP + outcome.width() <= room
        {
            std::mem::swap(kind, outcome);
        }
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
