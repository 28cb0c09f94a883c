//! Rules about span names.
//!
//! A name is what spans are grouped by: it "MUST be low-cardinality" (OpenTelemetry specification,
//! Trace API, "Span").

use crate::Style;

pub(super) fn cardinality(name: &str) -> Option<String> {
    if name.contains(['{', '}']) {
        return Some(format!(
            "span name `{name}` has a placeholder, so every value would be a name of its own; \
             put the value in an attribute"
        ));
    }
    let id = identifier(name)?;
    Some(format!(
        "span name `{name}` has the id `{id}` in it; put it in an attribute"
    ))
}

pub(super) fn style(name: &str, style: Style) -> Option<String> {
    if style.accepts(name) {
        return None;
    }
    Some(match style.convert(name) {
        Some(better) => format!("span name `{name}` is not {style}; write `{better}`"),
        None if name.is_empty() => {
            "span name is empty; say what the function does, as in `order.place`".to_owned()
        }
        None => format!(
            "span name `{name}` has no word in it; say what the function does, as in `order.place`"
        ),
    })
}

/// The part of a name that looks like the id of one thing: a number, a UUID or a long hex string.
fn identifier(name: &str) -> Option<&str> {
    let segments = name.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    let whole = |s: &&str| all_digits(s) || is_uuid(s);
    let part = |s: &&str| (s.len() > 3 && all_digits(s)) || is_long_hex(s);
    segments
        .into_iter()
        .find(whole)
        .or_else(|| words.find(part))
}

fn all_digits(s: &str) -> bool {
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())
}

fn is_uuid(s: &str) -> bool {
    let lengths = s.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && s.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// Long enough for an id, and with digits, so that no word of English qualifies.
fn is_long_hex(s: &str) -> bool {
    s.len() >= 12
        && s.bytes().all(|b| b.is_ascii_hexdigit())
        && s.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{cardinality, identifier, style};
    use crate::Style;

    #[test]
    fn ids_are_found() {
        for (name, id) in [
            ("order.42", Some("42")),
            ("order 7 place", Some("7")),
            ("order_1234", Some("1234")),
            (
                "a.6f9619ff-8b86-d011-b42d-00cf4fc964ff",
                Some("6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
            ),
            ("session_4bf92f3577b34da6", Some("4bf92f3577b34da6")),
            ("order.place", None),
            ("http2.connect", None),
            ("oauth_2", None),
            ("defaced_effaced_facade", None),
            ("注文.作成", None),
        ] {
            assert_eq!(identifier(name), id, "{name}");
        }
    }

    #[test]
    fn messages() {
        assert_eq!(
            cardinality("order.42").as_deref(),
            Some("span name `order.42` has the id `42` in it; put it in an attribute"),
        );
        assert_eq!(
            style("", Style::default()).as_deref(),
            Some("span name is empty; say what the function does, as in `order.place`"),
        );
        assert_eq!(style("order.place", Style::default()), None);
    }
}
