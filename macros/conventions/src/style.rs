//! How names are spelt: recognising a style, and turning any text into it.

use std::fmt;

/// A spelling of span names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Style {
    /// `order.place_now`: snake_case words in segments joined by dots.
    #[default]
    DottedSnakeCase,
    /// `order_place_now`: snake_case words without segments.
    SnakeCase,
    /// `order-place-now`.
    KebabCase,
    /// Anything that is not empty.
    Any,
}

impl Style {
    /// Whether `text` is already spelt so. A name begins with a letter, as the names of a registry do.
    pub fn accepts(self, text: &str) -> bool {
        let begins = self == Style::Any || text.starts_with(char::is_alphabetic);
        begins && self.convert(text).as_deref() == Some(text)
    }

    /// `text` in this style, or `None` if it holds not a single letter or digit.
    ///
    /// Case changes and everything that is neither a letter nor a digit separate words; `.`, `/`
    /// and `:` separate segments. What begins with a digit still does, and then is not
    /// [accepted](Self::accepts): it would have to be another name.
    pub fn convert(self, text: &str) -> Option<String> {
        let (segment, word) = match self {
            Style::DottedSnakeCase => (".", "_"),
            Style::SnakeCase => ("_", "_"),
            Style::KebabCase => ("-", "-"),
            Style::Any => return (!text.trim().is_empty()).then(|| text.to_owned()),
        };
        let segments: Vec<String> = text
            .split(['.', '/', ':'])
            .map(words)
            .filter(|words| !words.is_empty())
            .map(|words| words.join(word))
            .collect();
        (!segments.is_empty()).then(|| segments.join(segment))
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Style::DottedSnakeCase => "dotted snake_case",
            Style::SnakeCase => "snake_case",
            Style::KebabCase => "kebab-case",
            Style::Any => "a name",
        })
    }
}

/// The words of one segment in lower case: `HTTPServer2 started` is `http`, `server2`, `started`.
fn words(segment: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    let mut chars = segment.chars().peekable();
    while let Some(c) = chars.next() {
        let starts_word = c.is_uppercase()
            && before.is_some_and(|before| {
                let ends_acronym = chars.peek().is_some_and(|next| next.is_lowercase());
                !before.is_uppercase() || ends_acronym
            });
        if starts_word || !c.is_alphanumeric() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
            before = Some(c);
        } else {
            before = None;
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::Style;

    #[test]
    fn converts_to_dotted_snake_case() {
        for (written, wanted) in [
            ("place", "place"),
            ("order.place_now", "order.place_now"),
            ("Place Order!", "place_order"),
            ("MyExport", "my_export"),
            ("HTTPServer2Started", "http_server2_started"),
            ("orders/place", "orders.place"),
            ("Orders::Place", "orders.place"),
            ("..order__place.", "order_place"),
            ("checkout-cart", "checkout_cart"),
            ("_unused", "unused"),
            ("größe", "größe"),
            ("注文", "注文"),
        ] {
            let converted = Style::DottedSnakeCase.convert(written);
            assert_eq!(converted.as_deref(), Some(wanted), "{written}");
            assert!(Style::DottedSnakeCase.accepts(wanted), "{wanted}");
        }
    }

    #[test]
    fn a_name_begins_with_a_letter() {
        for style in [Style::DottedSnakeCase, Style::SnakeCase, Style::KebabCase] {
            assert!(!style.accepts("1order"));
            assert!(style.accepts("order1"));
        }
        assert!(Style::DottedSnakeCase.accepts("order.1st"));
        assert!(Style::Any.accepts("1order"));
        let kept = Style::DottedSnakeCase.convert("1Order");
        assert_eq!(kept.as_deref(), Some("1_order"));
    }

    #[test]
    fn nothing_to_convert() {
        for empty in ["", "  ", "!?", "__", "."] {
            assert_eq!(Style::DottedSnakeCase.convert(empty), None, "{empty:?}");
        }
    }

    #[test]
    fn other_styles() {
        assert!(Style::KebabCase.accepts("place-order"));
        assert!(!Style::SnakeCase.accepts("order.place"));
        let snake = Style::SnakeCase.convert("order.placeNow");
        assert_eq!(snake.as_deref(), Some("order_place_now"));
        assert!(Style::Any.accepts("GET /orders"));
        assert!(!Style::Any.accepts(" "));
    }
}
