//! Bars on the time axis that all spans of a trace share.

use std::time::{Duration, SystemTime};

/// The time from the first start to the last end, in a number of terminal cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    start: SystemTime,
    length: Duration,
    cells: usize,
}

/// An edge stands at a cell's border or in its middle. Block elements would be finer on the right
/// and coarser on the left, and bars of neighbouring lines would melt into each other.
const STEPS: usize = 2;

const WHOLE: char = '━';
const LEFT_HALF: char = '╸';
const RIGHT_HALF: char = '╺';

impl Axis {
    pub(super) fn new(start: SystemTime, end: SystemTime, cells: usize) -> Self {
        let length = end.duration_since(start).unwrap_or_default();
        Self {
            start,
            length,
            cells,
        }
    }

    /// The bar of a span, with the spaces before it; never wider than the axis, never invisible.
    pub(super) fn bar(&self, start: SystemTime, end: SystemTime) -> String {
        let last = self.cells * STEPS;
        if last == 0 {
            return String::new();
        }
        let from = self.step(start).min(last - 1);
        let to = self.step(end).clamp(from + 1, last);

        let mut bar = " ".repeat(from / STEPS);
        let (mut at, to_cell) = (from, to - to % STEPS);
        if at % STEPS == 1 {
            bar.push(RIGHT_HALF);
            at += 1;
        }
        bar.extend(std::iter::repeat_n(
            WHOLE,
            to_cell.saturating_sub(at) / STEPS,
        ));
        if to > at && to % STEPS == 1 {
            bar.push(LEFT_HALF);
        }
        bar
    }

    /// The step nearest to `time`.
    fn step(&self, time: SystemTime) -> usize {
        let length = self.length.as_nanos();
        let last = self.cells * STEPS;
        let offset = time
            .duration_since(self.start)
            .unwrap_or_default()
            .as_nanos();
        let nearest = (offset * last as u128 + length / 2)
            .checked_div(length)
            .unwrap_or(0);
        usize::try_from(nearest).map_or(last, |nearest| nearest.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An axis of 80 ms in 10 cells: a cell is 8 ms.
    fn bar(from: u64, to: u64) -> String {
        let zero = SystemTime::UNIX_EPOCH;
        let at = |ms| zero + Duration::from_millis(ms);
        Axis::new(zero, at(80), 10).bar(at(from), at(to))
    }

    #[test]
    fn edges_stand_at_the_nearest_half_cell() {
        assert_eq!(bar(0, 80), "━━━━━━━━━━");
        assert_eq!(bar(0, 1), "╸");
        assert_eq!(bar(0, 12), "━╸");
        assert_eq!(bar(8, 24), " ━━");
        assert_eq!(bar(12, 24), " ╺━");
        assert_eq!(bar(12, 28), " ╺━╸");
        assert_eq!(bar(4, 8), "╺");
    }

    #[test]
    fn an_instant_is_visible_and_nothing_leaves_the_axis() {
        assert_eq!(bar(40, 40), "     ╸");
        assert_eq!(bar(80, 80), "         ╺");
        assert_eq!(bar(500, 900), "         ╺");
        assert_eq!(bar(60, 20), "       ╺");
    }

    #[test]
    fn a_trace_without_length_has_bars() {
        let now = SystemTime::UNIX_EPOCH;
        assert_eq!(Axis::new(now, now, 10).bar(now, now), "╸");
        assert_eq!(Axis::new(now, now, 0).bar(now, now), "");
    }
}
