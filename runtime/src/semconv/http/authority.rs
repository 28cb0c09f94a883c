//! `host:port` texts, as they stand in URLs, `Host`, `:authority` and forwarding headers.

/// The host without brackets and user information, and the port if it is a number.
///
/// `None` if there is no host or if a bracket is not closed. `[::1]:80` is `::1` and 80;
/// a bare IPv6 address without brackets, which some proxies write, is taken as a host
/// without a port.
pub fn split_host_port(text: &str) -> Option<(&str, Option<u16>)> {
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host).trim();
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let (host, after) = rest.split_once(']')?;
        (host, after.strip_prefix(':'))
    } else {
        match text.split_once(':') {
            Some((_, rest)) if rest.contains(':') => (text, None),
            Some((host, port)) => (host, Some(port)),
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
