//! JSON as backends answer it: read in full, bounded in depth, without a library.
//!
//! Source: RFC 8259.

/// Deeper is no answer to an export.
const DEEPEST: usize = 32;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value that `text` is, if it is one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(DEEPEST)?;
        reader.space();
        reader.rest.is_empty().then_some(value)
    }

    pub(crate) fn member(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let found = members.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number, which protobuf's JSON may write as a text; 0 for all else.
    pub(crate) fn integer(&self) -> i64 {
        match self {
            Self::Number(text) | Self::Text(text) => text.parse().unwrap_or(0),
            _ => 0,
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Takes `token`, if it is next but for space.
    fn take(&mut self, token: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        self.space();
        match self.rest.as_bytes().first()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.text().map(Json::Text),
            b't' => self.take("true").then_some(Json::Bool(true)),
            b'f' => self.take("false").then_some(Json::Bool(false)),
            b'n' => self.take("null").then_some(Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut members = Vec::new();
        self.rest = &self.rest[1..];
        if self.take("}") {
            return Some(Json::Object(members));
        }
        loop {
            self.space();
            let key = self.text()?;
            if !self.take(":") {
                return None;
            }
            members.push((key, self.value(depth)?));
            if self.take("}") {
                return Some(Json::Object(members));
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.rest = &self.rest[1..];
        if self.take("]") {
            return Some(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.take("]") {
                return Some(Json::Array(items));
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    fn number(&mut self) -> Option<Json> {
        let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        number.parse::<f64>().ok()?;
        self.rest = rest;
        Some(Json::Number(number.to_owned()))
    }

    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.rest.strip_prefix('"')?.chars();
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => text.push(match chars.next()? {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'u' => unicode(&mut chars)?,
                    plain @ ('"' | '\\' | '/') => plain,
                    _ => return None,
                }),
                plain => text.push(plain),
            }
        }
        self.rest = chars.as_str();
        Some(text)
    }
}

/// The character of `\uXXXX`, or of two of these that are one.
fn unicode(chars: &mut std::str::Chars<'_>) -> Option<char> {
    const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;
    let high = unit(chars)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Some(char::from_u32(high).unwrap_or(REPLACEMENT));
    }
    let Some(rest) = chars.as_str().strip_prefix("\\u") else {
        return Some(REPLACEMENT);
    };
    *chars = rest.chars();
    let low = unit(chars)?;
    let pair = 0x1_0000 + ((high - 0xd800) << 10) + low.wrapping_sub(0xdc00);
    let is_pair = (0xdc00..0xe000).contains(&low);
    Some(
        char::from_u32(pair)
            .filter(|_| is_pair)
            .unwrap_or(REPLACEMENT),
    )
}

fn unit(chars: &mut std::str::Chars<'_>) -> Option<u32> {
    let mut unit = 0;
    for _ in 0..4 {
        unit = unit << 4 | chars.next()?.to_digit(16)?;
    }
    Some(unit)
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn values_are_read() {
        let value = Json::parse(
            " {\"a\": [1, -2.5e3, \"x\\n\\u00fc\\ud83e\\udd80\\ud800\"], \"b\":{}, \"c\":null, \"d\":true} ",
        );
        let value = value.unwrap();
        assert_eq!(
            value.member("a"),
            Some(&Json::Array(vec![
                Json::Number("1".to_owned()),
                Json::Number("-2.5e3".to_owned()),
                Json::Text("x\nü🦀\u{fffd}".to_owned()),
            ]))
        );
        assert_eq!(value.member("b"), Some(&Json::Object(Vec::new())));
        assert_eq!(value.member("d"), Some(&Json::Bool(true)));
        assert_eq!(value.member("e"), None);
    }

    #[test]
    fn what_is_not_json_is_told() {
        let deep = "[".repeat(100_000);
        let bad = [
            "",
            "{",
            "{\"a\"}",
            "{\"a\":1,}",
            "[1 2]",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "tru",
            "1-",
            "{} x",
            "{a:1}",
            &deep,
        ];
        for text in bad {
            assert_eq!(Json::parse(text), None, "{}", &text[..text.len().min(9)]);
        }
    }

    #[test]
    fn whole_numbers_may_be_texts() {
        for (text, integer) in [("7", 7), ("\"-7\"", -7), ("1.5", 0), ("[]", 0)] {
            assert_eq!(Json::parse(text).unwrap().integer(), integer);
        }
    }
}
