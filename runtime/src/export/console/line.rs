//! One line of output: pieces of text with their ink, columns counted.

use super::text::{clean, width};

/// What a piece of text is; a palette turns it into a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    /// Tree lines, kinds, attributes: there when looked for.
    Faint,
    Strong,
    /// The n-th service of the trace.
    Service(usize),
    Error,
    Warning,
}

/// Hues that stay legible on dark and on light; red and yellow are kept for failures.
const SERVICES: [&str; 6] = ["36", "35", "34", "32", "96", "95"];

impl Ink {
    fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Faint => Some("2"),
            Self::Strong => Some("1"),
            Self::Service(index) => Some(SERVICES[index % SERVICES.len()]),
            Self::Error => Some("31"),
            Self::Warning => Some("33"),
        }
    }
}

/// A text, already clean, and its ink.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) ink: Ink,
}

impl Piece {
    pub(super) fn new(text: impl Into<String>, ink: Ink) -> Self {
        Self {
            text: text.into(),
            ink,
        }
    }

    pub(super) fn width(&self) -> usize {
        width(&self.text)
    }
}

/// Writes lines that are never wider than `columns`.
#[derive(Debug)]
pub(super) struct Pen {
    out: String,
    color: bool,
    columns: usize,
    used: usize,
    /// Spaces that are written only if something follows.
    owed: usize,
}

impl Pen {
    pub(super) fn new(columns: usize, color: bool) -> Self {
        Self {
            out: String::new(),
            color,
            columns,
            used: 0,
            owed: 0,
        }
    }

    /// Columns left on this line before `limit`.
    pub(super) fn room(&self, limit: usize) -> usize {
        limit.min(self.columns).saturating_sub(self.used)
    }

    /// Writes `text`, cut at the last column.
    pub(super) fn put(&mut self, text: &str, ink: Ink) {
        self.put_before(self.columns, text, ink);
    }

    /// Writes `text`, cut at column `limit`.
    pub(super) fn put_before(&mut self, limit: usize, text: &str, ink: Ink) {
        let spaces = text.len() - text.trim_start_matches(' ').len();
        self.space(spaces.min(self.room(limit)));
        let text = clean(&text[spaces..], self.room(limit));
        if text.is_empty() {
            return;
        }
        self.out
            .extend(std::iter::repeat_n(' ', std::mem::take(&mut self.owed)));
        self.used += width(&text);
        match ink.code().filter(|_| self.color) {
            Some(code) => self.out.extend(["\x1b[", code, "m", &text, "\x1b[0m"]),
            None => self.out.push_str(&text),
        }
    }

    pub(super) fn space(&mut self, columns: usize) {
        self.owed += columns;
        self.used += columns;
    }

    /// Goes right to `column`, if it is not behind it.
    pub(super) fn go_to(&mut self, column: usize) {
        self.space(column.saturating_sub(self.used));
    }

    /// Ends the line, without trailing spaces.
    pub(super) fn end(&mut self) {
        self.out.push('\n');
        (self.used, self.owed) = (0, 0);
    }

    pub(super) fn into_text(self) -> String {
        self.out
    }
}
