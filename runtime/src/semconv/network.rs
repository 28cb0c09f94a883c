//! The other end of a socket, as every protocol's spans record it.

use std::net::{IpAddr, SocketAddr};

use opentelemetry::KeyValue;

use super::attribute::{NETWORK_PEER_ADDRESS, NETWORK_PEER_PORT};

/// An address as text. An IPv4 client of a dual-stack socket shows up as `::ffff:192.0.2.1`, which nobody would search
/// for: it is written as IPv4.
pub fn address(ip: IpAddr) -> String {
    match ip.to_canonical() {
        // Without the machinery of formatting: there is one for each request.
        IpAddr::V4(ip) => {
            let mut text = String::with_capacity(15);
            for (n, octet) in ip.octets().into_iter().enumerate() {
                if n > 0 {
                    text.push('.');
                }
                push_octet(&mut text, octet);
            }
            text
        }
        IpAddr::V6(ip) => ip.to_string(),
    }
}

fn push_octet(text: &mut String, octet: u8) {
    let digit = |value: u8| char::from(b'0' + value % 10);
    if octet >= 100 {
        text.push(digit(octet / 100));
    }
    if octet >= 10 {
        text.push(digit(octet / 10));
    }
    text.push(digit(octet));
}

/// A host and its port, where the two are written as nearly all are: a name or an IPv4 address, and digits.
///
/// `None` says only that it takes a closer look.
pub(super) fn plain_host_port(text: &str) -> Option<(&str, Option<u16>)> {
    let special =
        |byte: u8| byte <= b' ' || matches!(byte, b':' | b'@' | b'[' | b'/' | b',' | b'%');
    let Some(end) = text.bytes().position(special) else {
        return (!text.is_empty()).then_some((text, None));
    };
    if end == 0 || text.as_bytes()[end] != b':' {
        return None;
    }
    let port = digits(&text[end + 1..])?;
    Some((&text[..end], u16::try_from(port).ok()))
}

/// The number that one to five digits stand for.
fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 5 {
        return None;
    }
    text.bytes().try_fold(0, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + u32::from(digit))
    })
}

/// `network.peer.address` and `network.peer.port`, which comes with an address only (C-12).
pub fn peer(peer: SocketAddr) -> [KeyValue; 2] {
    [
        KeyValue::new(NETWORK_PEER_ADDRESS, address(peer.ip())),
        KeyValue::new(NETWORK_PEER_PORT, i64::from(peer.port())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c_12_a_mapped_address_is_written_as_ipv4() {
        for (given, text) in [
            ("192.0.2.1:80", "192.0.2.1"),
            ("10.255.100.9:80", "10.255.100.9"),
            ("0.19.200.90:80", "0.19.200.90"),
            ("[::ffff:192.0.2.1]:80", "192.0.2.1"),
            ("[2001:db8::1]:80", "2001:db8::1"),
        ] {
            let [address, port] = peer(given.parse().unwrap());
            assert_eq!(
                (address.value.as_str(), port.value),
                (text.into(), 80.into())
            );
        }
    }
}
