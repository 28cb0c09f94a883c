//! Query text without values, for a query that was not parameterised (DQ-2).

use std::borrow::Cow;

use super::System;
use super::lexer::{Kind, Lexer, Token};

/// The longest query text that is recorded, in bytes (DQ-4); what is longer ends in `…`.
pub const MAX_TEXT: usize = 16 * 1024;

/// `sql` with each value replaced by `?`, comments left out and white space folded.
///
/// Values are strings in any quotes (MySQL's double quotes among them), numbers in any notation, `TRUE` and `FALSE`.
/// Placeholders, names and `NULL` stay. SQLite reads a double-quoted word as a string where no column has that name:
/// it stays only where nothing but a name can stand. What cannot be told apart is replaced, so any text may come in,
/// and no value comes out; only MySQL's mode `NO_BACKSLASH_ESCAPES`, which the text does not show, can mislead it.
/// The time is linear in the text.
pub fn sanitize(sql: &str, system: System) -> String {
    let mut out = String::with_capacity(sql.len().min(MAX_TEXT));
    let mut lexer = Lexer::new(sql, system);
    let mut before: Option<Token<'_>> = None;
    let mut blank = false;
    while let Some(token) = lexer.next() {
        if token.kind == Kind::Blank {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        let shown = match token.kind {
            Kind::Text | Kind::Number => "?",
            Kind::Word if is_truth(token.text) => "?",
            Kind::Quoted if !is_name(&token, before.as_ref(), &lexer, system) => "?",
            _ => token.text,
        };
        out.push_str(shown);
        if out.len() > MAX_TEXT {
            break;
        }
        before = Some(token);
    }
    match truncate(&out) {
        Cow::Owned(cut) => cut,
        Cow::Borrowed(_) => out,
    }
}

/// `text`, cut to [`MAX_TEXT`] bytes between two characters; a cut is marked with `…`.
pub fn truncate(text: &str) -> Cow<'_, str> {
    const MARK: &str = "…";
    if text.len() <= MAX_TEXT {
        return Cow::Borrowed(text);
    }
    let mut end = MAX_TEXT - MARK.len();
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Cow::Owned([&text[..end], MARK].concat())
}

fn is_truth(word: &str) -> bool {
    word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false")
}

/// Whether a quoted word is a name for certain; see [`sanitize`] about SQLite.
fn is_name(
    token: &Token<'_>,
    before: Option<&Token<'_>>,
    after: &Lexer<'_>,
    system: System,
) -> bool {
    const BEFORE_NAMES: [&str; 8] = [
        "from", "join", "into", "update", "table", "view", "index", "as",
    ];
    if system != System::Sqlite || !token.text.starts_with('"') {
        return true;
    }
    let follows_name_keyword = before.is_some_and(|before| {
        before.is_mark('.')
            || BEFORE_NAMES
                .iter()
                .any(|keyword| before.text.eq_ignore_ascii_case(keyword))
    });
    follows_name_keyword
        || after
            .clone()
            .find(|token| token.kind != Kind::Blank)
            .is_some_and(|token| token.is_mark('.'))
}
