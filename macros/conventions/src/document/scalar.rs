//! What a scalar is by its notation.

/// What the notation of a scalar says it is. Its value stays text until somebody wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    Null,
    Bool,
    Int,
    Float,
    Text,
}

impl Scalar {
    /// What a plain scalar is by YAML's core schema (YAML 1.2.2, section 10.3.2).
    pub(super) fn of_plain(text: &str) -> Scalar {
        let Some(first) = text.bytes().next() else {
            return Scalar::Null;
        };
        match first {
            b'~' | b'n' | b'N' if matches!(text, "~" | "null" | "Null" | "NULL") => Scalar::Null,
            b't' | b'T' | b'f' | b'F' => match text {
                "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Scalar::Bool,
                _ => Scalar::Text,
            },
            b'0'..=b'9' | b'+' | b'-' | b'.' => number(text),
            _ => Scalar::Text,
        }
    }
}

fn number(text: &str) -> Scalar {
    let digits = |s: &str, radix| !s.is_empty() && s.chars().all(|c| c.is_digit(radix));
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let octal = text.strip_prefix("0o").is_some_and(|s| digits(s, 8));
    let hexadecimal = text.strip_prefix("0x").is_some_and(|s| digits(s, 16));
    if digits(unsigned, 10) || octal || hexadecimal {
        return Scalar::Int;
    }
    let special = matches!(unsigned, ".inf" | ".Inf" | ".INF") || text == ".nan";
    let starts_as_number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if special || (starts_as_number && unsigned.parse::<f64>().is_ok()) {
        Scalar::Float
    } else {
        Scalar::Text
    }
}
