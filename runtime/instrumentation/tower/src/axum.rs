//! What axum knows about a request.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, MatchedPath};
use http::Extensions;

/// The template of the route that matched, with the prefixes of nested routers.
pub(crate) fn route(extensions: &Extensions) -> Option<&str> {
    extensions.get::<MatchedPath>().map(MatchedPath::as_str)
}

/// The other end of the socket, where the server was made
/// `into_make_service_with_connect_info::<SocketAddr>()`.
pub(crate) fn peer(extensions: &Extensions) -> Option<SocketAddr> {
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0)
}
