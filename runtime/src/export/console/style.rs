//! How wide, and whether in colour.

use std::io::IsTerminal;

use terminal_size::{Width, terminal_size_of};

/// Below this nothing legible fits.
const NARROWEST: usize = 20;
/// Lines longer than this are not read but searched.
const WIDEST: usize = 240;
/// Where nobody says how wide the output is: a file, a CI log.
const UNKNOWN: usize = 100;

/// How a trace is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Style {
    /// Columns; no line is longer. Below 60 there are no bars, below 48 no attributes.
    pub width: usize,
    /// ANSI colours. Without them everything is still said in words and signs.
    pub color: bool,
    /// Trace ids, durations and bars. Without them the text is the same in every run.
    pub times: bool,
}

impl Style {
    /// A style without colour, `width` columns wide (held between 20 and 240).
    pub fn new(width: usize) -> Self {
        Self {
            width: width.clamp(NARROWEST, WIDEST),
            color: false,
            times: true,
        }
    }

    /// With ANSI colours, or without.
    pub fn color(mut self, color: bool) -> Self {
        self.color = color;
        self
    }

    /// With ids, durations and bars, or without.
    pub fn times(mut self, times: bool) -> Self {
        self.times = times;
        self
    }

    /// The style that fits the process's standard output now. Ask again for each trace: windows
    /// are resized.
    pub fn stdout() -> Self {
        let stdout = std::io::stdout();
        let columns = terminal_size_of(&stdout).map(|(Width(columns), _)| usize::from(columns));
        Self::detect(stdout.is_terminal(), columns, |name| {
            std::env::var(name).ok()
        })
    }

    /// The style for an output that is a terminal or not, of a known width or not, under the
    /// variables `NO_COLOR` (<https://no-color.org>), `CLICOLOR_FORCE`, `CLICOLOR`
    /// (<https://bixense.com/clicolors>), `TERM` and `COLUMNS`.
    pub fn detect(
        is_terminal: bool,
        columns: Option<usize>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let color = if set("NO_COLOR").is_some() {
            false
        } else if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
            true
        } else {
            is_terminal
                && set("CLICOLOR").is_none_or(|value| value != "0")
                && set("TERM").is_none_or(|value| value != "dumb")
        };
        let columns = columns
            .or_else(|| set("COLUMNS").and_then(|value| value.trim().parse().ok()))
            .filter(|&columns| columns > 0)
            .unwrap_or(UNKNOWN);
        Self::new(columns).color(color)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(
        is_terminal: bool,
        columns: Option<usize>,
        variables: &[(&str, &str)],
    ) -> (usize, bool) {
        let style = Style::detect(is_terminal, columns, |name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        });
        (style.width, style.color)
    }

    #[test]
    fn colour_is_for_terminals_unless_a_variable_says_otherwise() {
        assert_eq!(detect(true, Some(80), &[]), (80, true));
        assert_eq!(detect(false, None, &[]), (100, false));
        assert_eq!(detect(true, Some(80), &[("NO_COLOR", "1")]), (80, false));
        assert_eq!(detect(true, Some(80), &[("NO_COLOR", "")]), (80, true));
        assert_eq!(detect(false, None, &[("CLICOLOR_FORCE", "1")]), (100, true));
        assert_eq!(
            detect(false, None, &[("CLICOLOR_FORCE", "0")]),
            (100, false)
        );
        assert_eq!(
            detect(true, None, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]),
            (100, false)
        );
        assert_eq!(detect(true, None, &[("CLICOLOR", "0")]), (100, false));
        assert_eq!(detect(true, None, &[("TERM", "dumb")]), (100, false));
    }

    #[test]
    fn the_width_is_the_terminals_then_columns_then_a_hundred() {
        assert_eq!(detect(true, Some(132), &[("COLUMNS", "90")]).0, 132);
        assert_eq!(detect(false, None, &[("COLUMNS", "90")]).0, 90);
        assert_eq!(detect(false, None, &[("COLUMNS", "wide")]).0, 100);
        assert_eq!(detect(false, None, &[("COLUMNS", "0")]).0, 100);
        assert_eq!(detect(true, Some(3), &[]).0, 20);
        assert_eq!(detect(true, Some(5_000), &[]).0, 240);
    }
}
