//! One member of baggage as text: `key=value;property;property=value`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::Room;

/// What must not stand in a value, and `=`: readers that cut at every one are about.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b',')
    .add(b';')
    .add(b'\\')
    .add(b'%')
    .add(b'=');

/// A member, decoded. Its properties are text of their own, which is passed on as it is.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::propagation) struct Member<'a> {
    pub(in crate::propagation) key: Cow<'a, str>,
    pub(in crate::propagation) value: Cow<'a, str>,
    pub(in crate::propagation) properties: Cow<'a, str>,
}

impl<'a> Member<'a> {
    /// Reads a member. Bytes that are not UTF-8 are replaced, as the recommendation says.
    pub(super) fn decoded(text: &'a str, room: &mut Room) -> Option<Self> {
        let (pair, properties) = text.split_once(';').unwrap_or((text, ""));
        let pair = pair.split_once('=');
        let pair = pair.map(|(key, value)| (trim(key), trim(value)));
        let Some((key, value)) = pair.filter(|(key, value)| is_token(key) && is_encoded(value))
        else {
            room.refuse();
            return None;
        };
        Some(Self {
            key: key.into(),
            value: percent_decode_str(value).decode_utf8_lossy(),
            properties: well_formed(properties, room).into(),
        })
    }

    /// Writes the member, without what nobody could read.
    pub(super) fn encoded(&self, room: &mut Room) -> Option<String> {
        if !is_token(&self.key) {
            room.refuse();
            return None;
        }
        let value = utf8_percent_encode(&self.value, ENCODED);
        let properties = well_formed(&self.properties, room);
        let semicolon = if properties.is_empty() { "" } else { ";" };
        Some(format!("{}={value}{semicolon}{properties}", self.key))
    }
}

/// The properties that keep the grammar: `key` or `key=value`.
fn well_formed(properties: &str, room: &mut Room) -> String {
    let mut kept = String::new();
    for property in properties.split(';').map(trim) {
        if property.is_empty() {
            continue;
        }
        let (key, value) = property.split_once('=').unwrap_or((property, ""));
        if !is_token(trim(key)) || !is_encoded(trim(value)) {
            room.refuse();
            continue;
        }
        if !kept.is_empty() {
            kept.push(';');
        }
        kept.push_str(property);
    }
    kept
}

/// Without optional white space at either end.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// A token of HTTP: what a key may be. Source: RFC 7230, section 3.2.6.
pub(in crate::propagation) fn is_token(key: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !key.is_empty() && key.bytes().all(allowed)
}

/// Printable ASCII without white space, double quote, comma, semicolon and backslash.
fn is_encoded(value: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
    value.bytes().all(allowed)
}
