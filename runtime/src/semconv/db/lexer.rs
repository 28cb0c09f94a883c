//! Cuts SQL into tokens, as far as telling values from everything else needs it.
//!
//! One pass, no recursion, no allocation; any text is accepted. What is not closed reaches to the end of the text, so
//! that a doubt never shows a value.

use super::System;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// White space or a comment.
    Blank,
    /// A keyword or an unquoted name.
    Word,
    /// A name in quotes, backticks or brackets. In SQLite, double quotes may also hold a string.
    Quoted,
    /// A value in single quotes (with its prefix), in dollar quotes, or in MySQL's double quotes.
    Text,
    /// A number in any notation.
    Number,
    /// A placeholder: `?`, `?1`, `$1`, `:name`, `@name`.
    Parameter,
    /// One character of anything else.
    Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
}

impl Token<'_> {
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(mark)
    }
}

#[derive(Clone)]
pub(super) struct Lexer<'a> {
    sql: &'a str,
    at: usize,
    system: System,
    /// The last token but blanks was a string with backslash escapes: PostgreSQL continues such a string on the next
    /// line, still with escapes.
    escaping: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(sql: &'a str, system: System) -> Self {
        Self {
            sql,
            at: 0,
            system,
            escaping: false,
        }
    }

    fn byte(&self, offset: usize) -> Option<u8> {
        self.sql.as_bytes().get(self.at + offset).copied()
    }

    /// The length of what starts at `from` and goes on while `accept` holds.
    fn span(&self, from: usize, accept: impl Fn(u8) -> bool) -> usize {
        let rest = self.sql.as_bytes().get(self.at + from..).unwrap_or(&[]);
        from + rest.iter().take_while(|byte| accept(**byte)).count()
    }

    fn measure(&mut self, first: u8) -> (Kind, usize) {
        let second = self.byte(1);
        match first {
            _ if first.is_ascii_whitespace() => {
                (Kind::Blank, self.span(1, |byte| byte.is_ascii_whitespace()))
            }
            b'-' if second == Some(b'-') => (Kind::Blank, self.line_comment()),
            b'#' if self.system.hash_comments() => (Kind::Blank, self.line_comment()),
            b'/' if second == Some(b'*') => (Kind::Blank, self.block_comment()),
            b'\'' => {
                let escapes = self.system.backslash_escapes() || self.escaping;
                self.escaping = escapes;
                (Kind::Text, self.quoted(0, b'\'', escapes))
            }
            b'"' if self.system.double_quotes_strings() => (Kind::Text, self.quoted(0, b'"', true)),
            b'"' => (Kind::Quoted, self.quoted(0, b'"', false)),
            b'`' if self.system.backtick_identifiers() => {
                (Kind::Quoted, self.quoted(0, b'`', false))
            }
            b'[' if self.system.bracket_identifiers() => {
                (Kind::Quoted, self.quoted(0, b']', false))
            }
            b'0'..=b'9' => (Kind::Number, self.number()),
            b'.' if second.is_some_and(|byte| byte.is_ascii_digit()) => {
                (Kind::Number, self.number())
            }
            b'$' => self.dollar(),
            b'?' if self.system == System::Sqlite => {
                (Kind::Parameter, self.span(1, |byte| byte.is_ascii_digit()))
            }
            b'?' => (Kind::Parameter, 1),
            b':' if second == Some(b':') => (Kind::Mark, 2),
            b':' | b'@' if second.is_some_and(starts_word) => {
                (Kind::Parameter, self.span(1, continues_word))
            }
            _ if starts_word(first) => self.word(),
            _ => {
                let mark = self.sql[self.at..].chars().next();
                (Kind::Mark, mark.map_or(1, char::len_utf8))
            }
        }
    }

    /// A word, or a string with a prefix: `e'..'`, `x'..'`, `b'..'`, `n'..'`, `u&'..'`.
    fn word(&mut self) -> (Kind, usize) {
        let length = self.span(1, continues_word);
        let word = &self.sql[self.at..self.at + length];
        let prefix = match self.byte(length) {
            Some(b'&') if word.eq_ignore_ascii_case("u") => length + 1,
            _ if matches!(word, "e" | "E" | "x" | "X" | "b" | "B" | "n" | "N") => length,
            _ => return (Kind::Word, length),
        };
        if self.byte(prefix) != Some(b'\'') {
            return (Kind::Word, length);
        }
        let escapes = self.system.backslash_escapes()
            || (self.system == System::Postgresql && word.eq_ignore_ascii_case("e"));
        self.escaping = escapes;
        (Kind::Text, self.quoted(prefix, b'\'', escapes))
    }

    /// From the opening quote at `from` to behind the closing one; a doubled quote stands for itself, a doubled
    /// bracket does not.
    fn quoted(&self, from: usize, close: u8, escapes: bool) -> usize {
        let bytes = self.sql.as_bytes();
        let mut at = self.at + from + 1;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            if byte == b'\\' && escapes {
                at += 1;
            } else if byte == close {
                if close == b']' || bytes.get(at) != Some(&close) {
                    return at - self.at;
                }
                at += 1;
            }
        }
        bytes.len() - self.at
    }

    /// `12`, `1_000`, `1.5e-3`, `0xff`: letters and digits that touch belong to it, so that nothing of it remains.
    fn number(&self) -> usize {
        let mut length = 1;
        loop {
            length = self.span(length, |byte| continues_word(byte) || byte == b'.');
            let exponent = matches!(self.byte(length - 1), Some(b'e' | b'E'));
            let signed = matches!(self.byte(length), Some(b'+' | b'-'))
                && self
                    .byte(length + 1)
                    .is_some_and(|byte| byte.is_ascii_digit());
            if !(exponent && signed) {
                return length;
            }
            length += 1;
        }
    }

    /// `$1`, `$name`, or a dollar-quoted string `$tag$ .. $tag$`.
    fn dollar(&self) -> (Kind, usize) {
        let digits = self.span(1, |byte| byte.is_ascii_digit());
        if digits > 1 {
            return (Kind::Parameter, digits);
        }
        let tag = self.span(1, |byte| continues_word(byte) && byte != b'$');
        if self.system.dollar_quotes() && self.byte(tag) == Some(b'$') {
            let open = &self.sql[self.at..=self.at + tag];
            let rest = &self.sql[self.at + open.len()..];
            let length = rest.find(open).map_or(rest.len(), |end| end + open.len());
            return (Kind::Text, open.len() + length);
        }
        let kind = if tag > 1 { Kind::Parameter } else { Kind::Mark };
        (kind, tag)
    }

    fn line_comment(&self) -> usize {
        self.span(0, |byte| byte != b'\n')
    }

    fn block_comment(&self) -> usize {
        let bytes = self.sql.as_bytes();
        let mut depth = 1_usize;
        let mut at = self.at + 2;
        while at < bytes.len() {
            match &bytes[at..] {
                [b'*', b'/', ..] => {
                    at += 2;
                    depth -= 1;
                    if depth == 0 {
                        return at - self.at;
                    }
                }
                [b'/', b'*', ..] if self.system.nested_comments() => {
                    at += 2;
                    depth += 1;
                }
                _ => at += 1,
            }
        }
        bytes.len() - self.at
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let first = self.byte(0)?;
        let (kind, length) = self.measure(first);
        if !matches!(kind, Kind::Blank | Kind::Text) {
            self.escaping = false;
        }
        // An escape before a character of several bytes may end inside it.
        let mut end = (self.at + length).min(self.sql.len());
        while !self.sql.is_char_boundary(end) {
            end += 1;
        }
        let text = &self.sql[self.at..end];
        self.at = end;
        Some(Token { kind, text })
    }
}

fn starts_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii()
}

fn continues_word(byte: u8) -> bool {
    starts_word(byte) || byte.is_ascii_digit() || byte == b'$'
}
