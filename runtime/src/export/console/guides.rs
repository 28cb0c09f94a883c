//! The lines that connect a tree: `├─`, `└─`, `│`.

use super::node::Row;

/// Columns of one level.
const LEVEL: usize = 3;
/// Stands for the outer levels that have no room.
const ELIDED: &str = "⋯ ";

/// Follows the rows of a tree from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Guides {
    /// Per level of the current row, from the outermost: does a sibling follow further down?
    continues: Vec<bool>,
}

impl Guides {
    /// Goes on to `row`. Roots stand beside each other without lines.
    pub(super) fn enter(&mut self, row: Row) {
        self.continues.truncate(row.depth.saturating_sub(1));
        if row.depth > 0 {
            self.continues.push(!row.last);
        }
    }

    /// What stands before the row's own line, about `columns` wide at most.
    pub(super) fn before_line(&self, columns: usize) -> String {
        let Some((&continues, outer)) = self.continues.split_last() else {
            return String::new();
        };
        let mut text = self.levels(outer, columns);
        text.push_str(if continues { "├─ " } else { "└─ " });
        text
    }

    /// What stands before a further line of the same row.
    pub(super) fn before_note(&self, has_children: bool, columns: usize) -> String {
        let mut text = self.levels(&self.continues, columns);
        text.push_str(if has_children { "│  " } else { "   " });
        text
    }

    /// `levels` without the outermost ones that have no room. How many are left out depends on
    /// the row alone, so that its lines stand below each other.
    fn levels(&self, levels: &[bool], columns: usize) -> String {
        let depth = self.continues.len();
        let elided = if depth * LEVEL <= columns {
            0
        } else {
            depth - (columns.saturating_sub(ELIDED.chars().count()) / LEVEL).max(1)
        };
        let mut text = String::new();
        if elided > 0 {
            text.push_str(ELIDED);
        }
        let shown = levels.iter().skip(elided);
        text.extend(shown.map(|&continues| if continues { "│  " } else { "   " }));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(rows: &[(usize, bool)], columns: usize) -> Vec<String> {
        let mut guides = Guides::default();
        let mut lines = Vec::new();
        for &(depth, last) in rows {
            guides.enter(Row {
                node: 0,
                depth,
                last,
            });
            lines.push(guides.before_line(columns).trim_end().to_owned());
        }
        lines
    }

    #[test]
    fn siblings_and_generations_are_connected() {
        let rows = [
            (0, true),
            (1, false),
            (2, true),
            (1, true),
            (2, false),
            (2, true),
        ];
        assert_eq!(
            drawn(&rows, 80),
            ["", "├─", "│  └─", "└─", "   ├─", "   └─"]
        );
    }

    #[test]
    fn depth_that_has_no_room_is_elided() {
        let rows: Vec<_> = (0..9).map(|depth| (depth, depth % 2 == 0)).collect();
        assert_eq!(drawn(&rows, 12).pop().as_deref(), Some("⋯    │  └─"));
        assert_eq!(drawn(&rows, 0).pop().as_deref(), Some("⋯ └─"));
    }
}
