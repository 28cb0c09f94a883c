//! How long a file may be.

use super::{SourceFile, Violation};

/// Files with more than `limit` lines.
pub fn longest_files(files: &[SourceFile], limit: usize) -> Vec<Violation> {
    files
        .iter()
        .filter_map(|file| {
            let lines = file.text().lines().count();
            let what = format!("{lines} lines, more than {limit}: split it by concern");
            (lines > limit).then(|| Violation::new(file, lines, what))
        })
        .collect()
}
