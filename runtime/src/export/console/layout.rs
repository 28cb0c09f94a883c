//! Which columns the parts of a line get.

use super::style::Style;
use super::units;

/// Where on a line things stand. From the left: the tree with its texts, the duration (right
/// aligned), the bar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) width: usize,
    /// Columns of the tree and its texts.
    pub(super) text: usize,
    /// The column after the duration; nothing is drawn without times.
    pub(super) duration_end: usize,
    /// First column and cells of the bars; no cells on a narrow terminal.
    pub(super) bars: usize,
    pub(super) cells: usize,
    /// Attributes other than outcomes are shown.
    pub(super) attributes: bool,
}

/// Narrower, and there are no bars.
const BARS_FROM: usize = 60;
/// Narrower, and there are no attributes.
const ATTRIBUTES_FROM: usize = 48;
/// Text that is not used by any line goes to the bars, down to this.
const LEAST_TEXT: usize = 24;

impl Layout {
    /// The layout for lines whose texts would like to have `natural` columns.
    pub(super) fn new(style: &Style, natural: usize) -> Self {
        let width = style.width;
        let attributes = width >= ATTRIBUTES_FROM;
        if !style.times {
            return Self {
                width,
                text: width,
                duration_end: width,
                bars: width,
                cells: 0,
                attributes,
            };
        }
        let duration = 2 + units::WIDEST;
        if width < BARS_FROM {
            let text = width - duration;
            return Self {
                width,
                text,
                duration_end: width,
                bars: width,
                cells: 0,
                attributes,
            };
        }
        let least_cells = (width / 4).max(16);
        let most_text = width - duration - 2 - least_cells;
        let text = natural.clamp(LEAST_TEXT, most_text);
        let duration_end = text + duration;
        let bars = duration_end + 2;
        Self {
            width,
            text,
            duration_end,
            bars,
            cells: width - bars,
            attributes,
        }
    }

    /// How far the lines of the tree may move texts to the right.
    pub(super) fn guides(&self) -> usize {
        self.text / 2
    }
}
