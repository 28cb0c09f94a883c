//! Text that is safe to show: escaped, measured and cut in terminal columns.
//!
//! Names, attribute values and error texts come from outside. Nothing of them may move the
//! cursor, change colours or reorder what a person reads.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// More marks than this on one base character are a flood, not a language.
const MARKS_PER_CHARACTER: usize = 4;

/// Gives a preceding character emoji presentation, which makes it two columns wide.
const EMOJI_SELECTOR: char = '\u{fe0f}';

/// The columns that `text` takes in a terminal.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// `text` with everything dangerous escaped, at most `columns` wide; what was cut ends in `…`.
///
/// The work done is bounded by `columns`, not by the length of `text`.
pub(super) fn clean(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    let mut marks = 0;
    // Where to cut so that the ellipsis still fits.
    let mut cut = 0;
    for character in text.chars() {
        let mut columns_taken = columns_of(character);
        marks = if columns_taken == 0 { marks + 1 } else { 0 };
        if is_dangerous(character) || marks > MARKS_PER_CHARACTER {
            let before = out.len();
            out.extend(character.escape_default());
            columns_taken = out.len() - before;
            marks = 0;
        } else {
            out.push(character);
        }
        used += columns_taken;
        if used > columns {
            out.truncate(cut);
            if columns > 0 {
                out.push('…');
            }
            return out;
        }
        if used < columns {
            cut = out.len();
        }
    }
    out
}

/// `text` on one line: runs of white space become one space. For SQL and the like.
pub(super) fn one_line(text: &str, columns: usize) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > columns.saturating_mul(4) {
            break;
        }
    }
    clean(&out, columns)
}

/// A sum of these is never less than the width of the whole text.
fn columns_of(character: char) -> usize {
    match character {
        EMOJI_SELECTOR => 1,
        other => other.width().unwrap_or(0),
    }
}

/// Control characters, and the invisible ones that reorder or hide text (Unicode TR 36, "bidi").
/// The joiners U+200C and U+200D stay: Persian and emoji need them.
fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_fits_is_left_alone() {
        assert_eq!(clean("order.place", 11), "order.place");
        assert_eq!(clean("注文", 4), "注文");
        assert_eq!(clean("", 0), "");
    }

    #[test]
    fn what_does_not_fit_is_cut_on_a_column() {
        assert_eq!(clean("order.place", 10), "order.pla…");
        // A wide character is never halved: one column stays free.
        assert_eq!(clean("注文注文", 6), "注文…");
        assert_eq!(clean("abc", 1), "…");
        assert_eq!(clean("abc", 0), "");
    }

    #[test]
    fn a_terminal_cannot_be_attacked() {
        assert_eq!(
            clean("a\x1b[31mb\r\n\u{9b}2J", 80),
            r"a\u{1b}[31mb\r\n\u{9b}2J"
        );
        assert_eq!(clean("a\u{202e}b\u{200b}", 80), r"a\u{202e}b\u{200b}");
    }

    #[test]
    fn a_flood_of_marks_is_bounded() {
        let flood: String = std::iter::once('e')
            .chain(std::iter::repeat_n('\u{301}', 100_000))
            .collect();
        let shown = clean(&flood, 20);
        assert!(shown.len() < 200, "{} bytes", shown.len());
        assert!(width(&shown) <= 20);
    }

    #[test]
    fn emoji_sequences_never_exceed_the_columns() {
        for text in ["❤️❤️❤️❤️", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "1️⃣2️⃣3️⃣", "🇩🇪🇫🇷🇯🇵"]
        {
            for columns in 0..12 {
                assert!(
                    width(&clean(text, columns)) <= columns,
                    "{text} in {columns}"
                );
            }
        }
    }

    #[test]
    fn white_space_collapses() {
        assert_eq!(one_line("SELECT *\n   FROM  t\t", 80), "SELECT * FROM t");
    }
}
