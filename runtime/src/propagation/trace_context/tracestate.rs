//! The `tracestate` field: what other tracing systems carry along.
//!
//! Source: W3C Trace Context level 2, "Tracestate Header". A field that breaks the rules
//! is left out as a whole: half of another system's state is worse than none.

/// A list may have so many members.
pub(super) const MAX_MEMBERS: usize = 32;

/// Keys and values may be so long.
const MAX_LENGTH: usize = 256;

/// The members in order. Owned, because a span carries them.
pub(super) type Members = Vec<(String, String)>;

/// Reads the values of the field, which together are one list.
///
/// Empty members, between commas or as a whole value, mean nothing and do not count. Of
/// members with the same key the first is kept: new ones are added on the left.
///
/// # Errors
///
/// What is wrong, in a few words.
pub(super) fn parse(values: &[&str]) -> Result<Members, &'static str> {
    let mut members = Members::new();
    let mut seen = 0;
    for member in values.iter().flat_map(|value| value.split(',')) {
        let member = member.trim_matches([' ', '\t']);
        if member.is_empty() {
            continue;
        }
        seen += 1;
        if seen > MAX_MEMBERS {
            return Err("it has more than 32 members");
        }
        let (key, value) = member.split_once('=').ok_or("a member is not key=value")?;
        if !is_key(key) {
            return Err(
                "a key is not 1 to 256 of a-z 0-9 _ - * / @ that begin with a letter or digit",
            );
        }
        if !is_value(value) {
            return Err("a value is not 1 to 256 printable ASCII characters other than , and =");
        }
        if members.iter().all(|(other, _)| other != key) {
            members.push((key.to_owned(), value.to_owned()));
        }
    }
    Ok(members)
}

/// The field for these members; absent if there are none. What nobody could read is left
/// out: OpenTelemetry's own type accepts more than the recommendation.
pub(super) fn write<'a>(members: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut field = String::new();
    let valid = members.filter(|(key, value)| is_key(key) && is_value(value));
    for (key, value) in valid.take(MAX_MEMBERS) {
        if !field.is_empty() {
            field.push(',');
        }
        field.push_str(key);
        field.push('=');
        field.push_str(value);
    }
    (!field.is_empty()).then_some(field)
}

fn is_key(key: &str) -> bool {
    let first = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = key.as_bytes();
    bytes.len() <= MAX_LENGTH
        && bytes.first().is_some_and(first)
        && bytes
            .iter()
            .all(|byte| first(byte) || b"_-*/@".contains(byte))
}

fn is_value(value: &str) -> bool {
    let printable = |byte: u8| matches!(byte, b' '..=b'~') && byte != b',' && byte != b'=';
    (1..=MAX_LENGTH).contains(&value.len()) && value.bytes().all(printable) && !value.ends_with(' ')
}

#[cfg(test)]
#[path = "tracestate_tests.rs"]
mod tests;
