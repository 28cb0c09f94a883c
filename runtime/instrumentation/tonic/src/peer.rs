//! Who is at the other end of a server's socket.

use std::net::SocketAddr;

use http::Extensions;
use tonic::transport::server::TcpConnectInfo;

/// The peer that tonic's server notes in each request; nothing where the socket is not plain TCP.
pub(crate) fn address(extensions: &Extensions) -> Option<SocketAddr> {
    extensions.get::<TcpConnectInfo>()?.remote_addr()
}
