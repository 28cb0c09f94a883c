//! The other end of a socket, as every protocol's spans record it.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use opentelemetry::KeyValue;

use super::attribute::{NETWORK_PEER_ADDRESS, NETWORK_PEER_PORT};

/// An address as text. An IPv4 client of a dual-stack socket shows up as `::ffff:192.0.2.1`, which nobody would search
/// for: it is written as IPv4.
pub fn address(ip: IpAddr) -> String {
    // What most addresses need; `to_string` would grow from nothing, several times.
    let mut text = String::with_capacity(16);
    let _ = write!(text, "{}", ip.to_canonical());
    text
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
