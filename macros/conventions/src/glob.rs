//! Patterns with `*`, which stands for any text, dots included.

/// Whether the whole of `text` is of the pattern.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let mut middle: Vec<&str> = rest.split('*').collect();
    let end = middle.pop().unwrap_or_default();
    for part in middle {
        let Some(at) = text.find(part) else {
            return false;
        };
        text = &text[at + part.len()..];
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, text, wanted) in [
            ("user.email", "user.email", true),
            ("user.email", "user.emails", false),
            ("*.password", "db.user.password", true),
            ("*.password", "password", false),
            ("http.*", "http.request.method", true),
            ("http.*", "https.x", false),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "ac", false),
            ("a*ba", "aba", true),
            ("a*aa", "aa", false),
            ("*", "", true),
            ("**", "größe", true),
        ] {
            assert_eq!(matches(pattern, text), wanted, "{pattern} {text}");
        }
    }
}
