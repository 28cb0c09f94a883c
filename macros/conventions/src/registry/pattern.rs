//! Names of spans that attributes are part of: `place {order.kind}`.

use std::fmt;

/// How the spans of a type are named: text, with the keys of attributes in braces.
///
/// Without braces it is a plain name, which is what `#[traced]` writes. With braces it is for
/// names that an adapter puts together, and is compared with recorded spans only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Key(String),
}

impl NamePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// In words, if a brace has no partner, is empty, or two keys stand without text in between,
    /// where nobody could say where one value ends.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('{') {
                let Some((key, after)) = after.split_once('}') else {
                    return Err(format!("`{text}` has a `{{` without its `}}`"));
                };
                if key.is_empty() || key.contains('{') {
                    return Err(format!("`{text}` has no attribute key between its braces"));
                }
                if let Some(Part::Key(before)) = parts.last() {
                    return Err(format!(
                        "`{{{before}}}{{{key}}}` has nothing between its values"
                    ));
                }
                parts.push(Part::Key(key.to_owned()));
                rest = after;
            } else {
                let (text_part, after) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
                if text_part.contains('}') {
                    return Err(format!("`{text}` has a `}}` without its `{{`"));
                }
                parts.push(Part::Text(text_part.to_owned()));
                rest = after;
            }
        }
        Ok(NamePattern { parts })
    }

    /// The name, if no attribute is part of it.
    pub fn plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The keys in braces.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Key(key) => Some(key.as_str()),
            Part::Text(_) => None,
        })
    }

    /// Whether `name` is of this pattern. A key whose value is known stands for that value, and
    /// any other for one character or more up to the next text.
    pub fn matches(&self, name: &str, value: impl Fn(&str) -> Option<String>) -> bool {
        let mut rest = name;
        let mut parts = self.parts.iter().peekable();
        while let Some(part) = parts.next() {
            let known = match part {
                Part::Text(text) => Some(text.clone()),
                Part::Key(key) => value(key),
            };
            if let Some(text) = known {
                let Some(after) = rest.strip_prefix(text.as_str()) else {
                    return false;
                };
                rest = after;
                continue;
            }
            let Some(first) = rest.chars().next() else {
                return false;
            };
            let from = first.len_utf8();
            let end = match parts.peek() {
                Some(Part::Text(next)) => rest[from..].find(next.as_str()).map(|at| at + from),
                _ => Some(rest.len()),
            };
            let Some(end) = end else { return false };
            rest = &rest[end..];
        }
        rest.is_empty()
    }
}

impl fmt::Display for NamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Key(key) => write!(f, "{{{key}}}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::NamePattern;

    #[test]
    fn patterns_and_names() {
        let values = |key: &str| (key == "method").then(|| "GET".to_owned());
        for (pattern, name, wanted) in [
            ("order.place", "order.place", true),
            ("order.place", "order.placed", false),
            ("{method} {route}", "GET /orders", true),
            ("{method} {route}", "PUT /orders", false),
            ("{method} {route}", "GET ", false),
            ("{method}", "GET", true),
            ("place {kind} now", "place größe now", true),
            ("place {kind} now", "place  now", false),
            ("{kind}", "ö", true),
            ("{kind}", "", false),
        ] {
            let parsed = NamePattern::parse(pattern).expect(pattern);
            assert_eq!(parsed.matches(name, values), wanted, "{pattern} {name}");
            assert_eq!(parsed.to_string(), pattern);
        }
    }

    #[test]
    fn refused_patterns() {
        for (pattern, wanted) in [
            ("a {b", "`a {b` has a `{` without its `}`"),
            ("a b}", "`a b}` has a `}` without its `{`"),
            ("a {}", "`a {}` has no attribute key between its braces"),
            ("{a}{b}", "`{a}{b}` has nothing between its values"),
        ] {
            assert_eq!(NamePattern::parse(pattern), Err(wanted.to_owned()));
        }
    }
}
