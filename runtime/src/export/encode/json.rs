//! JSON, as far as exporters write it: compact, and always valid.

use std::fmt::{Display, Write as _};

/// Writes one object: `{"key":value,..}`.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    out: &'a mut String,
    is_empty: bool,
}

/// Appends an object to `out`.
pub(crate) fn object(out: &mut String, write: impl FnOnce(&mut Object<'_>)) {
    out.push('{');
    write(&mut Object {
        out,
        is_empty: true,
    });
    out.push('}');
}

/// Appends an array to `out`, one element for each of `items`.
pub(crate) fn array<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

/// Appends a text in quotes.
///
/// Source: RFC 8259, section 7.
pub(crate) fn text(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        // Whatever is escaped is one byte of ASCII, so that slices end at characters.
        out.push_str(&text[plain..at]);
        plain = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            // Writing into a String cannot fail.
            _ => drop(write!(out, "\\u{byte:04x}")),
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

/// Appends anything whose text needs no escapes: a number, or an id in quotes.
pub(crate) fn plain(out: &mut String, value: impl Display) {
    // Writing into a String cannot fail.
    let _ = write!(out, "{value}");
}

/// Appends a number; those that JSON has no word for become the texts of proto3's mapping.
pub(crate) fn float(out: &mut String, value: f64) {
    if value.is_finite() {
        // Debug, for it writes the very large and the very small with an exponent.
        plain(out, format_args!("{value:?}"));
    } else if value.is_nan() {
        out.push_str("\"NaN\"");
    } else if value > 0.0 {
        out.push_str("\"Infinity\"");
    } else {
        out.push_str("\"-Infinity\"");
    }
}

impl Object<'_> {
    /// Appends a member; `write` appends its value.
    pub(crate) fn member(&mut self, key: &str, write: impl FnOnce(&mut String)) {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.out.push(',');
        }
        text(self.out, key);
        self.out.push(':');
        write(self.out);
    }

    /// A member that is a text.
    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.member(key, |out| text(out, value));
    }

    /// A member that is a text without anything to escape.
    pub(crate) fn quoted(&mut self, key: &str, value: impl Display) {
        self.member(key, |out| plain(out, format_args!("\"{value}\"")));
    }

    /// A member that is a number.
    pub(crate) fn number(&mut self, key: &str, value: impl Display) {
        self.member(key, |out| plain(out, value));
    }

    /// A member that is an object.
    pub(crate) fn object(&mut self, key: &str, write: impl FnOnce(&mut Object<'_>)) {
        self.member(key, |out| object(out, write));
    }

    /// A member that is an array.
    pub(crate) fn array<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut String, T),
    ) {
        self.member(key, |out| array(out, items, write));
    }
}

#[cfg(test)]
mod tests {
    use super::{array, float, object, text};

    #[test]
    fn texts_are_escaped() {
        let mut out = String::new();
        text(&mut out, "a\"b\\c\nd\r\t\u{1}ü\u{2028}");
        assert_eq!(out, "\"a\\\"b\\\\c\\nd\\r\\t\\u0001ü\u{2028}\"");
    }

    #[test]
    fn numbers_that_json_does_not_know() {
        let mut out = String::new();
        let numbers = [1.5, -0.0, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        array(&mut out, numbers, float);
        assert_eq!(out, "[1.5,-0.0,1e300,\"NaN\",\"Infinity\",\"-Infinity\"]");
    }

    #[test]
    fn members_are_parted_by_commas() {
        let mut out = String::new();
        object(&mut out, |object| {
            object.text("a", "x");
            object.number("b", 1);
            object.array("c", [1, 2], super::plain);
            object.object("d", |_| {});
        });
        assert_eq!(out, r#"{"a":"x","b":1,"c":[1,2],"d":{}}"#);
    }
}
