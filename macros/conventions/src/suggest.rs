//! "Did you mean": the nearest of the words that would have been right.

/// The candidate nearest to `word`, if one is so near that a slip of the finger explains it.
///
/// Case, and `-` for `_`, count as no difference. Of equally near candidates the first is taken.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let limit = (word.len() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            // Most candidates are told by their length alone. Folding may lengthen a letter.
            let length = candidate.chars().count();
            let too_far = word.len().abs_diff(length) > 2 * limit;
            let distance = (!too_far).then(|| distance(&word, &folded(candidate)))?;
            (distance <= limit).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of a message about `word`: `; did you mean ..?`, or nothing if nothing is near.
pub(crate) fn hint<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let near = nearest(word, candidates);
    near.map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

fn folded(word: &str) -> Vec<char> {
    let lower = word.chars().flat_map(char::to_lowercase);
    lower.map(|c| if c == '-' { '_' } else { c }).collect()
}

/// Insertions, deletions, substitutions and swaps of neighbours that lead from `a` to `b`
/// (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let substituted = above[j] + usize::from(x != y);
            let mut best = substituted.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distances() {
        for (a, b, wanted) in [
            ("", "", 0),
            ("", "ab", 2),
            ("kind", "kind", 0),
            ("kidn", "kind", 1),
            ("kin", "kind", 1),
            ("knid", "kind", 1),
            ("kitten", "sitting", 3),
        ] {
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            assert_eq!(distance(&chars(a), &chars(b)), wanted, "{a} {b}");
        }
    }

    #[test]
    fn suggests_slips_only() {
        let arguments = ["name", "kind", "attrs", "parent", "root", "links"];
        assert_eq!(nearest("knid", arguments), Some("kind"));
        assert_eq!(nearest("attr", arguments), Some("attrs"));
        assert_eq!(nearest("Parent", arguments), Some("parent"));
        assert_eq!(nearest("link-s", arguments), Some("links"));
        assert_eq!(nearest("colour", arguments), None);
        assert_eq!(nearest("", arguments), None);
    }
}
