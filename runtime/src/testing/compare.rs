//! Comparing a tree with the one that a test expects, line by line.

/// Asserts that the `tree()` of a recording, a collector or a received trace equals a literal.
///
/// The literal may be indented with the code around it: its common indentation is removed, as is
/// the line break at either end. The message shows the difference line by line.
///
/// ```
/// # fn place(_order: u32) {}
/// let recorded = traced::testing::record_sync(|| place(17));
/// traced::testing::assert_tree!(recorded, "");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __assert_tree {
    ($recorded:expr, $expected:expr $(,)?) => {
        $crate::testing::compare(&$recorded.tree(), $expected)
    };
}

/// Panics with the difference, if there is one.
///
/// # Panics
/// If the trees differ.
#[doc(hidden)]
#[track_caller]
pub fn compare(actual: &str, expected: &str) {
    let actual: Vec<&str> = actual.lines().collect();
    let expected = dedent(expected);
    assert!(
        actual == expected,
        "the tree is not as expected (`-` expected, `+` recorded):\n\n{}",
        difference(&expected, &actual)
    );
}

fn dedent(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let from = lines.iter().take_while(|line| line.is_empty()).count();
    let until = lines.iter().rposition(|line| !line.is_empty());
    let until = until.map_or(from, |last| last + 1);
    lines[from..until]
        .iter()
        .map(|line| line.get(indent..).unwrap_or_default())
        .collect()
}

/// All lines of both, common ones once: by the longest common subsequence.
fn difference(expected: &[&str], actual: &[&str]) -> String {
    // common[i][j]: how many lines the rests from i and from j have in common.
    let mut common = vec![vec![0_usize; actual.len() + 1]; expected.len() + 1];
    for i in (0..expected.len()).rev() {
        for j in (0..actual.len()).rev() {
            common[i][j] = if expected[i] == actual[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }

    let (mut i, mut j) = (0, 0);
    let mut text = String::new();
    while i < expected.len() || j < actual.len() {
        let (sign, line) = if i < expected.len() && j < actual.len() && expected[i] == actual[j] {
            i += 1;
            j += 1;
            (' ', expected[i - 1])
        } else if j == actual.len() || (i < expected.len() && common[i + 1][j] >= common[i][j + 1])
        {
            i += 1;
            ('-', expected[i - 1])
        } else {
            j += 1;
            ('+', actual[j - 1])
        };
        text.push(sign);
        text.push(' ');
        text.push_str(line);
        text.push('\n');
    }
    text
}
