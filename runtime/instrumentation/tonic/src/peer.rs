//! Who is at the other end of a server's socket.

use std::net::SocketAddr;

use http::Extensions;
use tonic::transport::server::TcpConnectInfo;
use traced::opentelemetry::KeyValue;
use traced::semconv::attribute::{NETWORK_PEER_ADDRESS, NETWORK_PEER_PORT};

/// The peer that tonic's server notes in each request; nothing where the socket is not TCP.
pub(crate) fn attributes(extensions: &Extensions) -> impl Iterator<Item = KeyValue> {
    address(extensions).into_iter().flat_map(|peer| {
        [
            KeyValue::new(NETWORK_PEER_ADDRESS, peer.ip().to_string()),
            KeyValue::new(NETWORK_PEER_PORT, i64::from(peer.port())),
        ]
    })
}

fn address(extensions: &Extensions) -> Option<SocketAddr> {
    extensions.get::<TcpConnectInfo>()?.remote_addr()
}
