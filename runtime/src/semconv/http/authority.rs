//! `host:port` texts, as they stand in URLs, `Host`, `:authority` and forwarding headers.

use crate::semconv::network::plain_host_port;

/// The host without brackets and user information, and the port if it is a number.
///
/// `None` if there is no host or if a bracket is not closed. `[::1]:80` is `::1` and 80;
/// a bare IPv6 address without brackets, which some proxies write, is taken as a host
/// without a port.
pub fn split_host_port(text: &str) -> Option<(&str, Option<u16>)> {
    plain_host_port(text).or_else(|| split_unusual(text))
}

#[cold]
fn split_unusual(text: &str) -> Option<(&str, Option<u16>)> {
    let find = |text: &str, mark: u8| text.bytes().position(|byte| byte == mark);
    let host = text.bytes().rposition(|byte| byte == b'@');
    let text = text[host.map_or(0, |at| at + 1)..].trim_ascii();
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let end = find(rest, b']')?;
        (&rest[..end], rest[end + 1..].strip_prefix(':'))
    } else {
        match find(text, b':') {
            Some(at) if find(&text[at + 1..], b':').is_some() => (text, None),
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        }
    };
    if host.is_empty() {
        return None;
    }
    Some((host, port.and_then(parse_port)))
}

/// Digits only: `u16::from_str` would take `+80` as well.
fn parse_port(text: &str) -> Option<u16> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}
